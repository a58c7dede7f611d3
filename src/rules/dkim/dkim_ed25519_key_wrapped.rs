use crate::finding::Severity;
use crate::mail::dkim_records::{self, Trouble};
use crate::mail::domain::ZoneMail;
use crate::rule::{Check, Cx};

declare_rule! {
    /// The `p` of a DKIM record with `k=ed25519` does not decode to 32 octets that are a public key.
    ///
    /// ## Why it breaks
    /// An Ed25519 key stands bare in `p`, unlike an RSA key: 32 octets, 44 characters of base64. What
    /// `openssl pkey -pubout` prints has 12 octets before them.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// s2._domainkey TXT "v=DKIM1; k=ed25519; p=MCowBQYDK2VwAyEA95gHwzSiUTSNzo+niyQAQso6sreIsuXc0QE5g3WGqlQ="
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// s2._domainkey TXT "v=DKIM1; k=ed25519; p=95gHwzSiUTSNzo+niyQAQso6sreIsuXc0QE5g3WGqlQ="
    /// ```
    code: "DKIM009",
    name: "dkim-ed25519-key-wrapped",
    summary: "DKIM key of Ed25519 that is not 32 octets of a key",
    breaks: "verifiers read 32 octets as the key: every signature with it fails (RFC 8463 section 4.2)",
    severity: Severity::Error,
    rfcs: &["RFC 8463 section 4.2"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for key in dkim_records::keys(mail).filter(|key| dkim_records::is_ed25519(key.dkim())) {
        let Some(Trouble::Key(fault)) = dkim_records::trouble(key.dkim()) else { continue };
        let at = dkim_records::start_of(fault.at);
        cx.report_on(key.said.record, key.said.part(at), |finding| {
            finding.message(format!("DKIM key at `{}`: {}", key.said.record.owner(), fault.detail));
            finding.help(match &fault.suggestion {
                Some(bare) => format!("write `{bare}`, the last 32 octets"),
                None => "write as `p=` the base64 of the last 32 octets that `openssl pkey -in key.pem \
                    -pubout -outform DER` prints"
                    .to_owned(),
            });
        });
    }
}
