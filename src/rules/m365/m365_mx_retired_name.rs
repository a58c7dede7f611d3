//! The rule `m365-mx-retired-name`.

use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::microsoft::Exchange;
use crate::mail::tls_records;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// An `MX` host has a name of Microsoft's that is not given out any more.
    ///
    /// ## Why it breaks
    /// Names below `mail.eo.outlook.com` and `mail.protection.outlook.de` are of services that Microsoft has
    /// closed or moved. Its own instructions have them removed.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// @ MX 0 mail.eo.outlook.com.
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// @ MX 0 example.mail.protection.outlook.com.
    /// ```
    code: "M365-14",
    name: "m365-mx-retired-name",
    summary: "MX host with a retired name of Microsoft",
    breaks: "mail is not delivered once the name has no address any more (RFC 5321 section 5.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 5321 section 5.1", "Microsoft Learn: Configure inbound SMTP DANE with DNSSEC"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for domain in tls_records::domains(mail) {
        let found = &domain.microsoft;
        // Beside a name below `mx.microsoft` it is told as what is left of the migration.
        if found.iter().any(|(.., exchange)| *exchange == Exchange::Secure) {
            continue;
        }
        for (record, host, _) in found.iter().filter(|(.., exchange)| *exchange == Exchange::Retired) {
            cx.report_on(*record, Part::Field(types::mx::MAIL_EXCHANGE), |finding| {
                finding
                    .message(format!("MX host `{host}` is a name that Microsoft does not give out any more"))
                    .help("use the MX record that the Microsoft 365 admin center shows for the domain");
            });
        }
    }
}
