//! Words of DNSSEC and CERT that stand for numbers.

use super::{Flaw, Word, number, quoted};
use crate::fault::FaultKind;

/// DNSSEC algorithm: number or mnemonic.
pub struct Algorithm;

impl Word for Algorithm {
    type Octets = [u8; 1];

    fn parse(text: &[u8]) -> Result<[u8; 1], Flaw> {
        algorithm(text).map(u8::to_be_bytes)
    }

    fn write(octets: &[u8], out: &mut String) -> Option<()> {
        number::show(octets, out);
        Some(())
    }
}

/// CERT type: number or mnemonic.
pub struct CertType;

impl Word for CertType {
    type Octets = [u8; 2];

    fn parse(text: &[u8]) -> Result<[u8; 2], Flaw> {
        cert_type(text).map(u16::to_be_bytes)
    }

    fn write(octets: &[u8], out: &mut String) -> Option<()> {
        show_cert_type(octets, out);
        Some(())
    }
}

/// KEY flags: number or mnemonics joined by `|`.
pub struct KeyFlags;

impl Word for KeyFlags {
    type Octets = [u8; 2];

    fn parse(text: &[u8]) -> Result<[u8; 2], Flaw> {
        key_flags(text).map(u16::to_be_bytes)
    }

    fn write(octets: &[u8], out: &mut String) -> Option<()> {
        number::show(octets, out);
        Some(())
    }
}

/// KEY protocol: number or mnemonic.
pub struct KeyProtocol;

impl Word for KeyProtocol {
    type Octets = [u8; 1];

    fn parse(text: &[u8]) -> Result<[u8; 1], Flaw> {
        key_protocol(text).map(u8::to_be_bytes)
    }

    fn write(octets: &[u8], out: &mut String) -> Option<()> {
        number::show(octets, out);
        Some(())
    }
}

/// DSYNC scheme: number or mnemonic.
pub struct DsyncScheme;

impl Word for DsyncScheme {
    type Octets = [u8; 1];

    fn parse(text: &[u8]) -> Result<[u8; 1], Flaw> {
        dsync_scheme(text).map(u8::to_be_bytes)
    }

    fn write(octets: &[u8], out: &mut String) -> Option<()> {
        show_dsync_scheme(octets, out);
        Some(())
    }
}

/// RFC 4034 appendix A.1 and the IANA registry of DNS security algorithm numbers, with BIND's spellings.
const ALGORITHMS: &[(&str, u16)] = &[
    ("ECDSAP256SHA256", 13),
    ("ED25519", 15),
    ("RSASHA256", 8),
    ("ECDSAP384SHA384", 14),
    ("RSASHA512", 10),
    ("RSASHA1", 5),
    ("RSASHA1-NSEC3-SHA1", 7),
    ("NSEC3RSASHA1", 7),
    ("ED448", 16),
    ("DSA", 3),
    ("DSA-NSEC3-SHA1", 6),
    ("NSEC3DSA", 6),
    ("RSAMD5", 1),
    ("DH", 2),
    ("ECC", 4),
    ("ECC-GOST", 12),
    ("ECCGOST", 12),
    ("SM2SM3", 17),
    ("ECC-GOST12", 23),
    ("INDIRECT", 252),
    ("PRIVATEDNS", 253),
    ("PRIVATEOID", 254),
];

/// RFC 4398 section 2.1.
const CERT_TYPES: &[(&str, u16)] = &[
    ("PKIX", 1),
    ("SPKI", 2),
    ("PGP", 3),
    ("IPKIX", 4),
    ("ISPKI", 5),
    ("IPGP", 6),
    ("ACPKIX", 7),
    ("IACPKIX", 8),
    ("URI", 253),
    ("OID", 254),
];

/// RFC 2535 section 7.1: each word and the bits it sets.
const KEY_FLAGS: &[(&str, u16)] = &[
    ("NOCONF", 0x4000),
    ("NOAUTH", 0x8000),
    ("NOKEY", 0xc000),
    ("FLAG2", 0x2000),
    ("EXTEND", 0x1000),
    ("FLAG4", 0x0800),
    ("FLAG5", 0x0400),
    ("USER", 0),
    ("ZONE", 0x0100),
    ("HOST", 0x0200),
    ("NTYP3", 0x0300),
    ("FLAG8", 0x0080),
    ("FLAG9", 0x0040),
    ("FLAG10", 0x0020),
    ("FLAG11", 0x0010),
];

/// RFC 2535 section 7.1.
const KEY_PROTOCOLS: &[(&str, u16)] =
    &[("NONE", 0), ("TLS", 1), ("EMAIL", 2), ("DNSSEC", 3), ("IPSEC", 4), ("ALL", 255)];

/// RFC 9859 section 2.
const DSYNC_SCHEMES: &[(&str, u16)] = &[("NOTIFY", 1)];

fn word_of(table: &[(&str, u16)], text: &[u8]) -> Option<u16> {
    table.iter().find(|(word, _)| word.as_bytes().eq_ignore_ascii_case(text)).map(|(_, value)| *value)
}

fn number_or_word(table: &[(&str, u16)], text: &[u8], max: u16, what: &str) -> Result<u16, Flaw> {
    if text.first().is_none_or(u8::is_ascii_digit) {
        let value = number::decimal(text, u64::from(max))?;
        return Ok(u16::try_from(value).unwrap_or(max));
    }
    word_of(table, text)
        .ok_or_else(|| Flaw::new(FaultKind::Mnemonic, format!("{} is no {what}", quoted(text))))
}

/// A DNSSEC algorithm.
fn algorithm(text: &[u8]) -> Result<u8, Flaw> {
    number_or_word(ALGORITHMS, text, 255, "algorithm mnemonic")
        .map(|value| u8::try_from(value).unwrap_or(u8::MAX))
}

/// A CERT type.
fn cert_type(text: &[u8]) -> Result<u16, Flaw> {
    number_or_word(CERT_TYPES, text, u16::MAX, "certificate type mnemonic")
}

/// A KEY protocol.
fn key_protocol(text: &[u8]) -> Result<u8, Flaw> {
    number_or_word(KEY_PROTOCOLS, text, 255, "key protocol mnemonic")
        .map(|value| u8::try_from(value).unwrap_or(u8::MAX))
}

/// A DSYNC scheme.
fn dsync_scheme(text: &[u8]) -> Result<u8, Flaw> {
    number_or_word(DSYNC_SCHEMES, text, 255, "scheme mnemonic")
        .map(|value| u8::try_from(value).unwrap_or(u8::MAX))
}

/// KEY flags: a number, or words joined by `|`.
fn key_flags(text: &[u8]) -> Result<u16, Flaw> {
    if text.first().is_none_or(u8::is_ascii_digit) {
        return number::u16(text);
    }
    let (mut flags, mut at) = (0, 0);
    for word in text.split(|&byte| byte == b'|') {
        let signatory = word.get(..3).filter(|head| head.eq_ignore_ascii_case(b"SIG")).and(word.get(3..));
        let bits = word_of(KEY_FLAGS, word).or_else(|| {
            signatory
                .and_then(|digits| number::decimal(digits, 15).ok())
                .and_then(|value| u16::try_from(value).ok())
        });
        let Some(bits) = bits else {
            return Err(Flaw::within(
                FaultKind::Mnemonic,
                at,
                at + word.len(),
                format!("{} is no key flag", quoted(word)),
            ));
        };
        flags |= bits;
        at += word.len() + 1;
    }
    Ok(flags)
}

/// Writes a CERT type: its word where it has one.
fn show_cert_type(octets: &[u8], out: &mut String) {
    show_word(CERT_TYPES, octets, out);
}

/// Writes a DSYNC scheme: its word where it has one.
fn show_dsync_scheme(octets: &[u8], out: &mut String) {
    show_word(DSYNC_SCHEMES, octets, out);
}

fn show_word(table: &[(&str, u16)], octets: &[u8], out: &mut String) {
    let value = octets.iter().fold(0u16, |high, &low| high << 8 | u16::from(low));
    match table.iter().find(|(_, other)| *other == value) {
        Some((word, _)) => out.push_str(word),
        None => number::show(octets, out),
    }
}
