//! The rule `mta-sts-record-misplaced`.

use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::mta_sts::Sts;
use crate::mail::tls_records;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// An MTA-STS text stands at a name where no sender looks for it.
    ///
    /// ## Why it breaks
    /// Senders look at `_mta-sts.example` for `example` and nowhere else. The text at another name is as good
    /// as none.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// mta-sts TXT "v=STSv1; id=20261201000000"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _mta-sts TXT "v=STSv1; id=20261201000000"
    /// ```
    code: "STS015",
    name: "mta-sts-record-misplaced",
    summary: "MTA-STS text at another name than `_mta-sts`",
    breaks: "senders do not find the record there (RFC 8461 section 3.1)",
    severity: Severity::Error,
    rfcs: &["RFC 8461 section 3.1"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for text in tls_records::astray::<Sts>(mail, cx.across) {
        cx.report_on(text.record, Part::Owner, |finding| {
            finding.message(format!("MTA-STS text at `{}`, where nobody looks for it", text.record.owner()));
            if text.is_doubled {
                finding.here("no dot at the end");
            }
            if let Some(owner) = &text.owner {
                finding.help(format!("move it to `{owner}`"));
            } else {
                finding.help("move it to `_mta-sts` of the domain");
            }
        });
    }
}
