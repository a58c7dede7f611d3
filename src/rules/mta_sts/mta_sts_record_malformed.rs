//! The rule `mta-sts-record-malformed`.

use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::tls_records;
use crate::rule::{Check, Cx};

declare_rule! {
    /// The MTA-STS record of a domain does not follow its grammar.
    ///
    /// ## Why it breaks
    /// One octet out of place makes the record void: a sender does not fetch the policy, and mail goes out as
    /// it did before there was MTA-STS. A hyphen in the `id` and a second semicolon are
    /// enough, and so is a blank before the first one where other TXT records are beside it.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _mta-sts TXT "v=STSv1; id=2026-12-01"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _mta-sts TXT "v=STSv1; " "id=20261201; ext.1=x-y;"
    /// ```
    code: "STS002",
    name: "mta-sts-record-malformed",
    summary: "MTA-STS record that senders cannot read",
    breaks: "senders ignore the whole record, as if there were none (RFC 8461 section 3.1)",
    severity: Severity::Error,
    rfcs: &["RFC 8461 section 3.1"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for domain in tls_records::domains(mail) {
        let Some(slot) = domain.mta_sts.as_deref() else { continue };
        let Some(said) = tls_records::judged(slot) else { continue };
        if let Some((at, true)) = tls_records::early_end(slot, said) {
            cx.report_on(said.record, said.part(at), |finding| {
                finding.message("MTA-STS record: a blank before `;`, beside another TXT record");
                finding.help("write `v=STSv1;`");
            });
        }
        for fault in tls_records::separate(&said.said.faults) {
            let now = cx.now;
            cx.report_on(said.record, said.part(fault.at), |finding| {
                finding.message(format!("MTA-STS record: {}", fault.detail));
                finding.help(match &fault.suggestion {
                    Some(suggestion) => format!("write `{suggestion}`"),
                    None => format!("write it like `v=STSv1; id={}`", now.digits()),
                });
            });
        }
    }
}
