//! NSEC3 and NSEC3PARAM records by their parameters: RFC 5155 sections 3 and 4.

use std::fmt;

use super::bitmap::listed;
use super::hash::{self, HASH_OCTETS, Hash};
use super::ttl::Ttls;
use crate::dnssec::Groups;
use crate::rr::{Rtype, types};
use crate::zone::{Record, RecordId, Zone};

/// The Opt-Out flag: RFC 5155 section 3.1.2.1.
pub const OPT_OUT: u8 = 1;
/// SHA-1, the only hash algorithm assigned: RFC 5155 section 11.
pub const SHA_1: u8 = 1;

/// What hashes are made with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Parameters<'z> {
    /// Hash algorithm.
    pub algorithm: u8,
    /// How many times more than once.
    pub iterations: u16,
    /// The salt.
    pub salt: &'z [u8],
}

impl fmt::Display for Parameters<'_> {
    /// As NSEC3PARAM writes them, the flags 0: `1 0 0 -`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} 0 {} ", self.algorithm, self.iterations)?;
        match self.salt.split_at_checked(16) {
            None if self.salt.is_empty() => f.write_str("-"),
            None => f.write_str(&crate::wire::base16::encode(self.salt)),
            Some((head, _)) => write!(f, "{}...", crate::wire::base16::encode(head)),
        }
    }
}

/// An NSEC3 record.
#[derive(Clone, Copy)]
pub struct Nsec3<'z> {
    /// The record.
    pub record: Record<'z>,
    /// What its hashes are made with.
    pub parameters: Parameters<'z>,
    /// The flags field.
    pub flags: u8,
    /// The next hashed owner name.
    pub next: &'z [u8],
    /// The types.
    pub bitmap: &'z [u8],
}

impl<'z> Nsec3<'z> {
    /// The fields of a record; `None` where the rdata is too short.
    #[must_use]
    pub fn of(record: Record<'z>) -> Option<Nsec3<'z>> {
        let (head, rest) = head(record.rdata())?;
        let (&len, rest) = rest.split_first()?;
        let (next, bitmap) = rest.split_at_checked(usize::from(len))?;
        let (parameters, flags) = head;
        Some(Nsec3 { record, parameters, flags, next, bitmap })
    }

    /// The types it lists.
    #[must_use]
    pub fn types(&self) -> Vec<Rtype> {
        listed(self.bitmap).collect()
    }

    /// Whether insecure delegations behind it may be left out.
    #[must_use]
    pub fn is_opt_out(&self) -> bool {
        self.flags & OPT_OUT != 0
    }
}

/// An NSEC3PARAM record.
#[derive(Clone, Copy)]
pub struct Nsec3Param<'z> {
    /// The record.
    pub record: Record<'z>,
    /// What it says.
    pub parameters: Parameters<'z>,
    /// The flags field: servers pass over all but 0 (RFC 5155 section 4.1.2).
    pub flags: u8,
}

impl<'z> Nsec3Param<'z> {
    /// The fields of a record; `None` where the rdata is too short.
    #[must_use]
    pub fn of(record: Record<'z>) -> Option<Nsec3Param<'z>> {
        let ((parameters, flags), _) = head(record.rdata())?;
        Some(Nsec3Param { record, parameters, flags })
    }
}

/// The four fields that both types start with, and what is behind them.
fn head(rdata: &[u8]) -> Option<((Parameters<'_>, u8), &[u8])> {
    let ([algorithm, flags, high, low, salt_octets], rest) = rdata.split_first_chunk::<5>()?;
    let (salt, rest) = rest.split_at_checked(usize::from(*salt_octets))?;
    let parameters =
        Parameters { algorithm: *algorithm, iterations: u16::from_be_bytes([*high, *low]), salt };
    Some(((parameters, *flags), rest))
}

/// The owner of an NSEC3 and the number of its record. Small: zones have millions.
#[derive(Clone, Copy)]
pub struct Owner {
    /// The hash that the owner is.
    pub hash: Hash,
    record: RecordId,
}

impl Owner {
    /// The record.
    pub fn nsec3<'z>(&self, zone: &'z Zone) -> Option<Nsec3<'z>> {
        Nsec3::of(zone.record(self.record))
    }
}

/// The NSEC3 records of one set of parameters.
pub struct Set<'z> {
    /// The parameters.
    pub parameters: Parameters<'z>,
    /// The first record.
    pub first: Record<'z>,
    /// How many records.
    pub count: u64,
    /// How many have the Opt-Out flag.
    pub opt_out: u64,
    /// The owners by hash, none twice.
    pub(super) owners: Vec<Owner>,
}

/// Why an NSEC3 record cannot be a part of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Misshapen {
    /// The owner is not one label below the apex.
    Depth,
    /// The owner's first label is not the base32hex of 20 octets.
    Label,
    /// The next hashed owner name has not 20 octets.
    Next,
}

/// All NSEC3 records of a zone.
#[derive(Default)]
pub struct Nsec3Records<'z> {
    /// By parameters, in the order they came.
    pub sets: Vec<Set<'z>>,
    /// A record whose parameters were one set too many, and how many such records there are.
    pub beyond: Option<(Record<'z>, u64)>,
    /// Records that cannot be a part of a chain.
    pub misshapen: Groups<Misshapen, Record<'z>>,
    /// Records with flags that validators do not know.
    pub unknown_flags: Groups<(), Record<'z>>,
    /// Owners with several records of the same parameters.
    pub several: Groups<(), Record<'z>>,
    pub(super) ttls: Ttls<'z>,
}

impl<'z> Nsec3Records<'z> {
    /// Reads them, at most `most` sets of parameters.
    pub fn of(zone: &'z Zone, most: usize) -> Nsec3Records<'z> {
        let mut all = Nsec3Records::default();
        if !zone.has_type(types::NSEC3) {
            return all;
        }
        let depth = zone.name().label_count() + 1;
        for node in zone.nodes() {
            let Some(rrset) = node.rrset(types::NSEC3) else { continue };
            let owner = node.name();
            if owner.label_count() != depth {
                all.misshapen.add(Misshapen::Depth, rrset.first());
                continue;
            }
            let Some(hash) = hash::of_label(owner.first_label()) else {
                all.misshapen.add(Misshapen::Label, rrset.first());
                continue;
            };
            all.ttls.add(rrset.first());
            rrset.records().filter_map(Nsec3::of).for_each(|nsec3| all.add(hash, nsec3, most));
        }
        for set in &mut all.sets {
            if !set.owners.is_sorted_by_key(|owner| owner.hash) {
                set.owners.sort_by_key(|owner| owner.hash);
            }
        }
        all
    }

    fn add(&mut self, hash: Hash, nsec3: Nsec3<'z>, most: usize) {
        let Nsec3 { record, parameters, flags, next, .. } = nsec3;
        if flags & !OPT_OUT != 0 {
            self.unknown_flags.add((), record);
        }
        if parameters.algorithm == SHA_1 && next.len() != HASH_OCTETS {
            self.misshapen.add(Misshapen::Next, record);
        }
        let room = self.sets.len() < most;
        let at = match self.sets.iter().position(|set| set.parameters == parameters) {
            Some(at) => at,
            None if room => {
                self.sets.push(Set { parameters, first: record, count: 0, opt_out: 0, owners: Vec::new() });
                self.sets.len() - 1
            }
            None => return self.beyond.get_or_insert((record, 0)).1 += 1,
        };
        let Some(set) = self.sets.get_mut(at) else { return };
        if let Some(before) = set.owners.last().filter(|owner| owner.hash == hash) {
            if record.zone().record(before.record).rdata() != record.rdata() {
                self.several.add((), record);
            }
            return;
        }
        set.count += 1;
        set.opt_out += u64::from(nsec3.is_opt_out());
        set.owners.push(Owner { hash, record: record.id() });
    }
}
