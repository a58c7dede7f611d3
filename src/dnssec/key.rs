//! DNSKEY records: flags, tags, identity. Verifies nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::Algorithm;
use crate::rr::types;
use crate::zone::{Record, Zone};

/// The Zone Key bit: RFC 4034 section 2.1.1.
const ZONE_KEY: u16 = 0x0100;
/// The Secure Entry Point bit: RFC 4034 section 2.1.1.
const SEP: u16 = 0x0001;
/// The REVOKE bit: RFC 5011 section 7.
const REVOKE: u16 = 0x0080;

/// A key tag: RFC 4034 appendix B. Several keys may share one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyTag(pub u16);

impl fmt::Display for KeyTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Key tag of a DNSKEY, CDNSKEY or KEY: RFC 4034 appendix B.
///
/// `rdata` is the whole rdata in wire form (flags, protocol, algorithm, key). Algorithm 1 has a way of its
/// own: the last three octets but one of the modulus (appendix B.1). `None` below 4 octets, or 3 octets of
/// key for algorithm 1.
#[must_use]
pub fn key_tag(rdata: &[u8]) -> Option<KeyTag> {
    let (head, key) = rdata.split_first_chunk::<4>()?;
    if head.last() == Some(&1) {
        let [high, low, _] = key.last_chunk::<3>()?;
        return Some(KeyTag(u16::from_be_bytes([*high, *low])));
    }
    let (pairs, last) = rdata.as_chunks::<2>();
    let mut sum: u64 = pairs.iter().map(|pair| u64::from(u16::from_be_bytes(*pair))).sum();
    sum += last.first().map_or(0, |&octet| u64::from(octet) << 8);
    // At most 2^15 terms of 16 bits: one carry folds the sum as the RFC's code does.
    let folded = (sum + ((sum >> 16) & 0xffff)) & 0xffff;
    u16::try_from(folded).ok().map(KeyTag)
}

/// A DNSKEY record, or one of the same layout (CDNSKEY).
#[derive(Clone, Copy)]
pub struct Key<'z> {
    /// The record.
    pub record: Record<'z>,
    flags: u16,
    protocol: u8,
    algorithm: Algorithm,
    tag: KeyTag,
    public_key: &'z [u8],
}

impl<'z> Key<'z> {
    /// The key in a record; `None` where the rdata is too short to hold any.
    #[must_use]
    pub fn of(record: Record<'z>) -> Option<Key<'z>> {
        let rdata = record.rdata();
        let ([high, low, protocol, algorithm], public_key) = rdata.split_first_chunk::<4>()?;
        let flags = u16::from_be_bytes([*high, *low]);
        Some(Key {
            record,
            flags,
            protocol: *protocol,
            algorithm: Algorithm(*algorithm),
            tag: key_tag(rdata)?,
            public_key,
        })
    }

    /// The flags field.
    #[must_use]
    pub fn flags(self) -> u16 {
        self.flags
    }

    /// The protocol field, 3 in every key of DNSSEC.
    #[must_use]
    pub fn protocol(self) -> u8 {
        self.protocol
    }

    /// The algorithm.
    #[must_use]
    pub fn algorithm(self) -> Algorithm {
        self.algorithm
    }

    /// The key tag.
    #[must_use]
    pub fn tag(self) -> KeyTag {
        self.tag
    }

    /// The octets of the public key field.
    #[must_use]
    pub fn public_key(self) -> &'z [u8] {
        self.public_key
    }

    /// Whether the Zone Key bit is set: without it no validator uses the key for records (RFC 4034 section
    /// 2.1.1).
    #[must_use]
    pub fn is_zone_key(self) -> bool {
        self.flags & ZONE_KEY != 0
    }

    /// Whether the Secure Entry Point bit is set. A hint: what a key signs says what it is.
    #[must_use]
    pub fn is_sep(self) -> bool {
        self.flags & SEP != 0
    }

    /// Whether the key is revoked: RFC 5011 section 2.1.
    #[must_use]
    pub fn is_revoked(self) -> bool {
        self.flags & REVOKE != 0
    }

    /// Whether a validator may use it at all: zone key and protocol 3.
    #[must_use]
    pub fn is_usable(self) -> bool {
        self.is_zone_key() && self.protocol == 3
    }
}

impl fmt::Display for Key<'_> {
    /// `13/40212 (KSK)`: algorithm, key tag, and what the SEP bit calls it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let role = match (self.is_revoked(), self.is_sep()) {
            (true, _) => "revoked",
            (false, true) => "KSK",
            (false, false) => "ZSK",
        };
        write!(f, "{}/{} ({role})", self.algorithm.0, self.tag)
    }
}

/// The DNSKEY RRset at the apex of a zone.
#[derive(Clone, Default)]
pub struct Keys<'z> {
    keys: Vec<Key<'z>>,
    /// The places of the keys that share an algorithm and a tag.
    by_tag: BTreeMap<(Algorithm, KeyTag), Vec<usize>>,
    /// The place of the first key of each tag, of whatever algorithm.
    first_of_tag: BTreeMap<KeyTag, usize>,
}

impl<'z> Keys<'z> {
    /// The keys of a zone, in input order, none twice.
    #[must_use]
    pub fn of(zone: &'z Zone) -> Keys<'z> {
        let rrset = zone.apex().and_then(|apex| apex.rrset(types::DNSKEY));
        rrset.iter().flat_map(|rrset| rrset.records()).filter_map(Key::of).collect()
    }

    /// The keys.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Key<'z>> + Clone {
        self.keys.iter().copied()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Every key that an algorithm and tag may mean.
    pub fn with(&self, algorithm: Algorithm, tag: KeyTag) -> impl Iterator<Item = Key<'z>> + Clone {
        let places = self.by_tag.get(&(algorithm, tag)).map(Vec::as_slice).unwrap_or_default();
        places.iter().filter_map(|&at| self.keys.get(at)).copied()
    }

    /// The first key of a tag, of whatever algorithm.
    #[must_use]
    pub fn first_of_tag(&self, tag: KeyTag) -> Option<Key<'z>> {
        self.first_of_tag.get(&tag).and_then(|&at| self.keys.get(at)).copied()
    }
}

impl<'z> FromIterator<Key<'z>> for Keys<'z> {
    fn from_iter<I: IntoIterator<Item = Key<'z>>>(all: I) -> Keys<'z> {
        let mut keys: Vec<Key<'z>> = Vec::new();
        let mut by_tag: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        let mut first_of_tag = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for key in all {
            if seen.insert(key.record.rdata()) {
                by_tag.entry((key.algorithm, key.tag)).or_default().push(keys.len());
                first_of_tag.entry(key.tag).or_insert(keys.len());
                keys.push(key);
            }
        }
        Keys { keys, by_tag, first_of_tag }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_those_of_the_rfc_examples() {
        // RFC 4034 section 5.4: dskey.example.com., key tag 60485.
        let key = "AQOeiiR0GOMYkDshWoSKz9XzfwJr1AYtsmx3TGkJaNXVbfi/2pHm822aJ5iI9BMzNXxeYCmZDRD99WYwYqUSdjMm\
            mAphXdvxegXd/M5+X7OrzKBaMbCVdFLUUh6DhweJBjEVv5f2wwjM9XzcnOf+EPbtG9DMBmADjFDc2w/rljwvFw==";
        let mut rdata = vec![1, 0, 3, 5];
        rdata
            .extend(base64::Engine::decode(&base64::engine::general_purpose::STANDARD, key).expect("base64"));
        assert_eq!(key_tag(&rdata), Some(KeyTag(60485)));
    }

    #[test]
    fn algorithm_1_takes_its_tag_from_the_modulus() {
        assert_eq!(key_tag(&[1, 0, 3, 1, 9, 0x12, 0x34, 0x56]), Some(KeyTag(0x1234)));
        assert_eq!(key_tag(&[1, 0, 3, 1, 9, 9]), None);
        assert_eq!(key_tag(&[1, 0, 3]), None);
    }

    #[test]
    fn an_odd_octet_counts_as_a_high_one() {
        assert_eq!(key_tag(&[1, 0, 3, 13, 1]), Some(KeyTag(0x0100 + 0x030d + 0x0100)));
    }
}
