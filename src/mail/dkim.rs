//! DKIM key records: RFC 6376 section 3.6.1 with RFC 8301, RFC 8463 and erratum 3017.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::tags::{self, Tag, TagFault, TagList};
use super::text::{Extent, Faults, Text, TextFault, is_blank};
use crate::dnssec::verifier;
use crate::limits::Limits;
use crate::wire::excerpt;

/// Padding may be left out: the `base64string` of RFC 6376 section 2.8 has it as optional.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// What is wrong with a key record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DkimFault {
    /// `v` is not first, or not `DKIM1`: the record is discarded.
    Version,
    /// The list of tags.
    Tags(TagFault),
    /// No `p`.
    NoKey,
    /// `p` is not base64.
    Base64,
    /// `p` is base64 and no key of its type.
    Key,
    /// A backslash or quote that was meant for a zone file or a shell.
    Escape,
    /// A PEM header, or a private key.
    Pem,
    /// A key type that verifiers do not know.
    KeyType,
    /// `n` or another tag with a value that does not fit.
    Value,
}

/// `k`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyType {
    /// RSA, which is meant where there is no `k`.
    Rsa,
    /// Ed25519: RFC 8463.
    Ed25519,
    /// Another; verifiers ignore the record.
    Unknown(String),
}

/// How an RSA key is wrapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum RsaForm {
    /// `SubjectPublicKeyInfo`, as everybody publishes it: erratum 3017.
    Spki,
    /// `RSAPublicKey`, as the RFC's text had it. Not all verifiers read it.
    Pkcs1,
}

/// What `p` holds.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PublicKey {
    /// There is no `p`.
    Absent,
    /// `p` is empty: the key is revoked.
    Revoked,
    /// An RSA key.
    Rsa {
        /// Bits of the modulus.
        bits: usize,
        /// Octets of the exponent.
        exponent_octets: usize,
        /// How it is wrapped.
        form: RsaForm,
    },
    /// An Ed25519 key.
    Ed25519([u8; 32]),
    /// An Ed25519 key wrapped in `SubjectPublicKeyInfo`, which verifiers do not read; the key to write
    /// instead, in base64.
    WrappedEd25519(String),
    /// A key of a type that nobody knows here: so many octets.
    Unknown(usize),
    /// Nothing that can be used; a fault says why.
    Broken,
}

/// A key record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dkim {
    /// All tags.
    pub list: TagList,
    /// `k`, and where it stands.
    pub key_type: (KeyType, Option<Extent>),
    /// The key.
    pub key: PublicKey,
    /// Where `p` stands.
    pub key_at: Option<Extent>,
    /// Whether the same key is published elsewhere: its octets, as decoded.
    pub key_octets: Vec<u8>,
    /// `h`: the hashes, in lower case, and where they stand; `None` allows all.
    pub hashes: Option<(Vec<String>, Extent)>,
    /// `s`: the services, in lower case, and where they stand; `None` allows all.
    pub services: Option<(Vec<String>, Extent)>,
    /// `t`: the flags, in lower case, and where they stand.
    pub flags: Option<(Vec<String>, Extent)>,
    /// Tags whose values have capitals where verifiers compare small letters: the tag, and what to write.
    pub capitals: Vec<(Extent, String)>,
    /// `g`, of RFC 4871.
    pub granularity: Option<Tag>,
    /// Tags that nobody knows.
    pub unknown: Vec<Tag>,
    /// What is wrong.
    pub faults: Faults<DkimFault>,
}

const NAMES: &[&str] = &["v", "k", "h", "p", "s", "t", "n", "g"];

/// Whether a text is a key record, or was meant as one: it has `v=DKIM1`, or `p=` or `k=` among tags. At a
/// selector's name every text is taken for one.
#[must_use]
pub fn looks_like_key(text: &[u8]) -> bool {
    if !matches!(tags::version(text, "DKIM1", &tags::DKIM), tags::Version::Other) {
        return true;
    }
    let text = text.get(..4096).unwrap_or(text);
    let names = text
        .split(|&byte| byte == b';')
        .filter_map(|tag| tag.split(|&byte| byte == b'=').next())
        .map(<[u8]>::trim_ascii);
    let has_p = names.clone().any(|name| name == b"p");
    has_p
        && (names.clone().any(|name| name == b"k") || text.trim_ascii_start().starts_with(b"p=MI"))
        && !text.starts_with(b"v=")
}

/// Reads a text as a key record.
#[must_use]
pub fn parse(text: &Text, limits: &Limits) -> Dkim {
    let octets = text.octets();
    let list = tags::parse(text, &tags::DKIM, limits.text_faults);
    let mut faults = Faults::new(limits.text_faults);
    let has_glued_version =
        list.get("v").is_some_and(|tag| tags::missing_semicolon(text, tag, NAMES).is_some());
    if !has_glued_version {
        check_version(octets, &list, &mut faults);
    }
    for fault in list.faults.iter() {
        faults.add(TextFault {
            kind: DkimFault::Tags(fault.kind),
            at: fault.at,
            detail: fault.detail.clone(),
            suggestion: fault.suggestion.clone(),
        });
    }
    check_escapes(text, &mut faults);
    // What a tag has swallowed is not missing besides.
    let glued = list.tags.iter().filter(|tag| !["n", "p"].contains(&tag.key.as_str()));
    let glued = glued.filter_map(|tag| tags::missing_semicolon(text, tag, NAMES)).next();
    let has_glued = glued.is_some();
    if let Some(fault) = glued {
        faults.add(TextFault {
            kind: DkimFault::Tags(fault.kind),
            at: fault.at,
            detail: fault.detail,
            suggestion: fault.suggestion,
        });
    }
    let words = |key: &str| list.get(key).map(|tag| (words_of(octets, tag.value), tag.at));
    let key_type = match list.get("k") {
        None => (KeyType::Rsa, None),
        Some(tag) => {
            let kind = match tag.value.of(octets).to_ascii_lowercase().as_slice() {
                b"rsa" => KeyType::Rsa,
                b"ed25519" => KeyType::Ed25519,
                other => KeyType::Unknown(excerpt(other, 40)),
            };
            if let KeyType::Unknown(shown) = &kind {
                faults.push(
                    DkimFault::KeyType,
                    tag.value,
                    format!("key type `{shown}`; verifiers know `rsa` and `ed25519`"),
                );
            }
            (kind, Some(tag.at))
        }
    };
    let (key, key_octets) = match list.get("p") {
        None => {
            if !has_glued {
                faults.push(DkimFault::NoKey, text.whole(), "no `p` tag");
            }
            (PublicKey::Absent, Vec::new())
        }
        Some(tag) => key_of(octets, tag, &key_type.0, &mut faults),
    };
    Dkim {
        key_type,
        key,
        key_at: list.get("p").map(|tag| tag.at),
        key_octets,
        hashes: words("h"),
        services: words("s"),
        flags: words("t"),
        capitals: capitals(octets, &list),
        granularity: list.get("g").cloned(),
        unknown: list.others(NAMES).cloned().collect(),
        list,
        faults,
    }
}

/// Values that are known but for their case: RFC 6376 section 3.2 compares them as they are written.
fn capitals(octets: &[u8], list: &TagList) -> Vec<(Extent, String)> {
    const KNOWN: &[(&str, &[&str])] =
        &[("k", &["rsa", "ed25519"]), ("h", &["sha1", "sha256"]), ("s", &["*", "email"]), ("t", &["y", "s"])];
    let tags = KNOWN.iter().filter_map(|(key, known)| Some((list.get(key)?, known)));
    let found = tags.filter(|(tag, known)| {
        tag.value.of(octets).iter().any(u8::is_ascii_uppercase)
            && words_of(octets, tag.value).iter().all(|word| known.contains(&word.as_str()))
    });
    found.map(|(tag, _)| (tag.at, format!("{}={}", tag.key, words_of(octets, tag.value).join(":")))).collect()
}

/// `v` may be left out; where it is there, it is first and exactly `DKIM1`.
fn check_version(octets: &[u8], list: &TagList, faults: &mut Faults<DkimFault>) {
    let Some((at, tag)) = list.tags.iter().enumerate().find(|(_, tag)| tag.key == "v") else { return };
    if tag.value.of(octets) != b"DKIM1" {
        let detail = format!("version `{}` where `DKIM1` should stand", excerpt(tag.value.of(octets), 20));
        faults.suggest(DkimFault::Version, tag.at, detail, "v=DKIM1");
    } else if at > 0 {
        faults.push(DkimFault::Version, tag.at, "`v=DKIM1` is not the first tag");
    }
}

/// What was left of a zone file or a shell: `\;` and quotes.
fn check_escapes(text: &Text, faults: &mut Faults<DkimFault>) {
    let octets = text.octets();
    let found = octets.iter().position(|byte| b"\\\"".contains(byte));
    // Notes may have any character.
    let in_notes = |at: usize| {
        let start = octets
            .get(..at)
            .and_then(|before| before.iter().rposition(|&byte| byte == b';'))
            .map_or(0, |at| at + 1);
        octets.get(start..at).is_some_and(|tag| tag.trim_ascii_start().starts_with(b"n="))
    };
    if let Some(at) = found.filter(|&at| !in_notes(at)) {
        let what = if octets.get(at) == Some(&b'"') { "quote" } else { "backslash" };
        faults.push(DkimFault::Escape, Extent::new(at, at + 1), format!("a {what} in the text"));
    }
}

/// Words with colons between, blanks left out, in lower case.
fn words_of(octets: &[u8], at: Extent) -> Vec<String> {
    at.split(octets, b':')
        .map(|word| excerpt(word.trimmed(octets).of(octets), 40).to_ascii_lowercase())
        .collect()
}

fn key_of(
    octets: &[u8],
    tag: &Tag,
    key_type: &KeyType,
    faults: &mut Faults<DkimFault>,
) -> (PublicKey, Vec<u8>) {
    let value = tag.value.of(octets);
    if value.is_empty() {
        return (PublicKey::Revoked, Vec::new());
    }
    if value.starts_with(b"-----") {
        faults.push(DkimFault::Pem, tag.value.within(0, 40), "a PEM header in `p`, which is bare base64");
        return (PublicKey::Broken, Vec::new());
    }
    let is_foreign = |byte: u8| !(byte.is_ascii_alphanumeric() || b"+/=".contains(&byte) || is_blank(byte));
    if let Some(at) = value.iter().position(|&byte| is_foreign(byte)) {
        let shown = excerpt(value.get(at..=at).unwrap_or_default(), 8);
        faults.push(
            DkimFault::Base64,
            tag.value.within(at, at + 1),
            format!("`{shown}` in `p` is no base64 character"),
        );
        return (PublicKey::Broken, Vec::new());
    }
    let compact: Vec<u8> = value.iter().copied().filter(|&byte| !is_blank(byte)).collect();
    let key = match BASE64.decode(&compact) {
        Ok(key) => key,
        Err(error) => {
            faults.push(
                DkimFault::Base64,
                tag.value,
                format!("no whole base64: {}", in_words(&error, compact.len())),
            );
            return (PublicKey::Broken, Vec::new());
        }
    };
    let found = match key_type {
        KeyType::Rsa => rsa(&key),
        KeyType::Ed25519 => ed25519(&key),
        KeyType::Unknown(_) => Ok(PublicKey::Unknown(key.len())),
    };
    match found {
        Ok(PublicKey::WrappedEd25519(bare)) => {
            let detail = format!("{} octets where 32 are read: it is wrapped", key.len());
            faults.suggest(DkimFault::Key, tag.at, detail, format!("p={bare}"));
            (PublicKey::WrappedEd25519(bare), key)
        }
        Ok(found) => (found, key),
        Err((kind, detail)) => {
            faults.push(kind, tag.at, detail);
            (PublicKey::Broken, key)
        }
    }
}

fn in_words(error: &base64::DecodeError, len: usize) -> String {
    match error {
        base64::DecodeError::InvalidByte(at, _) => format!("padding in the middle, behind {at} characters"),
        base64::DecodeError::InvalidLength(_) => format!("{len} characters, one too many or three too few"),
        base64::DecodeError::InvalidLastSymbol { .. } => {
            "the last character has bits over, as where the end is cut off".to_owned()
        }
        base64::DecodeError::InvalidPadding => "the padding does not fit".to_owned(),
    }
}

fn rsa(der: &[u8]) -> Result<PublicKey, (DkimFault, String)> {
    const RSA: pkcs8::ObjectIdentifier = pkcs8::ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
    let of = |key: &[u8], form: RsaForm| {
        use pkcs8::der::Decode as _;
        let key = pkcs1::RsaPublicKeyRef::from_der(key).ok()?;
        let (modulus, exponent) = (key.modulus.as_bytes(), key.public_exponent.as_bytes());
        if let Some(why) = rsa_flaw(modulus, exponent) {
            return Some(Err((DkimFault::Key, why.to_owned())));
        }
        let leading = modulus.first().map_or(0, |first| usize::try_from(first.leading_zeros()).unwrap_or(0));
        Some(Ok(PublicKey::Rsa { bits: modulus.len() * 8 - leading, exponent_octets: exponent.len(), form }))
    };
    if let Some(found) = of(der, RsaForm::Pkcs1) {
        return found;
    }
    use pkcs8::der::Decode as _;
    let Ok(info) = pkcs8::SubjectPublicKeyInfoRef::from_der(der) else {
        if pkcs1::RsaPrivateKeyRef::from_der(der).is_ok() || pkcs8::PrivateKeyInfoRef::from_der(der).is_ok() {
            return Err((
                DkimFault::Pem,
                "it is a private key, with which everybody can sign now".to_owned(),
            ));
        }
        return Err((DkimFault::Key, format!("its {} octets are no RSA public key", der.len())));
    };
    if info.algorithm.oid != RSA {
        return Err((
            DkimFault::Key,
            format!(
                "a key of another algorithm ({}), not RSA",
                excerpt(info.algorithm.oid.to_string().as_bytes(), 30)
            ),
        ));
    }
    let inner = info.subject_public_key.as_bytes().and_then(|key| of(key, RsaForm::Spki));
    inner.unwrap_or_else(|| Err((DkimFault::Key, "`p` is no RSA public key inside its wrapping".to_owned())))
}

/// Why two numbers are no RSA public key, whatever their size: RFC 8017 section 3.1.
fn rsa_flaw(modulus: &[u8], exponent: &[u8]) -> Option<&'static str> {
    let is_odd = |number: &[u8]| number.last().is_some_and(|last| last % 2 == 1);
    match (is_odd(modulus), is_odd(exponent) && exponent != [1]) {
        (false, _) => Some("its RSA modulus is even, so it is no product of two large primes"),
        (_, false) => Some("its RSA exponent is not an odd number from 3 on"),
        (true, true) => None,
    }
}

/// The DNSSEC algorithm whose keys are the same 32 octets: RFC 8080 section 3.
const ED25519: u8 = 15;

fn ed25519(key: &[u8]) -> Result<PublicKey, (DkimFault, String)> {
    if let Ok(bare) = <[u8; 32]>::try_from(key) {
        return match verifier::flaw(ED25519, key) {
            Some(flaw) => Err((DkimFault::Key, flaw.to_string())),
            None => Ok(PublicKey::Ed25519(bare)),
        };
    }
    // RFC 8410 section 4: these twelve octets and the key.
    let wrapped =
        key.strip_prefix(b"\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00").filter(|bare| bare.len() == 32);
    match wrapped {
        Some(bare) => Ok(PublicKey::WrappedEd25519(base64::engine::general_purpose::STANDARD.encode(bare))),
        None => Err((DkimFault::Key, format!("{} octets where 32 are read", key.len()))),
    }
}

impl Dkim {
    /// Whether verifiers read the record at all: its list and version are whole and its key type is known.
    #[must_use]
    pub fn is_readable(&self) -> bool {
        let stops = |kind: DkimFault| match kind {
            DkimFault::Tags(fault) => fault != TagFault::Value,
            DkimFault::Value | DkimFault::Escape => false,
            _ => true,
        };
        !self.faults.iter().any(|fault| stops(fault.kind))
    }

    /// Whether signatures can be verified with it: readable, not revoked, for e-mail and with a hash that may
    /// be used.
    #[must_use]
    pub fn is_usable(&self) -> bool {
        let has = |list: &Option<(Vec<String>, Extent)>, words: &[&str]| {
            list.as_ref().is_none_or(|(found, _)| found.iter().any(|word| words.contains(&word.as_str())))
        };
        let is_key = matches!(self.key, PublicKey::Rsa { .. } | PublicKey::Ed25519(_));
        self.is_readable() && is_key && has(&self.services, &["*", "email"]) && has(&self.hashes, &["sha256"])
    }

    /// Whether a flag is set: `y` for testing, `s` for no subdomains.
    #[must_use]
    pub fn has_flag(&self, flag: &str) -> bool {
        self.flags.as_ref().is_some_and(|(flags, _)| flags.iter().any(|word| word == flag))
    }
}
