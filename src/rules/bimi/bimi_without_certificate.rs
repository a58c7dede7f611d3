use crate::finding::Severity;
use crate::mail::dmarc_records;
use crate::mail::domain::ZoneMail;
use crate::rule::{Check, Cx};

declare_rule! {
    /// A BIMI record names a logo in `l` and no certificate in `a`.
    ///
    /// ## Why it breaks
    /// The certificate in `a` says that the domain may use the logo. Few providers show logos without one.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// default._bimi TXT "v=BIMI1; l=https://logo.example/logo.svg"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// default._bimi TXT "v=BIMI1; l=https://logo.example/logo.svg; a=https://logo.example/logo.pem"
    /// ```
    code: "BIMI003",
    name: "bimi-without-certificate",
    summary: "BIMI record without a certificate",
    breaks: "most mailbox providers show no logo without a verified mark or common mark certificate \
        (draft-brand-indicators-for-message-identification)",
    severity: Severity::Info,
    rfcs: &["draft-brand-indicators-for-message-identification"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for (domain, said) in
        mail.domains.iter().filter_map(|domain| Some((domain, dmarc_records::logo(domain)?)))
    {
        if matches!(said.said.evidence, Some(Some(_))) {
            continue;
        }
        cx.report_on(said.record, said.whole(), |finding| {
            finding.message(format!("BIMI record of `{}` names no certificate", domain.name));
            finding.help("add `a=https://....pem` with a verified mark or common mark certificate");
        });
    }
}
