//! What the signatures of a zone are worth: each verified once, what is wrong in groups. Words nothing.

use std::collections::BTreeMap;

use super::verifier::Unjudgeable;
use super::{Algorithm, Groups, Key, Rrsig};
use crate::zone::{Record, Rrset, Zone};

/// What the signatures of a zone are worth.
pub struct Signatures<'z> {
    /// The zone.
    pub zone: &'z Zone,
    /// What each key of the zone signs, in input order.
    pub uses: Vec<KeyUse<'z>>,
    /// RRsets that have to be signed and are not.
    pub unsigned: Groups<(), Rrset<'z>>,
    /// Signatures where none may be.
    pub misplaced: Groups<Misplaced, Rrsig<'z>>,
    /// Signatures that are no good, of RRsets that no other signature saves.
    pub bogus: Groups<Cause, BadSignature<'z>>,
    /// Signatures that are no good, of RRsets that another signature saves.
    pub beside_good: Groups<Cause, BadSignature<'z>>,
    /// Signatures whose TTLs differ from those of their RRset.
    pub ttl: Groups<TtlFault, BadSignature<'z>>,
    /// RRsets without a signature of an algorithm that the zone has a key of.
    pub incomplete: Groups<Algorithm, Rrset<'z>>,
    /// Signatures that were not verified, of RRsets that no other signature saves.
    pub unchecked: Groups<Unchecked, Rrsig<'z>>,
    /// Signatures that were not verified, of RRsets that another signature saves.
    pub unchecked_beside_good: Groups<Unchecked, Rrsig<'z>>,
    /// When signatures begin and end.
    pub times: BTreeMap<TimeKind, Tally<'z>>,
    /// RRsets that have at least one good signature.
    pub valid_rrsets: u64,
}

/// A key and what it signs.
#[derive(Clone, Copy)]
pub struct KeyUse<'z> {
    /// The key.
    pub key: Key<'z>,
    /// Whether it made a good and current signature over the DNSKEY RRset, or one that cannot be judged.
    pub signs_keys: bool,
    /// How many other RRsets it made good signatures over.
    pub signs_others: u64,
    /// Why no signature by it can be judged.
    pub unjudgeable: Option<Unjudgeable>,
}

/// Where a signature may not be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Misplaced {
    /// On glue, or anything else below a zone cut.
    Glue,
    /// On the NS records of a delegation.
    DelegationNs,
    /// Over other signatures.
    Rrsig,
    /// Over a type that its owner does not have.
    Orphan,
}

/// Why a signature is no good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Cause {
    /// Its signer's name is not the zone's name.
    Signer,
    /// It counts more labels than its owner has.
    LabelsMore,
    /// It counts fewer labels than its owner has: it was made for a wildcard.
    LabelsFewer,
    /// Its inception is behind its expiration.
    Backwards,
    /// No key of the zone has its algorithm and key tag.
    KeyMissing,
    /// The only key it can mean is revoked.
    KeyRevoked,
    /// It does not have the length of its algorithm's signatures.
    Length,
    /// It was not made over these records by a key it can mean.
    Digest,
    /// It has expired.
    Expired,
    /// It is not yet valid.
    Early,
}

/// A signature that is no good, and the RRset it covers.
#[derive(Clone, Copy)]
pub struct BadSignature<'z> {
    /// The signature.
    pub rrsig: Rrsig<'z>,
    /// What it covers.
    pub rrset: Rrset<'z>,
    /// What was found out about a [`Cause::Digest`].
    pub explanation: Option<Explanation<'z>>,
}

/// The one key that all of several signatures name, where that is worth one word instead of one for each.
#[must_use]
pub fn common_key<'z>(faults: &[BadSignature<'z>]) -> Option<Rrsig<'z>> {
    const FEW: usize = 3;
    let (first, rest) = faults.split_first()?;
    let named = |fault: &BadSignature<'_>| (fault.rrsig.algorithm, fault.rrsig.key_tag);
    (rest.len() >= FEW && rest.iter().all(|fault| named(fault) == named(first))).then_some(first.rrsig)
}

/// What a signature was made over or by, where that could be found out.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Explanation<'z> {
    /// Everything but this record: it was added later.
    RecordAdded(Record<'z>),
    /// The same records with this SOA serial number.
    Serial(u32),
    /// These records, by another key of the zone than the one it names.
    OtherKey(Key<'z>),
}

/// Which TTL differs from that of the RRset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum TtlFault {
    /// The original TTL field.
    Original,
    /// The TTL of the RRSIG record itself.
    Own,
}

/// Why a signature was not verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Unchecked {
    /// RSAMD5, which nobody may use.
    Refused,
    /// No key of this algorithm is in the zone, and other signatures are good: the first or last step of an
    /// algorithm rollover (RFC 6781 section 4.1.4).
    KeyAbsent(Algorithm),
    /// An algorithm that is not implemented.
    Algorithm(Algorithm),
    /// A key of a size that the library does not take: bits.
    KeySize(usize),
    /// An RSA key with an exponent that the library does not take: bits.
    KeyExponent(usize),
    /// The octets are no key of the algorithm.
    KeyFlawed,
    /// The key is no zone key, or not of protocol 3.
    KeyNotForZone,
    /// The key may be in a DNSKEY record that could not be read.
    KeyUnread,
    /// More keys share the key tag than are tried.
    ManyKeys,
    /// More signatures of one RRset than are tried.
    ManySignatures,
    /// More signatures in this part of the zone do not verify than are tried.
    ManyFailures,
}

impl Unchecked {
    /// Whether validators may accept the signature: not where they cannot use its key.
    #[must_use]
    pub fn may_be_good(self) -> bool {
        match self {
            Self::KeyFlawed | Self::KeyNotForZone => false,
            Self::Refused
            | Self::KeyAbsent(_)
            | Self::Algorithm(_)
            | Self::KeySize(_)
            | Self::KeyExponent(_)
            | Self::KeyUnread
            | Self::ManyKeys
            | Self::ManySignatures
            | Self::ManyFailures => true,
        }
    }
}

/// What time does to the signatures of an RRset that are otherwise good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum TimeKind {
    /// All have expired.
    Expired,
    /// None is valid yet.
    Early,
    /// The last expires within the policy's time.
    ExpiresSoon,
    /// The last expires before the TTL runs out.
    EndsWithinTtl,
    /// The last expires before secondaries that lost their primary give up the zone.
    EndsBeforeExpire,
    /// It became valid only just now.
    Fresh,
    /// It is valid for longer than the policy likes.
    TooLong,
}

/// RRsets of one [`TimeKind`]: how many, and the one that is worst.
#[derive(Clone, Copy)]
pub struct Tally<'z> {
    /// How many RRsets.
    pub count: u64,
    /// The worst of them: expires first, begins last, is valid longest.
    pub worst: BadSignature<'z>,
    /// How bad it is: the least number is the worst.
    rank: i64,
}

impl Tally<'_> {
    /// ` and 16 more`, for messages that name the worst.
    #[must_use]
    pub fn others(&self) -> String {
        if self.count > 1 { format!(" and {} more", self.count - 1) } else { String::new() }
    }
}

impl<'z> Signatures<'z> {
    pub(super) fn empty(zone: &'z Zone, uses: Vec<KeyUse<'z>>) -> Signatures<'z> {
        Signatures {
            zone,
            uses,
            unsigned: Groups::default(),
            misplaced: Groups::default(),
            bogus: Groups::default(),
            beside_good: Groups::default(),
            ttl: Groups::default(),
            incomplete: Groups::default(),
            unchecked: Groups::default(),
            unchecked_beside_good: Groups::default(),
            times: BTreeMap::new(),
            valid_rrsets: 0,
        }
    }

    /// Adds what was found behind it.
    pub(super) fn append(&mut self, later: Signatures<'z>) {
        for (mine, theirs) in self.uses.iter_mut().zip(later.uses) {
            mine.signs_keys |= theirs.signs_keys;
            mine.signs_others += theirs.signs_others;
        }
        self.unsigned.append(later.unsigned);
        self.misplaced.append(later.misplaced);
        self.bogus.append(later.bogus);
        self.beside_good.append(later.beside_good);
        self.ttl.append(later.ttl);
        self.incomplete.append(later.incomplete);
        self.unchecked.append(later.unchecked);
        self.unchecked_beside_good.append(later.unchecked_beside_good);
        for (kind, tally) in later.times {
            self.tally(kind, tally);
        }
        self.valid_rrsets += later.valid_rrsets;
    }

    /// Counts one RRset of a kind; of the worst ones the first is kept.
    pub(super) fn time(&mut self, kind: TimeKind, rank: i64, worst: BadSignature<'z>) {
        self.tally(kind, Tally { count: 1, worst, rank });
    }

    fn tally(&mut self, kind: TimeKind, tally: Tally<'z>) {
        let count = self.times.get(&kind).map_or(0, |before| before.count);
        let worst =
            self.times.get(&kind).filter(|before| before.rank <= tally.rank).copied().unwrap_or(tally);
        self.times.insert(kind, Tally { count: count + tally.count, ..worst });
    }

    /// The signatures that were not verified, by reason: how many, and the first of them.
    #[must_use]
    pub fn all_unchecked(&self) -> BTreeMap<Unchecked, (u64, Rrsig<'z>)> {
        let mut all: BTreeMap<Unchecked, (u64, Rrsig<'z>)> = BTreeMap::new();
        for (&why, count, rrsigs) in self.unchecked.iter().chain(self.unchecked_beside_good.iter()) {
            let Some(&first) = rrsigs.first() else { continue };
            let (sum, known) = all.entry(why).or_insert((0, first));
            *sum += count;
            if first.record.id() < known.record.id() {
                *known = first;
            }
        }
        all
    }

    /// The keys that made a good and current signature over the DNSKEY RRset and are not revoked: what a DS
    /// may lead to.
    pub fn entry_points(&self) -> impl Iterator<Item = Key<'z>> + Clone {
        self.uses.iter().filter(|used| used.signs_keys && !used.key.is_revoked()).map(|used| used.key)
    }
}

impl KeyUse<'_> {
    /// Whether the octets are no key of its algorithm.
    #[must_use]
    pub fn is_flawed(&self) -> bool {
        matches!(self.unjudgeable, Some(Unjudgeable::Malformed(_)))
    }

    /// What the key is by what it signs.
    #[must_use]
    pub fn role(&self) -> Role {
        match (self.signs_keys, self.signs_others > 0) {
            (true, true) => Role::Csk,
            (true, false) => Role::Ksk,
            (false, true) => Role::Zsk,
            (false, false) => Role::StandBy,
        }
    }
}

/// What a key is by what it signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Role {
    /// The DNSKEY RRset alone.
    Ksk,
    /// Everything else.
    Zsk,
    /// Both.
    Csk,
    /// Nothing yet, or no more.
    StandBy,
}
