//! The rule `tls-rpt-to-own-domain`.

use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::report_uri::Scheme;
use crate::mail::tls_records;
use crate::rule::{Check, Cx};

declare_rule! {
    /// All TLS reports of a domain go by mail to the domain itself.
    ///
    /// ## Why it breaks
    /// Reports tell of mail that could not be delivered, and come the same way. Senders are to deliver them
    /// even where the policy fails, and not all do.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _smtp._tls TXT "v=TLSRPTv1; rua=mailto:tls@EXAMPLE"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _smtp._tls TXT "v=TLSRPTv1; rua=mailto:tls@example,https://reports.example.net/tls"
    /// ```
    code: "RPT004",
    name: "tls-rpt-to-own-domain",
    summary: "TLS reports only by mail to the same domain",
    breaks: "reports of a failure may be lost by the same failure (RFC 8460 section 3)",
    severity: Severity::Info,
    rfcs: &["RFC 8460 section 3"],
    since: "0.1.0",
    check: Check::Mail(check),
    on_request: true,
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for domain in tls_records::domains(mail) {
        let Some(said) = domain
            .tls_rpt
            .as_deref()
            .and_then(tls_records::judged)
            .filter(|said| said.said.faults.is_empty())
        else {
            continue;
        };
        let is_own = |scheme: &Option<Scheme>| match scheme {
            Some(Scheme::Mailto { domain: Some(to), .. }) => *to == domain.name,
            _ => false,
        };
        let Some(last) = said.said.rua.last().filter(|_| said.said.rua.iter().all(|uri| is_own(&uri.scheme)))
        else {
            continue;
        };
        cx.report_on(said.record, said.part(last.at), |finding| {
            finding
                .message(format!("reports about TLS of `{}` go nowhere but to mail of `{0}`", domain.name))
                .help("add a mailbox of another domain, or an `https:` destination, behind a comma");
        });
    }
}
