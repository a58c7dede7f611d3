use crate::finding::Severity;
use crate::mail::dkim::PublicKey;
use crate::mail::dkim_records;
use crate::mail::domain::ZoneMail;
use crate::rule::{Check, Cx};

declare_rule! {
    /// The RSA key of a DKIM selector has at least 1024 bits and fewer than 2048.
    ///
    /// ## Why it breaks
    /// Keys of 1024 bits are within reach of those who can spend enough. Signers should use at least 2048
    /// bits.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// s2._domainkey TXT "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUA…"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// s2._domainkey TXT "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEF…"
    /// ```
    code: "DKIM007",
    name: "dkim-key-below-2048",
    summary: "DKIM RSA key of fewer than 2048 bits",
    breaks: "who can factor the key signs mail as the domain (RFC 8301 section 3.2)",
    severity: Severity::Warning,
    rfcs: &["RFC 8301 section 3.2"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for key in dkim_records::readable(mail) {
        let PublicKey::Rsa { bits, .. } = key.dkim().key else { continue };
        if (1024..2048).contains(&bits) {
            cx.report_on(key.said.record, key.said.part(key.key_at()), |finding| {
                finding.message(format!(
                    "RSA key at `{}` has {bits} bits, 2048 are recommended",
                    key.said.record.owner()
                ));
                finding.help("publish a key of 2048 bits under a new selector and sign with that");
            });
        }
    }
}
