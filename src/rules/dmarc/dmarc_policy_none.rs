use crate::finding::{Severity, and_more};
use crate::mail::dmarc::{Policy, Receiver};
use crate::mail::dmarc_records::{self, DmarcRecord};
use crate::mail::domain::ZoneMail;
use crate::rule::{Check, Cx};

declare_rule! {
    /// The policy of a DMARC record is `p=none`.
    ///
    /// One finding for a zone.
    ///
    /// ## Why it breaks
    /// With `p=none` receivers report and do nothing else. It is meant for the time until all senders of the
    /// domain pass.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _dmarc TXT "v=DMARC1; p=none; rua=mailto:dmarc@example"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _dmarc TXT "v=DMARC1; p=quarantine; rua=mailto:dmarc@example"
    /// ```
    code: "DMARC007",
    name: "dmarc-policy-none",
    summary: "DMARC policy none",
    breaks: "receivers deliver mail that somebody forges in the domain's name (RFC 9989 section 4.7)",
    severity: Severity::Info,
    rfcs: &["RFC 9989 section 4.7", "RFC 9989 section 5.1.6"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    let is_open = |found: &DmarcRecord<'_, '_>| {
        let is_none =
            found.policies(Receiver::Rfc7489).is_some_and(|policies| policies.domain == Policy::None);
        // Who wants a logo shown is told that by another rule.
        is_none && !dmarc_records::has_null_mx(found.domain) && !dmarc_records::wants_logo(found.domain)
    };
    let open: Vec<DmarcRecord<'_, '_>> = dmarc_records::applied(mail).filter(is_open).collect();
    let places: Vec<_> =
        open.iter().map(|found| (found.said.record, found.said.part(found.tag("p")))).collect();
    let Some(first) = open.first() else { return };
    cx.report_once(&places, "`none`, too", |more, finding| {
        finding.message(format!(
            "DMARC policy `none` at `{}`{}: nothing is enforced",
            first.domain.name,
            and_more(more)
        ));
        finding.help("write `p=quarantine`, then `p=reject`, once reports show that all senders pass");
    });
}
