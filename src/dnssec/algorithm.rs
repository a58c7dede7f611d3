//! DNSSEC algorithm numbers: the IANA registry of DNS security algorithm numbers.

use std::fmt;

/// A DNSSEC algorithm number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Algorithm(pub u8);

impl Algorithm {
    /// The registry's mnemonic, for numbers that have one.
    #[must_use]
    pub fn mnemonic(self) -> Option<&'static str> {
        Some(match self.0 {
            1 => "RSAMD5",
            2 => "DH",
            3 => "DSA",
            5 => "RSASHA1",
            6 => "DSA-NSEC3-SHA1",
            7 => "RSASHA1-NSEC3-SHA1",
            8 => "RSASHA256",
            10 => "RSASHA512",
            12 => "ECC-GOST",
            13 => "ECDSAP256SHA256",
            14 => "ECDSAP384SHA384",
            15 => "ED25519",
            16 => "ED448",
            17 => "SM2SM3",
            23 => "ECC-GOST12",
            252 => "INDIRECT",
            253 => "PRIVATEDNS",
            254 => "PRIVATEOID",
            _ => return None,
        })
    }

    /// Whether some validator may verify its signatures. RSAMD5, DSA, GOST R 34.10-2001 and numbers that are
    /// not assigned have none; SM2SM3, GOST R 34.10-2012 and private algorithms may have validators of their
    /// own.
    #[must_use]
    pub fn is_in_use(self) -> bool {
        matches!(self.0, 5 | 7 | 8 | 10 | 13..=17 | 23 | 253 | 254)
    }
}

impl fmt::Display for Algorithm {
    /// `13 (ECDSAP256SHA256)`, or the number alone.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.mnemonic() {
            Some(mnemonic) => write!(f, "{} ({mnemonic})", self.0),
            None => write!(f, "{}", self.0),
        }
    }
}
