use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::tls_records;
use crate::rule::{Check, Cx};

declare_rule! {
    /// A blank stands between the version of the TLS-RPT record and its first semicolon.
    ///
    /// The grammar of the RFC has it. Beside other TXT records it makes every sender pass the record over, which
    /// `tls-rpt-record-malformed` reports.
    ///
    /// ## Why it breaks
    /// Some senders look for the octets `v=TLSRPTv1;` at the start of the text, as the RFC has them do where there are
    /// several TXT records. To them the domain has no TLS-RPT.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _smtp._tls TXT "v=TLSRPTv1 ; rua=mailto:tls@example"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _smtp._tls TXT "v=TLSRPTv1; rua=mailto:tls@example"
    /// ```
    code: "RPT006",
    name: "tls-rpt-blank-before-semicolon",
    summary: "blank before the first semicolon of TLS-RPT",
    breaks: "senders that compare the start of the text octet by octet find no record (RFC 8460 section 3)",
    severity: Severity::Warning,
    rfcs: &["RFC 8460 section 3"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for domain in tls_records::domains(mail) {
        let Some(slot) = domain.tls_rpt.as_deref() else { continue };
        let Some(said) = tls_records::judged(slot) else { continue };
        let Some((at, false)) = tls_records::early_end(slot, said) else { continue };
        cx.report_on(said.record, said.part(at), |finding| {
            finding.message("TLS-RPT record: a blank in `v=TLSRPTv1 ;`, some senders look for `v=TLSRPTv1;`");
            finding.help("write `v=TLSRPTv1;`");
        });
    }
}
