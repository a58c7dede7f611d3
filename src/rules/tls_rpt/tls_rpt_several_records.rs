//! The rule `tls-rpt-several-records`.

use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::tls_records;
use crate::rule::{Check, Cx};

declare_rule! {
    /// Several TLS-RPT records stand at `_smtp._tls`.
    ///
    /// ## Why it breaks
    /// A sender that finds more than one text that begins with `v=TLSRPTv1;` takes the domain for one that
    /// wants no reports. Several destinations stand in one record, with a comma between.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _smtp._tls TXT "v=TLSRPTv1; rua=mailto:tls@example"
    /// _smtp._tls TXT "v=TLSRPTv1; rua=https://reports.example.net/tls"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _smtp._tls TXT "v=TLSRPTv1; rua=mailto:tls@example,https://reports.example.net/tls"
    /// ```
    code: "RPT001",
    name: "tls-rpt-several-records",
    summary: "several TLS-RPT records",
    breaks: "senders take several TLS-RPT records for none (RFC 8460 section 3)",
    severity: Severity::Error,
    rfcs: &["RFC 8460 section 3"],
    since: "0.1.0",
    check: Check::Mail(check),
}

/// How many of the others are pointed at.
const SHOWN: usize = 4;

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for slot in tls_records::domains(mail).filter_map(|domain| domain.tls_rpt.as_deref()) {
        let records: Vec<_> = tls_records::looked_at(slot).collect();
        let [first, second, rest @ ..] = records.as_slice() else { continue };
        cx.report_on(second.record, second.whole(), |finding| {
            finding
                .message(format!(
                    "{} TLS-RPT records at `{}`, where one may stand",
                    records.len(),
                    second.record.owner()
                ))
                .label(first.record.whole(), "the first one");
            for other in rest.iter().take(SHOWN) {
                finding.label(other.record.whole(), "one more");
            }
            finding.help(format!(
                "keep one of them, and remove the other{}",
                if rest.is_empty() { "" } else { "s" }
            ));
        });
    }
}
