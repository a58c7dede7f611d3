use crate::finding::{Severity, and_more};
use crate::mail::domain::{MailDomain, Mx, ZoneMail};
use crate::mail::spf_records;
use crate::resolve::host::ADDRESSES;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A name that takes no mail has no SPF record that says that it sends none.
    ///
    /// Reported are names with a null MX, and the zone's own name where it has an address and no MX.
    ///
    /// Only asked in zones that have mail records somewhere.
    ///
    /// ## Why it breaks
    /// Names that nobody watches are the ones forged. SPF is not inherited: each name needs a record of its
    /// own.
    ///
    /// ## Bad
    /// ```zone,bad
    /// @        MX   0 .
    /// _dmarc   TXT  "v=DMARC1; p=reject; rua=mailto:dmarc@example.net"
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// @        MX   0 .
    /// @        TXT  "v=spf1 -all"
    /// _dmarc   TXT  "v=DMARC1; p=reject; rua=mailto:dmarc@example.net"
    /// ```
    code: "SPF017",
    name: "spf-missing-without-mail",
    summary: "name without mail that does not say so in SPF",
    breaks: "anybody sends mail from the name without failing SPF (RFC 7208 section 10.1.2)",
    severity: Severity::Info,
    rfcs: &["RFC 7208 section 10.1.2", "RFC 7505 section 4.2"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    let mut places = Vec::new();
    for domain in &mail.domains {
        let (Mx::Null(mx), Some(slot)) = (domain.mx(), &domain.own) else { continue };
        if spf_records::is_meant(slot)
            || spf_records::has_spf(mail.answers, domain.name.borrow_name()) != Some(false)
        {
            continue;
        }
        places.push((mx.first(), Part::Whole));
    }
    if let Some((first, _)) = places.first() {
        cx.report_once(&places, "no SPF record, either", |more, finding| {
            let verb = if more == 0 { "takes" } else { "take" };
            let (name, others) = (first.owner(), and_more(more));
            finding.message(format!(
                "`{name}`{others} {verb} no mail, and no SPF record says that none is sent"
            ));
            finding.help(format!("add `{name} TXT \"v=spf1 -all\"`"));
        });
    }
    let Some(apex) = mail.zone.apex().filter(|apex| !apex.has(&[types::MX, types::CNAME])) else { return };
    let Some(address) = ADDRESSES.iter().find_map(|&rtype| apex.rrset(rtype)) else { return };
    // With keys or a policy it is a mail domain, which another rule looks at.
    let is_told = |domain: &MailDomain<'_>| {
        !domain.selectors.is_empty()
            || domain.dmarc.is_some()
            || domain.own.as_deref().is_some_and(spf_records::is_meant)
    };
    if mail.domain(apex.name()).is_some_and(is_told)
        || mail.zone.may_have(apex.name(), types::MX)
        || spf_records::has_spf(mail.answers, apex.name()) != Some(false)
    {
        return;
    }
    cx.report_on(address.first(), Part::Owner, |finding| {
        finding.message(format!("`{}` has an address, no MX, and no SPF record", apex.name()));
        finding.help(format!("add `{} TXT \"v=spf1 -all\"`, or the SPF record of its senders", apex.name()));
    });
}
