//! DS records: what they name, and whether that is one of a zone's keys. Reports nothing.

use sha1::Digest as _;
use std::fmt;

use super::{Algorithm, Key, KeyTag, Keys, is_validated_digest};
use crate::rr::types;
use crate::wire::NameRef;
use crate::zone::Record;

/// The digest of a DS: of the owner in lower case and the whole rdata of the DNSKEY (RFC 4034 section 5.1.4).
/// `None` for digest types that are not computed here.
#[must_use]
pub fn ds_digest(digest_type: u8, owner: NameRef<'_>, dnskey: &[u8]) -> Option<Vec<u8>> {
    let owner = owner.to_lowercase();
    Some(match digest_type {
        1 => sha1::Sha1::new().chain_update(&*owner).chain_update(dnskey).finalize().to_vec(),
        2 => sha2::Sha256::new().chain_update(&*owner).chain_update(dnskey).finalize().to_vec(),
        4 => sha2::Sha384::new().chain_update(&*owner).chain_update(dnskey).finalize().to_vec(),
        _ => return None,
    })
}

/// Keys that a digest is compared with: no zone in service has more, and hostile ones have thousands.
const TRIED: usize = 16;

/// How a record names a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Names<'z> {
    /// By a digest, as DS, CDS and DLV do.
    Digest {
        /// The digest type.
        digest_type: u8,
        /// The digest.
        digest: &'z [u8],
    },
    /// By the key itself, as a DNSKEY that is a trust anchor and CDNSKEY do.
    Key {
        /// The whole rdata of the DNSKEY.
        dnskey: &'z [u8],
    },
}

/// A record that names a key of a zone: DS, or a DNSKEY as trust anchor.
#[derive(Clone, Copy)]
pub struct Ds<'z> {
    /// The record.
    pub record: Record<'z>,
    /// The key's tag.
    pub tag: KeyTag,
    /// The key's algorithm.
    pub algorithm: Algorithm,
    /// What it says of the key besides.
    pub names: Names<'z>,
}

/// What a DS is to the keys of a zone.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Link<'z> {
    /// It names this key.
    Key(Key<'z>),
    /// It names this key by tag and algorithm; its digest type is not computed here.
    Unchecked(Key<'z>),
    /// Tag and algorithm are those of this key, the digest is not.
    Digest(Key<'z>),
    /// The digest is that of this key, the tag or algorithm is not.
    Number(Key<'z>),
    /// The tag is that of this key, algorithm and digest are not.
    Algorithm(Key<'z>),
    /// No key of the zone is like it.
    None,
}

impl<'z> Ds<'z> {
    /// The fields of a DS, CDS, DLV, DNSKEY or CDNSKEY; `None` where the rdata is too short to hold them.
    #[must_use]
    pub fn of(record: Record<'z>) -> Option<Ds<'z>> {
        if matches!(record.rtype(), types::DNSKEY | types::CDNSKEY) {
            let key = Key::of(record)?;
            return Some(Ds {
                record,
                tag: key.tag(),
                algorithm: key.algorithm(),
                names: Names::Key { dnskey: record.rdata() },
            });
        }
        let ([high, low, algorithm, digest_type], digest) = record.rdata().split_first_chunk::<4>()?;
        let names = Names::Digest { digest_type: *digest_type, digest };
        Some(Ds {
            record,
            tag: KeyTag(u16::from_be_bytes([*high, *low])),
            algorithm: Algorithm(*algorithm),
            names,
        })
    }

    /// Whether validators know both its algorithm and its digest; the others it is nothing to.
    #[must_use]
    pub fn is_understood(self) -> bool {
        self.algorithm.is_validated() && self.digest_type().is_none_or(is_validated_digest)
    }

    /// The digest type; `None` where the whole key is named.
    #[must_use]
    pub fn digest_type(self) -> Option<u8> {
        match self.names {
            Names::Digest { digest_type, .. } => Some(digest_type),
            Names::Key { .. } => None,
        }
    }

    /// Whether it names `key`, tag and algorithm aside; `None` where that is not known.
    fn is_of(self, owner: NameRef<'_>, key: Key<'_>) -> Option<bool> {
        match self.names {
            Names::Key { dnskey } => Some(dnskey == key.record.rdata()),
            Names::Digest { digest_type, digest } => {
                ds_digest(digest_type, owner, key.record.rdata()).map(|expected| expected == digest)
            }
        }
    }

    /// What it is to `keys`, which belong to the zone `owner`.
    #[must_use]
    pub fn link<'k>(self, owner: NameRef<'_>, keys: &Keys<'k>) -> Link<'k> {
        let mut like = None;
        for key in keys.with(self.algorithm, self.tag).take(TRIED) {
            match self.is_of(owner, key) {
                Some(true) => return Link::Key(key),
                Some(false) => like = like.or(Some(Link::Digest(key))),
                None => return Link::Unchecked(key),
            }
        }
        if let Some(like) = like {
            return like;
        }
        if let Some(key) = keys.iter().take(TRIED).find(|&key| self.is_of(owner, key) == Some(true)) {
            return Link::Number(key);
        }
        keys.first_of_tag(self.tag).map_or(Link::None, Link::Algorithm)
    }
}

impl fmt::Display for Ds<'_> {
    /// `DS 13/40212`, or `trust anchor 13/40212`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (rtype, algorithm, tag) = (self.record.rtype(), self.algorithm.0, self.tag);
        if rtype == types::DNSKEY {
            write!(f, "trust anchor {algorithm}/{tag}")
        } else {
            write!(f, "{rtype} {algorithm}/{tag}")
        }
    }
}
