use crate::finding::Severity;
use crate::mail::dmarc::{Effect, Receiver};
use crate::mail::dmarc_records;
use crate::mail::domain::ZoneMail;
use crate::rule::{Check, Cx};

declare_rule! {
    /// A DMARC record has no `p`.
    ///
    /// ## Why it breaks
    /// By RFC 9989 such a record counts as `p=none`. By RFC 7489 `p` is required, and receivers that follow
    /// it use the record as `p=none` if it has a destination for reports and ignore it otherwise.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _dmarc TXT "v=DMARC1; rua=mailto:dmarc@example"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example"
    /// ```
    code: "DMARC005",
    name: "dmarc-policy-missing",
    summary: "DMARC record without p",
    breaks: "some receivers take the record for `p=none`, others ignore it (RFC 9989 section 4.7, RFC 7489 \
        section 6.3)",
    severity: Severity::Warning,
    rfcs: &["RFC 9989 section 4.7", "RFC 9989 section 4.10.1", "RFC 7489 section 6.3"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for found in dmarc_records::readable(mail).filter(|found| found.dmarc().p.is_none()) {
        let is_used = matches!(found.dmarc().effect(Receiver::Rfc7489), Effect::Applied(_));
        let effect = if is_used { "it counts as `p=none`" } else { "receivers ignore it" };
        cx.report_on(found.said.record, found.said.part(found.tag("v")), |finding| {
            finding.message(format!("DMARC record of `{}` has no `p`: {effect}", found.domain.name));
            finding.help("write `v=DMARC1; p=none; ...`, or `p=quarantine` or `p=reject`");
        });
    }
}
