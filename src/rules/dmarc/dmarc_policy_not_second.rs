use crate::finding::Severity;
use crate::mail::dmarc_records;
use crate::mail::domain::ZoneMail;
use crate::rule::{Check, Cx};

declare_rule! {
    /// The `p` of a DMARC record is not its second tag.
    ///
    /// ## Why it breaks
    /// RFC 9989 lets tags stand in any order. By RFC 7489 `p` follows `v`, and some parsers insist on it.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _dmarc TXT "v=DMARC1; rua=mailto:dmarc@example; p=reject"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example"
    /// ```
    code: "DMARC019",
    name: "dmarc-policy-not-second",
    summary: "DMARC p that does not follow v",
    breaks: "old parsers want `p` right behind `v` and ignore the record otherwise (RFC 7489 section 6.4)",
    severity: Severity::Info,
    rfcs: &["RFC 7489 section 6.3", "RFC 7489 section 6.4"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for found in dmarc_records::applied(mail).filter(|found| !found.dmarc().is_policy_second()) {
        cx.report_on(found.said.record, found.said.part(found.tag("p")), |finding| {
            finding
                .message(format!("`p` of the DMARC record of `{}` does not follow `v`", found.domain.name));
            finding.help("write `v=DMARC1; p=...` first, then the other tags");
        });
    }
}
