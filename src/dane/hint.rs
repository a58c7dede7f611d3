//! What the data of a record that does not match may be. Decides nothing.

use base64::Engine as _;
use sha2::{Digest, Sha256, Sha512};

use super::{Matching, Parameters, RECOMMENDED, Selector, Tlsa, Usage};
use crate::cert::PublicPart;

/// A key or certificate that is not among those sent.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The file, as messages call it.
    pub name: &'a str,
    /// The key or certificate.
    pub part: &'a PublicPart,
    /// Whether it comes next.
    pub is_next: bool,
}

/// Digests of nothing at all: what a pipe gives whose first command failed.
const EMPTY: [&str; 2] = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd\
    47417a81a538327af927da3e",
];

/// What is known of a record that matches nothing in what the server sends.
pub(super) fn of(tlsa: &Tlsa, sent: &[&PublicPart], known: &[Known<'_>]) -> Option<String> {
    if EMPTY.contains(&tlsa.hex().as_str()) {
        return Some("it is the digest of nothing: the command that read the key gave no output".to_owned());
    }
    let Parameters { usage, selector, matching } = tlsa.parameters;
    for (depth, part) in sent.iter().enumerate() {
        for &other in Selector::ALL {
            let usage_there = match (depth, usage) {
                (0, Usage::DaneTa) => Usage::DaneEe,
                (0, Usage::PkixTa) => Usage::PkixEe,
                (1.., Usage::DaneEe) => Usage::DaneTa,
                (1.., Usage::PkixEe) => Usage::PkixTa,
                _ => usage,
            };
            let there = Parameters { usage: usage_there, selector: other, matching };
            if Tlsa::of(part, there).is_ok_and(|made| made.data == tlsa.data) {
                // It is where it says it is: another check failed.
                if (usage_there, other) == (usage, selector) {
                    return None;
                }
                let what = if other == Selector::Cert { "certificate" } else { "public key" };
                let whose = if depth == 0 {
                    "the server's,".to_owned()
                } else {
                    format!("certificate {},", depth + 1)
                };
                return Some(format!(
                    "it has the {what} of `{}`, {whose} for which `{there}` stands",
                    part.short_name()
                ));
            }
        }
    }
    let is_of =
        |known: &&Known<'_>| Tlsa::of(known.part, tlsa.parameters).is_ok_and(|made| made.data == tlsa.data);
    if let Some(Known { name, part, is_next }) = known.iter().find(is_of) {
        let label = part.short_name();
        return Some(match is_next {
            true => format!("it is of the {} in {name}, which comes next", part.kind.name()),
            false => format!("it is of `{label}` in {name}, not sent here"),
        });
    }
    sent.iter().find_map(|part| misdigested(tlsa, part))
}

/// What is left to say of a trust anchor of which nothing is known.
pub(super) fn of_anchor(tlsa: &Tlsa, sent: &[&PublicPart]) -> Option<String> {
    let Parameters { usage, matching, .. } = tlsa.parameters;
    let is_digest_of_ca = usage == Usage::DaneTa && matching != Matching::Full;
    let is_sent =
        || sent.iter().skip(1).any(|part| Tlsa::of(part, tlsa.parameters).is_ok_and(|made| made == *tlsa));
    (is_digest_of_ca && !is_sent())
        .then(|| "no CA sent has it; the CA of usage 2 must be sent (RFC 7671 section 5.2.2)".to_owned())
}

/// A digest that was taken the wrong way.
fn misdigested(tlsa: &Tlsa, part: &PublicPart) -> Option<String> {
    let of = part.short_name();
    for &selector in Selector::ALL {
        let (what, label) = match selector {
            Selector::Cert => ("certificate", "CERTIFICATE"),
            Selector::Spki => ("public key", "PUBLIC KEY"),
        };
        let full =
            Tlsa::of(part, Parameters { selector, matching: Matching::Full, ..tlsa.parameters }).ok()?;
        let text = pem(label, &full.data);
        let texts = [text.as_bytes(), text.trim_end().as_bytes()];
        let (sha256, sha512) = (
            |octets: &[u8]| Sha256::digest(octets).to_vec(),
            |octets: &[u8]| Sha512::digest(octets).to_vec(),
        );
        match tlsa.parameters.matching {
            Matching::Sha256 if sha512(&full.data).starts_with(&tlsa.data) => {
                return Some(format!("it is the first half of the SHA2-512 digest of the {what} of `{of}`"));
            }
            Matching::Sha256 if texts.iter().any(|text| sha256(text) == tlsa.data) => {
                return Some(format!(
                    "it is the digest of the {what} of `{of}` as PEM text; digests are of DER"
                ));
            }
            Matching::Sha512 if texts.iter().any(|text| sha512(text) == tlsa.data) => {
                return Some(format!(
                    "it is the digest of the {what} of `{of}` as PEM text; digests are of DER"
                ));
            }
            Matching::Full | Matching::Sha256 | Matching::Sha512 => {}
        }
    }
    None
}

/// DER as OpenSSL writes it.
fn pem(label: &str, der: &[u8]) -> String {
    let text = base64::engine::general_purpose::STANDARD.encode(der);
    let mut lines = format!("-----BEGIN {label}-----\n");
    for line in text.as_bytes().chunks(64) {
        lines.push_str(&String::from_utf8_lossy(line));
        lines.push('\n');
    }
    lines + &format!("-----END {label}-----\n")
}

/// What is known of a record that clients do not look at since there is a stronger digest.
pub(super) fn of_shadowed(tlsa: &Tlsa, sent: &[&PublicPart]) -> String {
    let Parameters { usage, selector, .. } = tlsa.parameters;
    let depths = if usage.is_trust_anchor() { 1..sent.len() } else { 0..1 };
    let matches = sent.iter().enumerate().any(|(depth, part)| {
        depths.contains(&depth) && Tlsa::of(part, tlsa.parameters).is_ok_and(|made| made == *tlsa)
    });
    let would = if matches { "it would match, and " } else { "" };
    let strong = Matching::Sha512;
    format!(
        "{would}clients pass it over for the {} records of `{} {}`",
        strong.mnemonic(),
        usage.number(),
        selector.number()
    )
}

/// The record that everybody should have for this certificate.
pub(super) fn wanted(leaf: &PublicPart) -> String {
    Tlsa::of(leaf, RECOMMENDED).map(|tlsa| tlsa.to_string()).unwrap_or_default()
}
