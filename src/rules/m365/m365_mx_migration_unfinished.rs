//! The rule `m365-mx-migration-unfinished`.

use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::microsoft::Exchange;
use crate::mail::tls_records;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A domain has an `MX` below `mx.microsoft` and another one of Microsoft 365.
    ///
    /// ## Why it breaks
    /// While both are there, senders may take the one without TLSA records, and so may attackers who block
    /// the other. At the end of the migration one `MX` is left: preference 0, below `mx.microsoft`, TTL 3600.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// @ MX 0 example.n-v1.mx.microsoft.
    /// @ MX 20 example.mail.protection.outlook.com.
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// @ MX 0 example.n-v1.mx.microsoft.
    /// ```
    code: "M365-04",
    name: "m365-mx-migration-unfinished",
    summary: "MX of both names of Microsoft 365",
    breaks: "who blocks the first host gets mail sent without DANE to the other (RFC 7672 section 2.2.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 7672 section 2.2.1", "Microsoft Learn: Configure inbound SMTP DANE with DNSSEC"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for domain in tls_records::domains(mail) {
        let found = &domain.microsoft;
        let Some((secure, name, _)) =
            found.iter().copied().find(|(.., exchange)| *exchange == Exchange::Secure)
        else {
            continue;
        };
        for (record, host, _) in found.iter().copied().filter(|(.., exchange)| *exchange != Exchange::Secure)
        {
            cx.report_on(record, Part::Field(types::mx::MAIL_EXCHANGE), |finding| {
                finding
                    .message(format!("MX host `{host}` beside `{name}`"))
                    .label(secure.whole(), "signed, and with TLSA records")
                    .help(format!("once mail arrives there, keep `MX 0 {name}` with TTL 3600 alone"));
            });
        }
    }
}
