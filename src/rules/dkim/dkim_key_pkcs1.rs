use crate::finding::Severity;
use crate::mail::dkim::{PublicKey, RsaForm};
use crate::mail::dkim_records;
use crate::mail::domain::ZoneMail;
use crate::rule::{Check, Cx};

declare_rule! {
    /// An RSA key of DKIM is a bare `RSAPublicKey` (PKCS#1), not wrapped in a `SubjectPublicKeyInfo`.
    ///
    /// ## Why it breaks
    /// The text of RFC 6376 names `RSAPublicKey`, its erratum 3017 `SubjectPublicKeyInfo`, which is what signers write.
    /// OpenDKIM and others read that alone: signatures fail there, and pass where both are read.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// s2._domainkey TXT "v=DKIM1; k=rsa; p=MIIBCgKC…"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// s2._domainkey TXT "v=DKIM1; k=rsa; p=MIIBIjAN…"
    /// ```
    code: "DKIM023",
    name: "dkim-key-pkcs1",
    summary: "DKIM RSA key that is not wrapped",
    breaks: "verifiers that read `SubjectPublicKeyInfo` only, such as OpenDKIM, find no key (RFC 6376 \
        erratum 3017)",
    severity: Severity::Warning,
    rfcs: &["RFC 6376 section 3.6.1", "RFC 6376 erratum 3017"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for key in dkim_records::readable(mail) {
        let PublicKey::Rsa { form: RsaForm::Pkcs1, .. } = key.dkim().key else { continue };
        cx.report_on(key.said.record, key.said.part(key.key_at()), |finding| {
            let owner = key.said.record.owner();
            finding.message(format!("key at `{owner}` is RSAPublicKey, OpenDKIM cannot read it"));
            finding.help(
                "write as `p=` what `openssl rsa -in key.pem -pubout -outform DER | base64 -w0` prints",
            );
        });
    }
}
