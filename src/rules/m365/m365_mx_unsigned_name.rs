//! The rule `m365-mx-unsigned-name`.

use crate::dane::lookup;
use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::microsoft::Exchange;
use crate::mail::tls_records;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A signed zone has an `MX` host below `mail.protection.outlook.com`, which is not signed.
    ///
    /// ## Why it breaks
    /// DANE needs signatures for the address of the MX host too, and Microsoft gives that name none. Mail to
    /// the domain can only be protected by DANE under a host below `mx.microsoft`.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// … MX 0 example.mail.protection.outlook.com.
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// … MX 0 example.n-v1.mx.microsoft.
    /// ```
    code: "M365-03",
    name: "m365-mx-unsigned-name",
    summary: "MX below mail.protection.outlook.com in a signed zone",
    breaks: "senders cannot use DANE for the domain, signed as it is (RFC 7672 section 2.2.2)",
    severity: Severity::Info,
    rfcs: &["RFC 7672 section 2.2.2", "Microsoft Learn: Configure inbound SMTP DANE with DNSSEC"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    if lookup::is_unsigned(mail.zone, cx.given) {
        return;
    }
    for domain in tls_records::domains(mail) {
        let found = &domain.microsoft;
        if found.iter().any(|(.., exchange)| *exchange == Exchange::Secure) {
            continue;
        }
        for (record, host, _) in found.iter().filter(|(.., exchange)| *exchange == Exchange::Plain) {
            cx.report_on(*record, Part::Field(types::mx::MAIL_EXCHANGE), |finding| {
                finding.message(format!("MX host `{host}` is not signed, this zone is")).help(
                    "run `Enable-DnssecForVerifiedDomain` and use the name below `mx.microsoft` that \
                        it returns",
                );
            });
        }
    }
}
