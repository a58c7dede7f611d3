use crate::finding::Severity;
use crate::mail::dmarc_records;
use crate::mail::domain::ZoneMail;
use crate::rule::{Check, Cx};

declare_rule! {
    /// A DMARC record has `pct=100`, `rf` or `ri`, which RFC 9989 has no more.
    ///
    /// ## Why it breaks
    /// Receivers that follow RFC 9989 ignore these tags. Others do what they would do without them:
    /// `pct=100`, `rf=afrf` and `ri=86400` are the defaults, and hardly anybody heeds other values.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _dmarc TXT "v=DMARC1; p=reject; pct=100; rua=mailto:dmarc@example"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example"
    /// ```
    code: "DMARC108",
    name: "dmarc-tag-historic",
    summary: "DMARC tag that RFC 9989 has no more",
    breaks: "nobody who follows RFC 9989 reads the tag (RFC 9989 appendix C.5)",
    severity: Severity::Info,
    rfcs: &["RFC 9989 section 9.3", "RFC 9989 appendix C.5"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for found in dmarc_records::readable(mail) {
        let is_whole = found.dmarc().pct.as_ref().is_none_or(|pct| pct.value == Some(100));
        for tag in found.dmarc().historic.iter().filter(|tag| tag.key != "pct" || is_whole) {
            cx.report_on(found.said.record, found.said.part(tag.at), |finding| {
                finding
                    .message(format!("DMARC of `{}` has the historic tag `{}`", found.domain.name, tag.key));
                finding.help("remove the tag");
            });
        }
    }
}
