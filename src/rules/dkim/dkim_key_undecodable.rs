use crate::finding::Severity;
use crate::mail::dkim::DkimFault;
use crate::mail::dkim_records::{self, Trouble};
use crate::mail::domain::ZoneMail;
use crate::rule::{Check, Cx};

declare_rule! {
    /// The `p` of a DKIM key record does not decode as an RSA public key.
    ///
    /// ## Why it breaks
    /// `p` is the base64 of a DER `SubjectPublicKeyInfo`. A character that is not base64, an end that was cut
    /// off, a PEM header, or a private key that was pasted instead make the key useless. Who can read a
    /// private key here can sign as the domain: replace the pair at once.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// s2._domainkey TXT "v=DKIM1; k=rsa; p=MIIB…*…"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// s2._domainkey TXT "v=DKIM1; k=rsa; p=MIIB…"
    /// ```
    code: "DKIM005",
    name: "dkim-key-undecodable",
    summary: "DKIM p= is no public key",
    breaks: "verifiers cannot decode the key: every signature with it fails (RFC 6376 section 6.1.2)",
    severity: Severity::Error,
    rfcs: &["RFC 6376 section 3.6.1", "RFC 6376 erratum 3017"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for key in dkim_records::keys(mail).filter(|key| !dkim_records::is_ed25519(key.dkim())) {
        let Some(Trouble::Key(fault)) = dkim_records::trouble(key.dkim()) else { continue };
        let at = dkim_records::start_of(fault.at);
        cx.report_on(key.said.record, key.said.part(at), |finding| {
            finding.message(format!("DKIM key at `{}`: {}", key.said.record.owner(), fault.detail));
            finding.help(match fault.kind {
                DkimFault::Base64 | DkimFault::Key => {
                    "write as `p=` what `openssl rsa -in key.pem -pubout \
                    -outform DER | base64 -w0` prints"
                }
                _ => {
                    "write as `p=` what `openssl rsa -in key.pem -pubout -outform DER | base64 -w0` prints, \
                    of a new key if this one is private"
                }
            });
        });
    }
}
