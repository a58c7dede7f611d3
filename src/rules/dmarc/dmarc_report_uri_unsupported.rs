use crate::finding::Severity;
use crate::mail::dmarc_records;
use crate::mail::domain::ZoneMail;
use crate::mail::report_uri::Scheme;
use crate::rule::{Check, Cx};
use crate::wire::excerpt;

declare_rule! {
    /// A destination in `rua` or `ruf` is not `mailto`, or has a size limit.
    ///
    /// ## Why it breaks
    /// Those who send reports have to support `mailto` only. Limits such as `!10m` were part of RFC 7489 and
    /// are none of RFC 9989, by which the exclamation mark is part of the address.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example!10m"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example"
    /// ```
    code: "DMARC104",
    name: "dmarc-report-uri-unsupported",
    summary: "DMARC report destination that few support",
    breaks: "receivers only have to know `mailto`, and no size limit (RFC 9989 section 4.6)",
    severity: Severity::Warning,
    rfcs: &["RFC 9989 section 4.6", "RFC 7489 section 6.2"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for found in dmarc_records::readable(mail) {
        for (tag, uri) in dmarc_records::destinations(found.dmarc()).filter(|(_, uri)| uri.fault.is_none()) {
            let (what, help) = match (&uri.scheme, uri.size_limit) {
                (Some(Scheme::Mailto { .. }), None) | (None, _) => continue,
                (Some(Scheme::Mailto { .. }), Some(_)) => {
                    ("a size limit".to_owned(), "leave out `!` and the limit")
                }
                (Some(Scheme::Https { .. }), _) => {
                    ("an `https` URI".to_owned(), "add a `mailto` destination")
                }
                (Some(Scheme::Other(scheme)), _) => (
                    format!("a URI with scheme `{}`", excerpt(scheme.as_bytes(), 20)),
                    "add a `mailto` destination",
                ),
            };
            cx.report_on(found.said.record, found.said.part(uri.at), |finding| {
                finding.message(format!("`{tag}` of `_dmarc.{}` has {what}", found.domain.name)).help(help);
            });
        }
    }
}
