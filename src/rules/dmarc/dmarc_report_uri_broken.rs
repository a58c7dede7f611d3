use crate::finding::Severity;
use crate::mail::dmarc_records;
use crate::mail::domain::ZoneMail;
use crate::mail::report_uri::UriFault;
use crate::rule::{Check, Cx};

declare_rule! {
    /// A destination in `rua` or `ruf` is not a URI that receivers can use.
    ///
    /// ## Why it breaks
    /// Destinations are URIs with commas between: `mailto:` and an address. A bare address, `mailto://`, or
    /// an unencoded comma or exclamation mark in an address are none, and reports that should go there are
    /// not sent.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _dmarc TXT "v=DMARC1; p=reject; rua=dmarc@example"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example"
    /// ```
    code: "DMARC011",
    name: "dmarc-report-uri-broken",
    summary: "DMARC report address that is no URI",
    breaks: "receivers send no reports there (RFC 9989 section 4.6)",
    severity: Severity::Error,
    rfcs: &["RFC 9989 section 4.6", "RFC 9989 section 4.8", "RFC 6068 section 2"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for found in dmarc_records::readable(mail) {
        for (tag, uri) in dmarc_records::destinations(found.dmarc()) {
            let Some(fault) = &uri.fault else { continue };
            cx.report_on(found.said.record, found.said.part(fault.at), |finding| {
                finding.message(format!("`{tag}` of `_dmarc.{}`: {}", found.domain.name, fault.detail));
                finding.help(match (&fault.suggestion, fault.kind) {
                    (Some(fixed), _) => format!("write `{fixed}`"),
                    (None, UriFault::Empty) => "leave out the comma".to_owned(),
                    (None, UriFault::Size) => "write `%21` for an exclamation mark".to_owned(),
                    (None, _) => "write `mailto:` and a mail address".to_owned(),
                });
            });
        }
    }
}
