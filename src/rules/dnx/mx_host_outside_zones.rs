//! The rule `mx-host-outside-zones`.

use crate::finding::Severity;
use crate::mail::domain::{MailDomain, ZoneMail};
use crate::mail::tls_records;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// An MX host is in none of the given zones.
    ///
    /// ## Why it breaks
    /// Nothing fails. Its addresses, its TLSA records and whether its zone is signed are up to whoever runs
    /// it, and are not checked here.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// @ MX 30 mx.example.net.
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// @ MX 20 mx2
    /// ```
    code: "DNX006",
    name: "mx-host-outside-zones",
    summary: "MX host outside the given zones",
    breaks: "whether the host can be reached, and by DANE, is not checked (RFC 7672 section 2.2)",
    severity: Severity::Info,
    rfcs: &["RFC 7672 section 2.2"],
    since: "0.1.0",
    check: Check::Mail(check),
    on_request: true,
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for (record, host) in tls_records::domains(mail).flat_map(MailDomain::hosts) {
        if mail.answers.zone_of(host).is_ok() {
            continue;
        }
        cx.report_on(record, Part::Field(types::mx::MAIL_EXCHANGE), |finding| {
            finding
                .message(format!("MX host `{host}` is in no zone of this run"))
                .help("give the zone of the host as well, if it is yours");
        });
    }
}
