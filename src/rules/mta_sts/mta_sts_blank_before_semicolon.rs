use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::tls_records;
use crate::rule::{Check, Cx};

declare_rule! {
    /// A blank stands between the version of the MTA-STS record and its first semicolon.
    ///
    /// The grammar of the RFC has it. Beside other TXT records it makes every sender pass the record over, which
    /// `mta-sts-record-malformed` reports.
    ///
    /// ## Why it breaks
    /// Some senders look for the octets `v=STSv1;` at the start of the text, as the RFC has them do where there are
    /// several TXT records. To them the domain has no MTA-STS.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _mta-sts TXT "v=STSv1 ; id=20261201000000"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _mta-sts TXT "v=STSv1; id=20261201000000"
    /// ```
    code: "STS103",
    name: "mta-sts-blank-before-semicolon",
    summary: "blank before the first semicolon of MTA-STS",
    breaks: "senders that compare the start of the text octet by octet find no record (RFC 8461 section 3.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 8461 section 3.1"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for domain in tls_records::domains(mail) {
        let Some(slot) = domain.mta_sts.as_deref() else { continue };
        let Some(said) = tls_records::judged(slot) else { continue };
        let Some((at, false)) = tls_records::early_end(slot, said) else { continue };
        cx.report_on(said.record, said.part(at), |finding| {
            finding.message("MTA-STS record: a blank in `v=STSv1 ;`, some senders look for `v=STSv1;`");
            finding.help("write `v=STSv1;`");
        });
    }
}
