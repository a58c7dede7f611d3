use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::spf_records;
use crate::resolve::host::ADDRESSES;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Record};

declare_rule! {
    /// The zone's own name has an address or mail records and no MX.
    ///
    /// Only asked in zones that have mail records somewhere.
    ///
    /// ## Why it breaks
    /// Without MX senders deliver to the address of the name, which often is a web server. Mail stays in
    /// queues for days before it comes back.
    ///
    /// ## Bad
    /// ```zone,bad
    /// @        TXT  "v=spf1 -all"
    /// _dmarc   TXT  "v=DMARC1; p=reject; rua=mailto:dmarc@example.net"
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// @        MX   0 .
    /// @        TXT  "v=spf1 -all"
    /// _dmarc   TXT  "v=DMARC1; p=reject; rua=mailto:dmarc@example.net"
    /// ```
    code: "MX004",
    name: "mx-missing",
    summary: "mail domain without MX",
    breaks: "senders deliver to the address of the name, or wait for days before mail comes back (RFC 5321 \
        section 5.1)",
    severity: Severity::Info,
    rfcs: &["RFC 5321 section 5.1", "RFC 7505 section 3"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    let Some(apex) = mail.zone.apex().filter(|apex| !apex.has(&[types::MX, types::CNAME])) else { return };
    if mail.zone.may_have(apex.name(), types::MX) {
        return;
    }
    let domain = mail.domain(apex.name());
    let spf = domain
        .and_then(|domain| domain.own.as_deref())
        .and_then(|slot| slot.texts.first())
        .map(|said| said.record);
    let dmarc = domain
        .and_then(|domain| domain.dmarc.as_deref())
        .and_then(|slot| slot.texts.first())
        .map(|said| said.record);
    let address = ADDRESSES.iter().find_map(|&rtype| apex.rrset(rtype)).map(|rrset| rrset.first());
    let found: [(Option<Record<'_>>, &str); 3] =
        [(address, "an address"), (spf, "an SPF record"), (dmarc, "a DMARC record")];
    let Some((record, what)) = found.into_iter().find_map(|(record, what)| Some((record?, what))) else {
        return;
    };
    // Without any of both, the name with an address is told to publish them.
    if spf.is_none() && dmarc.is_none() && spf_records::has_spf(mail.answers, apex.name()) == Some(false) {
        return;
    }
    cx.report_on(record, Part::Owner, |finding| {
        finding.message(format!("`{}` has {what} and no MX", apex.name()));
        finding.help(format!("add `{0} MX 10 <host>`, or `{0} MX 0 .` if it takes no mail", apex.name()));
    });
}
