//! What the IANA registries say of using an algorithm or a digest: RFC 9904, RFC 9905, RFC 9906.

use super::Algorithm;

/// What the registries recommend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Standing {
    /// Nothing speaks against it, or nothing is known of it.
    Usable,
    /// NOT RECOMMENDED to sign or delegate with.
    Discouraged,
    /// MUST NOT be used to sign or delegate; many validators still know it.
    Deprecated,
    /// MUST NOT be used by anyone: validators take what it signs as unsigned.
    Dead,
}

impl Standing {
    /// Whether new records must not be made with it.
    #[must_use]
    pub fn is_out(self) -> bool {
        matches!(self, Standing::Deprecated | Standing::Dead)
    }
}

impl Algorithm {
    /// What the registry of DNS security algorithm numbers says of signing with it.
    #[must_use]
    pub fn standing(self) -> Standing {
        match self.0 {
            5 | 7 => Standing::Deprecated,
            10 => Standing::Discouraged,
            // RSAMD5, DSA and GOST R 34.10-2001 may not be used; the others never were for zones.
            0..=4 | 6 | 12 | 252 => Standing::Dead,
            _ => Standing::Usable,
        }
    }

    /// Whether validators in use know it; the others take what it signs as unsigned.
    #[must_use]
    pub fn is_validated(self) -> bool {
        matches!(self.0, 5 | 7 | 8 | 10 | 13..=16)
    }
}

/// Whether validators in use compute digests of this type; a DS of another names no key for them.
#[must_use]
pub fn is_validated_digest(digest_type: u8) -> bool {
    matches!(digest_type, 1 | 2 | 4)
}

/// What the registry of digest algorithms says of making DS records with it.
#[must_use]
pub fn digest_standing(digest_type: u8) -> Standing {
    match digest_type {
        1 => Standing::Deprecated,
        0 | 3 => Standing::Dead,
        _ => Standing::Usable,
    }
}
