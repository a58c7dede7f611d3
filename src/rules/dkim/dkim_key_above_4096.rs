use crate::finding::Severity;
use crate::mail::dkim::PublicKey;
use crate::mail::dkim_records;
use crate::mail::domain::ZoneMail;
use crate::rule::{Check, Cx};

declare_rule! {
    /// The RSA key of a DKIM selector has more than 4096 bits.
    ///
    /// ## Why it breaks
    /// Verifiers have to be able to verify signatures of keys from 1024 to 4096 bits. Longer keys are left to
    /// them, and the record needs TCP for its answer.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// s2._domainkey TXT "v=DKIM1; k=rsa; p=MIIEIjANBgkqhkiG9w0BAQEF…"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// s2._domainkey TXT "v=DKIM1; k=rsa; p=MIICIjANBgkqhkiG9w0BAQEF…"
    /// ```
    code: "DKIM008",
    name: "dkim-key-above-4096",
    summary: "DKIM RSA key of more than 4096 bits",
    breaks: "verifiers need to support no more than 4096 bits: some cannot verify the signatures (RFC 8301 \
        section 3.2)",
    severity: Severity::Info,
    rfcs: &["RFC 8301 section 3.2"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for key in dkim_records::readable(mail) {
        let PublicKey::Rsa { bits, .. } = key.dkim().key else { continue };
        if bits > 4096 {
            cx.report_on(key.said.record, key.said.part(key.key_at()), |finding| {
                finding.message(format!(
                    "RSA key at `{}` has {bits} bits, verifiers need to support 4096",
                    key.said.record.owner()
                ));
                finding.help("publish a key of 2048 to 4096 bits under a new selector");
            });
        }
    }
}
