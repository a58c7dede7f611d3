//! The rule `caa-forbids-mark-certificate`.

use crate::finding::Severity;
use crate::mail::caa::{self, Relevant};
use crate::mail::domain::ZoneMail;
use crate::mail::tls_records;
use crate::rule::{Check, Cx};

declare_rule! {
    /// A BIMI record names a mark certificate, and `CAA` records let no CA issue one.
    ///
    /// ## Why it breaks
    /// Mail goes out and shows its mark until the certificate ends. Then no CA that looks for `issuevmc`
    /// renews it.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// @ CAA 0 issuevmc ";"
    /// default._bimi TXT "v=BIMI1; l=https://www.example/mark.svg; a=https://www.example/mark.pem"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// @ CAA 0 issuevmc "ca.example.net"
    /// ```
    code: "CAA003",
    name: "caa-forbids-mark-certificate",
    summary: "CAA that forbids the mark certificate",
    breaks: "the next renewal of the mark certificate fails (RFC 8659 section 4)",
    severity: Severity::Info,
    rfcs: &["RFC 8659 section 4"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for domain in tls_records::domains(mail) {
        let mut texts = domain.bimi.iter().flat_map(|(_, slot)| slot.exact());
        let Some(said) = texts.find(|said| matches!(said.said.evidence, Some(Some(_)))) else { continue };
        let Relevant::Records(caa) = caa::relevant(mail.answers, domain.name.borrow_name()) else {
            continue;
        };
        let Some(record) = caa::forbidding(caa, "issuevmc") else { continue };
        cx.report_on(said.record, said.whole(), |finding| {
            finding
                .message(format!("BIMI of `{}` has a certificate that no CA may issue again", domain.name));
            if std::ptr::eq(record.zone(), mail.zone) {
                finding.label(record.whole(), "names no CA");
            }
            finding.help(format!(
                "write `{} CAA 0 issuevmc \"ca.example\"` with the CA of the certificate",
                record.owner()
            ));
        });
    }
}
