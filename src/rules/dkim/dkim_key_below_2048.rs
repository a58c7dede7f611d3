use crate::finding::{Severity, and_more};
use crate::mail::dkim::PublicKey;
use crate::mail::dkim_records::{self, DkimKey};
use crate::mail::domain::ZoneMail;
use crate::rule::{Check, Cx};

declare_rule! {
    /// The RSA key of a DKIM selector has at least 1024 bits and fewer than 2048.
    ///
    /// One finding for a zone.
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
    severity: Severity::Info,
    rfcs: &["RFC 8301 section 3.2"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    let bits_of = |key: &DkimKey<'_, '_>| match key.dkim().key {
        PublicKey::Rsa { bits, .. } if (1024..2048).contains(&bits) => Some(bits),
        _ => None,
    };
    let short: Vec<(DkimKey<'_, '_>, usize)> =
        dkim_records::readable(mail).filter_map(|key| Some((key, bits_of(&key)?))).collect();
    let places: Vec<_> =
        short.iter().map(|(key, _)| (key.said.record, key.said.part(key.key_at()))).collect();
    let Some((first, bits)) = short.first() else { return };
    cx.report_once(&places, "a short key, too", |more, finding| {
        let owner = first.said.record.owner();
        finding.message(format!("RSA key of {bits} bits, not 2048, at `{owner}`{}", and_more(more)));
        finding.help("publish a key of 2048 bits under a new selector and sign with that");
    });
}
