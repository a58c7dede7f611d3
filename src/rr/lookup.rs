//! RR types by number and by mnemonic.

use std::fmt;

use super::descriptor::{BY_CODE, BY_MNEMONIC};
use super::layout::RrType;
use super::rtype::Rtype;
use super::types;

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
            b"MX" => return Some(types::MX),
            b"TXT" => return Some(types::TXT),
            b"TLSA" => return Some(types::TLSA),
            b"CNAME" => return Some(types::CNAME),
            _ => {}
        }
        // On the stack: bitmaps name many types, and records are many.
        let mut buffer = [0; 12];
        let upper = buffer.get_mut(..text.len())?;
        upper.copy_from_slice(text);
        upper.make_ascii_uppercase();
        let upper = &*upper;
        if let Ok(at) = BY_MNEMONIC.binary_search_by(|row| row.mnemonic.as_bytes().cmp(upper)) {
            return BY_MNEMONIC.get(at).map(|row| Rtype(row.code));
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
