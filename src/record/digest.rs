//! Which digests records name by number, and how long those are. Computes none.

use std::fmt;

/// A digest algorithm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digest {
    /// What it is called.
    pub name: &'static str,
    /// How long its output is.
    pub octets: usize,
}

const SHA1: Digest = Digest { name: "SHA-1", octets: 20 };
const SHA256: Digest = Digest { name: "SHA-256", octets: 32 };
const SHA384: Digest = Digest { name: "SHA-384", octets: 48 };
const SHA512: Digest = Digest { name: "SHA-512", octets: 64 };

/// The digest types of DS, CDS and DLV: the IANA registry of DS digest algorithms.
#[must_use]
pub fn of_ds(digest_type: u8) -> Option<Digest> {
    match digest_type {
        1 => Some(SHA1),
        2 => Some(SHA256),
        3 => Some(Digest { name: "GOST R 34.11-94", octets: 32 }),
        4 => Some(SHA384),
        5 => Some(Digest { name: "GOST R 34.11-2012", octets: 32 }),
        6 => Some(Digest { name: "SM3", octets: 32 }),
        _ => None,
    }
}

/// The fingerprint types of SSHFP: RFC 4255 section 3.1.2, RFC 6594.
#[must_use]
pub fn of_sshfp(fingerprint_type: u8) -> Option<Digest> {
    match fingerprint_type {
        1 => Some(SHA1),
        2 => Some(SHA256),
        _ => None,
    }
}

/// The matching types of TLSA and SMIMEA that are digests: RFC 6698 section 2.1.3.
#[must_use]
pub fn of_tlsa(matching_type: u8) -> Option<Digest> {
    match matching_type {
        1 => Some(SHA256),
        2 => Some(SHA512),
        _ => None,
    }
}

/// The hash algorithms of ZONEMD: RFC 8976 section 2.2.3.
#[must_use]
pub fn of_zonemd(hash_algorithm: u8) -> Option<Digest> {
    match hash_algorithm {
        1 => Some(SHA384),
        2 => Some(SHA512),
        _ => None,
    }
}

impl Digest {
    /// `DS digest is 20 octets, SHA-256 needs 32`; nothing when the length is right.
    #[must_use]
    pub fn mismatch(self, what: impl fmt::Display, octets: usize) -> Option<String> {
        (octets != self.octets).then(|| {
            let plural = if octets == 1 { "" } else { "s" };
            format!("{what} is {octets} octet{plural}, {} needs {}", self.name, self.octets)
        })
    }
}
