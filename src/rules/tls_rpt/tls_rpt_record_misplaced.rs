//! The rule `tls-rpt-record-misplaced`.

use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::tls_records;
use crate::mail::tls_rpt::TlsRpt;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A TLS-RPT text stands at a name where no sender looks for it.
    ///
    /// ## Why it breaks
    /// Senders look at `_smtp._tls.example` for `example` and nowhere else. The text at another name is as
    /// good as none.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _smtp-tlsrpt TXT "v=TLSRPTv1; rua=mailto:tls@example,https://reports.example.net/tls"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _smtp._tls TXT "v=TLSRPTv1; rua=mailto:tls@example,https://reports.example.net/tls"
    /// ```
    code: "RPT003",
    name: "tls-rpt-record-misplaced",
    summary: "TLS-RPT text at another name than `_smtp._tls`",
    breaks: "senders do not find the record there (RFC 8460 section 3)",
    severity: Severity::Error,
    rfcs: &["RFC 8460 section 3"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for text in tls_records::astray::<TlsRpt>(mail, cx.across) {
        cx.report_on(text.record, Part::Owner, |finding| {
            finding.message(format!("TLS-RPT text at `{}`, where nobody looks for it", text.record.owner()));
            if text.is_doubled {
                finding.here("no dot at the end");
            }
            if let Some(owner) = &text.owner {
                finding.help(format!("move it to `{owner}`"));
            } else {
                finding.help("move it to `_smtp._tls` of the domain");
            }
        });
    }
}
