use crate::finding::Severity;
use crate::mail::dkim_records;
use crate::mail::domain::ZoneMail;
use crate::rule::{Check, Cx};
use crate::wire::excerpt;

declare_rule! {
    /// The `s` of a DKIM key record lists neither `*` nor `email`.
    ///
    /// A key for `tlsrpt` alone, which signs reports about TLS, is not reported.
    ///
    /// ## Why it breaks
    /// `s` says which services a key is for. Verifiers of mail must ignore keys that are not for `email` or
    /// for all.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// s2._domainkey TXT "v=DKIM1; k=rsa; s=mail; p=MIIB…"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// s2._domainkey TXT "v=DKIM1; k=rsa; s=email; p=MIIB…"
    /// ```
    code: "DKIM015",
    name: "dkim-service-not-email",
    summary: "DKIM key that is not for e-mail",
    breaks: "verifiers of mail ignore the key: every signature with it fails (RFC 6376 section 3.6.1)",
    severity: Severity::Error,
    rfcs: &["RFC 6376 section 3.6.1", "RFC 8460 section 3"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for key in dkim_records::readable(mail) {
        let Some((services, at)) = &key.dkim().services else { continue };
        // A key by which reports about TLS are signed is no mistake.
        if services.iter().any(|service| ["*", "email", "tlsrpt"].contains(&service.as_str())) {
            continue;
        }
        cx.report_on(key.said.record, key.said.part(*at), |finding| {
            finding.message(format!(
                "key at `{}` is for service `{}`, not `email`",
                key.said.record.owner(),
                excerpt(services.join(":").as_bytes(), 30)
            ));
            finding.help("leave `s` out, or write `s=email`");
        });
    }
}
