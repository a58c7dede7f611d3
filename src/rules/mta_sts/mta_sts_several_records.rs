//! The rule `mta-sts-several-records`.

use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::tls_records;
use crate::rule::{Check, Cx};

declare_rule! {
    /// Several MTA-STS records stand at `_mta-sts`.
    ///
    /// ## Why it breaks
    /// A sender that finds more than one text that begins with `v=STSv1;` takes the domain for one without
    /// MTA-STS: it does not fetch the policy, and a policy that it knows lives on until it is too old.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _mta-sts TXT "v=STSv1; id=20261201000000"
    /// _mta-sts TXT "v=STSv1; id=20260401000000"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _mta-sts TXT "v=STSv1; id=20261201000000"
    /// ```
    code: "STS001",
    name: "mta-sts-several-records",
    summary: "several MTA-STS records",
    breaks: "senders take several MTA-STS records for none (RFC 8461 section 3.1)",
    severity: Severity::Error,
    rfcs: &["RFC 8461 section 3.1"],
    since: "0.1.0",
    check: Check::Mail(check),
}

/// How many of the others are pointed at.
const SHOWN: usize = 4;

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for slot in tls_records::domains(mail).filter_map(|domain| domain.mta_sts.as_deref()) {
        let records: Vec<_> = tls_records::looked_at(slot).collect();
        let [first, second, rest @ ..] = records.as_slice() else { continue };
        cx.report_on(second.record, second.whole(), |finding| {
            finding
                .message(format!(
                    "{} MTA-STS records at `{}`, where one may stand",
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
