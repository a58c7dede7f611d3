//! The rule `mta-sts-with-null-mx`.

use crate::finding::Severity;
use crate::mail::domain::{Mx, ZoneMail};
use crate::mail::tls_records;
use crate::rule::{Check, Cx};

declare_rule! {
    /// A domain that takes no mail has an MTA-STS record.
    ///
    /// ## Why it breaks
    /// A null MX tells senders not to try; a policy says how to deliver. Senders ask for the policy all the
    /// same, and one that knows it may look for hosts that are not there.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// closed MX 0 .
    /// _mta-sts.closed TXT "v=STSv1; id=20261201000000"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _mta-sts TXT "v=STSv1; id=20261201000000"
    /// ```
    code: "STS012",
    name: "mta-sts-with-null-mx",
    summary: "MTA-STS of a domain that takes no mail",
    breaks: "whoever looks for the policy finds a domain that takes no mail (RFC 7505 section 3)",
    severity: Severity::Warning,
    rfcs: &["RFC 7505 section 3", "RFC 8461 section 3"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for domain in tls_records::domains(mail) {
        let (Mx::Null(mx), Some((record, part))) = (domain.mx(), tls_records::announcement(domain)) else {
            continue;
        };
        cx.report_on(record, part, |finding| {
            finding
                .message(format!("MTA-STS for `{}`, which takes no mail", domain.name))
                .label(mx.first().whole(), "a null MX")
                .help("remove the record, and `mta-sts` with it");
        });
    }
}
