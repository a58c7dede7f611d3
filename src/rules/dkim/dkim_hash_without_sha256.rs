use crate::finding::Severity;
use crate::mail::dkim_records;
use crate::mail::domain::ZoneMail;
use crate::rule::{Check, Cx};
use crate::wire::excerpt;

declare_rule! {
    /// The `h` of a DKIM key record does not list `sha256`.
    ///
    /// ## Why it breaks
    /// `h` says which hashes signatures with this key may have. Verifiers accept no other than SHA-256: a key
    /// for `sha1` alone verifies nothing.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// s2._domainkey TXT "v=DKIM1; k=rsa; h=sha1; p=MIIB…"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// s2._domainkey TXT "v=DKIM1; k=rsa; h=sha256; p=MIIB…"
    /// ```
    code: "DKIM012",
    name: "dkim-hash-without-sha256",
    summary: "DKIM key that does not allow SHA-256",
    breaks: "signatures with SHA-256 do not verify, and those with SHA-1 are not accepted (RFC 8301 section \
        3.1)",
    severity: Severity::Error,
    rfcs: &["RFC 8301 section 3.1", "RFC 6376 section 3.6.1"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for key in dkim_records::readable(mail) {
        let Some((hashes, at)) = &key.dkim().hashes else { continue };
        if hashes.iter().any(|hash| hash == "sha256") {
            continue;
        }
        cx.report_on(key.said.record, key.said.part(*at), |finding| {
            finding.message(format!(
                "key at `{}` is for `{}`, verifiers accept `sha256`",
                key.said.record.owner(),
                excerpt(hashes.join(":").as_bytes(), 30)
            ));
            finding.help("leave `h` out, or write `h=sha256`");
        });
    }
}
