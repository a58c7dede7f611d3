//! Record types as data: one descriptor a type, from which text, RFC 3597 form, wire, canonical form and
//! field spans are derived. Judges no value: a selector of 9 is read here and flagged by a rule.

mod canonical;
mod descriptor;
mod encode;
mod present;
mod token;
pub mod types;
mod value;
mod walk;

use std::fmt;

pub use canonical::canonical;
pub use descriptor::BY_CODE;
pub(crate) use encode::name_flaw;
pub use encode::{Observer, encode};
pub use present::present;
pub use token::{Token, Tokens};
pub use value::svcb::SvcParams;
pub use value::svcb_value::key_name as svc_key_name;
pub use walk::{FieldOctets, WireError, fields, name_at, names};

/// An RR type's number: RFC 1035 section 3.2.2 and the IANA registry.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rtype(pub u16);

/// One RR type: what its rdata consists of.
#[derive(Debug)]
pub struct RrType {
    /// The assigned number.
    pub code: u16,
    /// The assigned mnemonic, upper case.
    pub mnemonic: &'static str,
    /// The fields in wire order.
    pub fields: &'static [Field],
}

/// One field of an RR type.
#[derive(Debug)]
pub struct Field {
    /// What the RFC calls it, for messages.
    pub name: &'static str,
    /// How it is written, in text and on the wire.
    pub kind: Kind,
}

impl Rtype {
    /// The descriptor, for the types this version knows.
    #[must_use]
    pub fn descriptor(self) -> Option<&'static RrType> {
        // The low numbers have three gaps, so all common types stand within three places of their number.
        let guess = usize::from(self.0);
        for gap in 1..=3 {
            if let Some(row) = BY_CODE.get(guess.wrapping_sub(gap)).filter(|row| row.code == self.0) {
                return Some(row);
            }
        }
        let at = BY_CODE.binary_search_by_key(&self.0, |row| row.code).ok()?;
        BY_CODE.get(at).copied()
    }

    /// Reads a mnemonic or `TYPEnnn`, in either case.
    #[must_use]
    pub fn parse(text: &[u8]) -> Option<Rtype> {
        // Nearly every record of a zone is one of these.
        match text {
            b"NS" => return Some(types::NS),
            b"A" => return Some(types::A),
            b"AAAA" => return Some(types::AAAA),
            b"DS" => return Some(types::DS),
            b"RRSIG" => return Some(types::RRSIG),
            b"NSEC" => return Some(types::NSEC),
            b"NSEC3" => return Some(types::NSEC3),
            _ => {}
        }
        // On the stack: bitmaps name many types, and records are many.
        let mut buffer = [0; 12];
        let upper = buffer.get_mut(..text.len())?;
        upper.copy_from_slice(text);
        upper.make_ascii_uppercase();
        let upper = &*upper;
        if let Ok(at) = descriptor::BY_MNEMONIC.binary_search_by(|row| row.mnemonic.as_bytes().cmp(upper)) {
            return descriptor::BY_MNEMONIC.get(at).map(|row| Rtype(row.code));
        }
        let digits = upper.strip_prefix(b"TYPE")?;
        if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        std::str::from_utf8(digits).ok()?.parse().ok().map(Rtype)
    }

    /// Whether this number asks a question or frames a message and never stands in a zone: RFC 6895 section
    /// 3.1.
    #[must_use]
    pub fn is_meta(self) -> bool {
        matches!(self.0, 0 | 41 | 128..=255)
    }
}

impl fmt::Display for Rtype {
    /// The mnemonic, or `TYPEnnn`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.descriptor() {
            Some(row) => f.write_str(row.mnemonic),
            None => write!(f, "TYPE{}", self.0),
        }
    }
}

impl fmt::Debug for Rtype {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// How a field is written. "Rest" kinds take all tokens that are left and stand last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// 8-bit number.
    U8,
    /// 16-bit number.
    U16,
    /// 32-bit number.
    U32,
    /// 32-bit number of seconds that may be written with TTL units (`1h30m`).
    Period,
    /// 32-bit time: `YYYYMMDDHHmmSS` or seconds: RFC 4034 section 3.2.
    Time,
    /// Domain name that canonical form writes in lower case: RFC 4034 section 6.2, RFC 6840 section 5.1.
    Name,
    /// Domain name that canonical form leaves as it is.
    NameAsIs,
    /// Domain names to the end, left as they are (HIP rendezvous servers).
    NamesRest,
    /// IPv4 address.
    Ipv4,
    /// IPv6 address.
    Ipv6,
    /// One character-string: RFC 1035 section 3.3.
    String,
    /// One character-string of digits (X25 and ISDN addresses).
    DigitString,
    /// One character-string that may be left out (ISDN subaddress).
    StringOptional,
    /// One or more character-strings.
    StringsRest,
    /// A length-prefixed word without quotes: a CAA property tag.
    Tag,
    /// One string that fills the rest of the rdata without a length octet (CAA value).
    TextRest,
    /// The same, and only in quotes (URI target: RFC 7553 section 4.4).
    QuotedRest,
    /// Hexadecimal words to the end.
    HexRest,
    /// One hexadecimal word behind an 8-bit length, `-` for none (NSEC3 salt).
    HexLen8,
    /// One base32hex word behind an 8-bit length (NSEC3 next hashed owner).
    Base32Len8,
    /// Base64 words to the end.
    Base64Rest,
    /// Base64 words to the end that may be left out (a KEY without a key).
    Base64RestOptional,
    /// Base64 words to the end, `-` for none (DOA data).
    Base64OrDash,
    /// An RR type mnemonic, 16 bits (RRSIG type covered).
    Type,
    /// RR type mnemonics to the end as RFC 4034 section 4.1.2 windows; may be none.
    TypeBitmap,
    /// RR type mnemonics to the end as the NXT bit string of RFC 2535.
    NxtBitmap,
    /// DNSSEC algorithm, 8 bits: number or RFC 4034 appendix A.1 mnemonic.
    Algorithm,
    /// CERT type, 16 bits: number or RFC 4398 mnemonic.
    CertType,
    /// KEY flags, 16 bits: number or RFC 2535 mnemonics joined by `|`.
    KeyFlags,
    /// KEY protocol, 8 bits: number or RFC 2535 mnemonic.
    KeyProtocol,
    /// DSYNC scheme, 8 bits: number or RFC 9859 mnemonic.
    DsyncScheme,
    /// 64-bit number in decimal, or two 32-bit ones with a dot between (IPN).
    NodeNumber,
    /// WKS: protocol and services behind an address.
    Wks,
    /// NSAP address, `0x` and hexadecimal with dots.
    Nsap,
    /// ATMA address: E.164 (`+123`) or hexadecimal with dots.
    Atma,
    /// 48 or 64-bit extended unique identifier, hexadecimal with hyphens; the number of octets.
    Eui(u8),
    /// 64-bit locator or node identifier, four groups of hexadecimal (NID, L64).
    Locator64,
    /// The whole of LOC: RFC 1876.
    Loc,
    /// The whole of GPOS: three numbers as character-strings.
    Gpos,
    /// The whole of APL.
    Apl,
    /// IPSECKEY gateway type, algorithm and gateway: RFC 4025.
    IpsecGateway,
    /// AMTRELAY discovery-optional bit, type and relay: RFC 8777.
    AmtRelay,
    /// HIP public key algorithm, HIT and public key with their two lengths: RFC 8005.
    HipIdentity,
    /// The whole of A6: RFC 2874.
    A6,
    /// Service parameters to the end: RFC 9460 section 2.1.
    SvcParams,
    /// Opaque octets: only the RFC 3597 form writes them (NULL, UNSPEC).
    Opaque,
}
