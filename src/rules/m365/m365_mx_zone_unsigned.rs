//! The rule `m365-mx-zone-unsigned`.

use crate::dane::lookup;
use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::microsoft::Exchange;
use crate::mail::tls_records;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// The `MX` host is below `mx.microsoft`, and the zone with the `MX` record is not signed.
    ///
    /// ## Why it breaks
    /// Microsoft publishes TLSA records for the host. Senders need not use them, and Exchange Online does
    /// not, where the MX record itself could be forged.
    ///
    /// Nothing is said of files that are signed before they are served (`unsigned = "signed-later"` in
    /// `danelaw.toml`).
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// @ MX 0 example.n-v1.mx.microsoft.
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// @ MX 0 example.mail.protection.outlook.com.
    /// ```
    code: "M365-05",
    name: "m365-mx-zone-unsigned",
    summary: "MX below mx.microsoft in an unsigned zone",
    breaks: "senders do not use the TLSA records of a host that an unsigned MX names (RFC 7672 section \
        2.2.1)",
    severity: Severity::Info,
    rfcs: &["RFC 7672 section 2.2.1", "Microsoft Learn: How SMTP DANE works"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    if cx.policy.signed_later || !lookup::is_unsigned(mail.zone, cx.given) {
        return;
    }
    for domain in tls_records::domains(mail) {
        for (record, host, _) in
            domain.microsoft.iter().filter(|(.., exchange)| *exchange == Exchange::Secure)
        {
            cx.report_on(*record, Part::Field(types::mx::MAIL_EXCHANGE), |finding| {
                finding
                    .message(format!("MX host `{host}` has TLSA records, and this MX is not signed"))
                    .help(format!("sign `{}` and give its DS to its parent", mail.zone.name()));
            });
        }
    }
}
