use crate::finding::Severity;
use crate::mail::dmarc::{self, Policy, Receiver};
use crate::mail::dmarc_records;
use crate::mail::domain::ZoneMail;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// For mail from a name receivers by RFC 9989 and by RFC 7489 apply different policies.
    ///
    /// ## Why it breaks
    /// A receiver by RFC 7489 looks at the name, then at the organizational domain, which it takes from a
    /// list of public suffixes; the zone's name stands for that here. One by RFC 9989 walks up from the name,
    /// and knows `np`, `psd` and `t`.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example"
    /// a.sub MX 10 mx1
    /// _dmarc.sub TXT "v=DMARC1; p=quarantine; psd=n; rua=mailto:dmarc@sub.example"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example"
    /// sub MX 10 mx1
    /// ```
    code: "DMARC023",
    name: "dmarc-receivers-differ",
    summary: "DMARC policy that depends on the receiver",
    breaks: "receivers that follow RFC 9989 walk up the names, those that follow RFC 7489 look at the \
        organizational domain: they differ (RFC 9989 section 4.10.1)",
    severity: Severity::Info,
    rfcs: &["RFC 9989 section 4.10.1", "RFC 7489 section 6.6.3"],
    since: "0.1.0",
    check: Check::Mail(check),
    on_request: true,
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    let apex = mail.domain(mail.zone.name()).and_then(|domain| domain.dmarc.as_deref()?.only());
    for domain in mail.domains.iter().filter(|domain| {
        domain.name.borrow_name() != mail.zone.name()
            && domain.dmarc.as_deref().is_none_or(|slot| slot.only().is_none())
    }) {
        let Some(node) = domain.own.as_deref().map(|slot| slot.node) else { continue };
        let Some(record) =
            [types::MX, types::TXT].iter().find_map(|&rtype| node.rrset(rtype)).map(Rrset::first)
        else {
            continue;
        };
        let Ok(found) = dmarc::discover(mail.answers, domain.name.borrow_name(), cx.limits) else { continue };
        let new =
            found.and_then(|found| dmarc_records::policy_of(&found.dmarc, Receiver::Rfc9989, found.is_own));
        let old = apex.and_then(|said| dmarc_records::policy_of(&said.said, Receiver::Rfc7489, false));
        if new == old {
            continue;
        }
        let word = |policy: Option<Policy>| policy.map_or("no policy", Policy::word);
        cx.report_on(record, Part::Owner, |finding| {
            finding.message(format!(
                "`{}` has `{}` by RFC 9989, `{}` by RFC 7489",
                domain.name,
                word(new),
                word(old)
            ));
            finding.help(format!("publish a record of its own at `_dmarc.{}`", domain.name));
        });
    }
}
