use crate::finding::Severity;
use crate::mail::dkim::PublicKey;
use crate::mail::dkim_records;
use crate::mail::domain::ZoneMail;
use crate::rule::{Check, Cx};

declare_rule! {
    /// The RSA key of a DKIM selector has fewer than 1024 bits.
    ///
    /// ## Why it breaks
    /// Such keys have been factored for little money. Verifiers must not consider signatures with them valid,
    /// so that mail signed with this selector counts as not signed.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// s2._domainkey TXT "v=DKIM1; k=rsa; p=MFwwDQYJKoZIhvcNAQEBBQAD…"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// s2._domainkey TXT "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEF…"
    /// ```
    code: "DKIM006",
    name: "dkim-key-below-1024",
    summary: "DKIM RSA key of fewer than 1024 bits",
    breaks: "verifiers must not take signatures of such a key: they fail for good (RFC 8301 section 3.2)",
    severity: Severity::Error,
    rfcs: &["RFC 8301 section 3.2"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for key in dkim_records::readable(mail) {
        let PublicKey::Rsa { bits, .. } = key.dkim().key else { continue };
        if bits < 1024 {
            cx.report_on(key.said.record, key.said.part(key.key_at()), |finding| {
                finding.message(format!(
                    "RSA key at `{}` has {bits} bits, 1024 are the least that verifiers accept",
                    key.said.record.owner()
                ));
                finding.help("publish a key of 2048 bits under a new selector and sign with that");
            });
        }
    }
}
