//! The rule `tls-rpt-record-malformed`.

use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::mta_sts;
use crate::mail::tls_records;
use crate::rule::{Check, Cx};

declare_rule! {
    /// The TLS-RPT record of a domain does not follow its grammar.
    ///
    /// ## Why it breaks
    /// A sender that cannot read the record sends no reports: failures of TLS stay unseen. Destinations are
    /// `mailto:` and `https:` URIs with commas between; a comma, `!` or `;` of a URI is written `%2C`, `%21`
    /// or `%3B`.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _smtp._tls TXT "v=TLSRPTv1; rua=tls@example"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _smtp._tls TXT "v=TLSRPTv1;" "rua=mailto:tls%21x@example , https://reports.example.net/tls?…"
    /// ```
    code: "RPT002",
    name: "tls-rpt-record-malformed",
    summary: "TLS-RPT record that senders cannot read",
    breaks: "senders ignore the whole record, as if there were none (RFC 8460 section 3)",
    severity: Severity::Error,
    rfcs: &["RFC 8460 section 3"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for domain in tls_records::domains(mail) {
        let Some(slot) = domain.tls_rpt.as_deref() else { continue };
        let Some(said) = tls_records::judged(slot) else { continue };
        if let Some((at, true)) = tls_records::early_end(slot, said) {
            cx.report_on(said.record, said.part(at), |finding| {
                finding.message("TLS-RPT record: a blank before `;`, beside another TXT record");
                finding.help("write `v=TLSRPTv1;`");
            });
        }
        for fault in tls_records::separate(&said.said.faults) {
            cx.report_on(said.record, said.part(fault.at), |finding| {
                finding.message(format!("TLS-RPT record: {}", fault.detail));
                finding.help(match &fault.suggestion {
                    Some(suggestion) => format!("write `{suggestion}`"),
                    None => format!(
                        "write it like `v=TLSRPTv1; rua=mailto:tlsrpt@{}`",
                        mta_sts::bare(domain.name.borrow_name())
                    ),
                });
            });
        }
    }
}
