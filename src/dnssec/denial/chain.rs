//! One NSEC3 chain against the names of the zone: RFC 5155 section 7.1. Two sorted lists, walked once, in
//! stretches.

use std::sync::OnceLock;

use super::bitmap::{self, BitmapFault, WrongBitmap};
use super::hash::{self, Hash};
use super::names::{HashedName, Need};
use super::nsec3::{Nsec3, Owner, Set};
use super::standing::Standing;
use crate::dnssec::Groups;
use crate::rr::types;
use crate::wire::{Name, NameRef, base32hex};
use crate::workers::Workers;
use crate::zone::{Node, Record, Zone};

/// NSEC3 records that one job looks at.
const OWNERS_PER_JOB: usize = 4096;
/// How many NSEC3 records that match no name a link may pass over without being a finding of its own.
const STRAYS_PASSED: usize = 32;

/// What is wrong with one NSEC3 chain.
#[derive(Default)]
pub struct ChainFaults<'z> {
    /// Names without NSEC3.
    pub missing: Groups<(), MissingNsec3<'z>>,
    /// NSEC3 records without Opt-Out that leave out insecure delegations.
    pub left_out: Groups<(), LeftOut<'z>>,
    /// NSEC3 records that do not lead to the next.
    pub next: Groups<(), WrongHash<'z>>,
    /// NSEC3 records whose owner is the hash of no name.
    pub strays: Groups<(), Record<'z>>,
    /// Bitmaps that are wrong.
    pub bitmaps: Groups<BitmapFault, WrongBitmap<'z>>,
    /// Empty names without NSEC3 above delegations with one, where opt-out covers them.
    pub above_delegation: Groups<(), AboveDelegation<'z>>,
    /// NSEC3 records whose owner is the hash of a name.
    pub matched: u64,
    /// Insecure delegations, and names that exist because of such alone, that opt-out leaves out.
    pub opted_out: u64,
    /// Places of the insecure delegations that have an NSEC3.
    delegations: Vec<usize>,
    /// Empty names that opt-out leaves out, by their number among the names.
    empty: Vec<usize>,
}

/// An empty name that opt-out leaves out, though a delegation below it is in the chain.
#[derive(Clone, Copy)]
pub struct AboveDelegation<'z> {
    /// The name.
    pub name: NameRef<'z>,
    /// The delegation.
    pub delegation: Node<'z>,
    /// The hash of the name.
    pub hash: Hash,
}

/// A name without NSEC3.
#[derive(Clone, Copy)]
pub struct MissingNsec3<'z> {
    /// The name.
    pub name: NameRef<'z>,
    /// A record at the name, or below it.
    pub seen_at: Record<'z>,
    /// Whether it has no records of its own.
    pub is_empty_non_terminal: bool,
    /// Its hash.
    pub hash: Hash,
    /// The NSEC3 that covers it.
    pub before: Record<'z>,
    /// Whether that one leads to it.
    pub is_led_to: bool,
    /// An NSEC3 with other parameters at the same hash.
    pub other: Option<Record<'z>>,
    /// An NSEC3 that leads on as its own should, and has the hash of no name: its owner was changed.
    pub moved: Option<Record<'z>>,
}

/// An NSEC3 without Opt-Out that leaves out insecure delegations.
#[derive(Clone, Copy)]
pub struct LeftOut<'z> {
    /// The record.
    pub record: Record<'z>,
    /// The first name in order of hashes.
    pub name: NameRef<'z>,
    /// A record at the name, or below it.
    pub seen_at: Record<'z>,
    /// How many names.
    pub count: u64,
}

/// An NSEC3 that does not lead to the next.
#[derive(Clone, Copy)]
pub struct WrongHash<'z> {
    /// The record.
    pub record: Record<'z>,
    /// The name it is for, where there is one.
    pub name: Option<NameRef<'z>>,
    /// The hash it leads to.
    pub found: &'z [u8],
    /// The NSEC3 that has this hash.
    pub found_at: Option<Record<'z>>,
    /// The next NSEC3 in order.
    pub expected: Record<'z>,
    /// The name that one is for, where there is one.
    pub expected_name: Option<NameRef<'z>>,
    /// Whether that one is the first, and this the last.
    pub is_last: bool,
}

/// A chain and the names it should have.
pub struct Chain<'a, 'z> {
    /// The zone.
    pub zone: &'z Zone,
    /// The NSEC3 records, of which there is one at least.
    pub set: &'a Set<'z>,
    /// The names, hashed with the parameters of the set, by hash.
    pub names: &'a [HashedName],
}

impl<'z> Chain<'_, 'z> {
    /// Compares them.
    pub fn check(&self, workers: &dyn Workers) -> ChainFaults<'z> {
        let jobs = self.set.owners.len().div_ceil(OWNERS_PER_JOB);
        let slots: Vec<OnceLock<ChainFaults<'z>>> = (0..jobs).map(|_| OnceLock::new()).collect();
        workers.run(jobs, &|job| {
            if let Some(slot) = slots.get(job) {
                slot.get_or_init(|| self.stretch(job * OWNERS_PER_JOB));
            }
        });
        let mut all = ChainFaults::default();
        for faults in slots.into_iter().filter_map(OnceLock::into_inner) {
            let ChainFaults {
                missing,
                left_out,
                next,
                strays,
                bitmaps,
                above_delegation: _,
                matched,
                opted_out,
                delegations,
                empty,
            } = faults;
            all.missing.append(missing);
            all.left_out.append(left_out);
            all.next.append(next);
            all.strays.append(strays);
            all.bitmaps.append(bitmaps);
            all.matched += matched;
            all.opted_out += opted_out;
            all.delegations.extend(delegations);
            all.empty.extend(empty);
        }
        self.find_moved(&mut all);
        self.find_above_delegations(&mut all);
        all
    }

    /// Where a delegation is in the chain, the empty names above it have to be: RFC 5155 section 7.1.
    fn find_above_delegations(&self, faults: &mut ChainFaults<'z>) {
        let (mut delegations, mut empty) =
            (std::mem::take(&mut faults.delegations), std::mem::take(&mut faults.empty));
        delegations.sort_unstable();
        empty.sort_unstable();
        for item in empty.into_iter().filter_map(|at| self.names.get(at)) {
            let (name, Some(seen_at)) = (item.name(self.zone), item.seen_at(self.zone)) else { continue };
            // Names below it start where it was seen, in canonical order.
            let at = delegations.partition_point(|&at| at < seen_at.position());
            let delegation = delegations
                .get(at)
                .and_then(|&at| self.zone.node_at(at))
                .filter(|node| node.name().is_below(name));
            if let Some(delegation) = delegation.filter(|_| !self.may_have(&item.hash)) {
                faults.above_delegation.add((), AboveDelegation { name, delegation, hash: item.hash });
            }
        }
    }

    /// Where an NSEC3 for no name leads to what is behind a missing one, its owner was changed: one finding,
    /// not two.
    fn find_moved(&self, faults: &mut ChainFaults<'z>) {
        let few = [faults.missing.unkept(&()), faults.strays.unkept(&())] == [0, 0];
        if !few || faults.strays.is_empty() || faults.missing.is_empty() {
            return;
        }
        let mut strays = faults.strays.get(&()).1.to_vec();
        let missing = std::mem::take(&mut faults.missing);
        for item in missing.get(&()).1 {
            let leads_on = |stray: &Record<'z>| {
                Nsec3::of(*stray).is_some_and(|nsec3| self.is_behind(&item.hash, nsec3.next))
            };
            let moved = strays.iter().position(leads_on).map(|at| strays.remove(at));
            faults.missing.add((), MissingNsec3 { moved, ..*item });
        }
        faults.strays = Groups::default();
        strays.into_iter().for_each(|stray| faults.strays.add((), stray));
    }

    /// Whether `next` is the first owner behind `hash` that is the hash of a name.
    fn is_behind(&self, hash: &Hash, next: &[u8]) -> bool {
        let owners = &self.set.owners;
        let start = owners.partition_point(|owner| owner.hash <= *hash);
        let mut behind = owners.iter().cycle().skip(start).take(owners.len().min(STRAYS_PASSED));
        behind.find(|owner| self.names_from(&owner.hash).1).is_some_and(|owner| owner.hash.as_slice() == next)
    }

    fn stretch(&self, first: usize) -> ChainFaults<'z> {
        let mut faults = ChainFaults::default();
        let owners = self.set.owners.get(first..).unwrap_or_default();
        for (at, owner) in (first..).zip(owners.iter().take(OWNERS_PER_JOB)) {
            let Some(nsec3) = owner.nsec3(self.zone) else { continue };
            let (start, matches) = self.names_from(&owner.hash);
            if matches {
                faults.matched += 1;
                self.bitmap(start, &nsec3, &mut faults);
                self.link(at, &nsec3, &mut faults);
            } else if !self.zone.has_unread() {
                faults.strays.add((), nsec3.record);
            }
            self.covered(at, start + usize::from(matches), &nsec3, &mut faults);
        }
        faults
    }

    /// Where the names with this hash or a higher one start, and whether the first has this one.
    fn names_from(&self, hash: &Hash) -> (usize, bool) {
        let at = self.names.partition_point(|name| name.hash < *hash);
        (at, self.names.get(at).is_some_and(|name| name.hash == *hash))
    }

    /// The name with this hash.
    fn name_of(&self, hash: &Hash) -> Option<NameRef<'z>> {
        let (at, matches) = self.names_from(hash);
        self.names.get(at).filter(|_| matches).map(|name| name.name(self.zone))
    }

    fn bitmap(&self, at: usize, nsec3: &Nsec3<'z>, faults: &mut ChainFaults<'z>) {
        let Some(name) = self.names.get(at) else { return };
        let node = name.seen_at(self.zone).filter(|_| !name.is_empty_non_terminal());
        let unread = || node.is_none() && self.zone.may_exist(name.name(self.zone));
        if let Some(node) = node.filter(|_| name.need() == Need::UnlessOptOut) {
            faults.delegations.push(node.position());
        }
        let difference = match node {
            Some(node) => bitmap::of_nsec3(&Standing::of(node), nsec3.bitmap),
            None => bitmap::of_empty(nsec3.bitmap),
        };
        if let Some(difference) = difference.filter(|_| !unread()) {
            WrongBitmap { record: nsec3.record, name: name.name(self.zone), node, difference }
                .add_to(&mut faults.bitmaps);
        }
    }

    /// The names between the NSEC3 at `at` and the next: `start` is the first of them.
    fn covered(&self, at: usize, start: usize, nsec3: &Nsec3<'z>, faults: &mut ChainFaults<'z>) {
        let mut left_out: Option<LeftOut<'z>> = None;
        let (to_end, from_front) = match self.set.owners.get(at + 1) {
            Some(next) => (start..self.names_from(&next.hash).0, 0..0),
            None => (
                start..self.names.len(),
                0..self.set.owners.first().map_or(0, |first| self.names_from(&first.hash).0),
            ),
        };
        for number in to_end.chain(from_front) {
            let Some(name) = self.names.get(number) else { continue };
            let is_led_to = name.hash.as_slice() == nsec3.next;
            let Some(seen_at) = name.seen_at(self.zone).and_then(|node| node.rrsets().next()) else {
                continue;
            };
            match name.need() {
                Need::Tolerated => {}
                Need::UnlessOptOut if nsec3.is_opt_out() && !is_led_to => {
                    faults.opted_out += 1;
                    faults.empty.extend(name.is_empty_non_terminal().then_some(number));
                }
                Need::UnlessOptOut
                    if !is_led_to && !name.is_empty_non_terminal() && !self.may_have(&name.hash) =>
                {
                    let seen_at = seen_at.first();
                    left_out
                        .get_or_insert(LeftOut {
                            record: nsec3.record,
                            name: name.name(self.zone),
                            seen_at,
                            count: 0,
                        })
                        .count += 1;
                }
                Need::Needed | Need::UnlessOptOut => {
                    self.missing(name, seen_at.first(), nsec3, is_led_to, faults)
                }
            }
        }
        if let Some(left_out) = left_out {
            faults.left_out.add((), left_out);
        }
    }

    fn missing(
        &self,
        name: &HashedName,
        seen_at: Record<'z>,
        nsec3: &Nsec3<'z>,
        is_led_to: bool,
        faults: &mut ChainFaults<'z>,
    ) {
        if self.may_have(&name.hash) {
            return;
        }
        let other = self
            .owner_name(&name.hash)
            .and_then(|owner| self.zone.node(owner.borrow_name()))
            .and_then(|node| node.rrset(types::NSEC3));
        let item = MissingNsec3 {
            name: name.name(self.zone),
            seen_at,
            is_empty_non_terminal: name.is_empty_non_terminal(),
            hash: name.hash,
            before: nsec3.record,
            is_led_to,
            other: other.map(|other| other.first()),
            moved: None,
        };
        faults.missing.add((), item);
    }

    /// Whether the text may hold an NSEC3 of this hash that could not be read.
    fn may_have(&self, hash: &Hash) -> bool {
        self.zone.has_unread()
            && self.owner_name(hash).is_none_or(|owner| self.zone.may_have(owner.borrow_name(), types::NSEC3))
    }

    fn owner_name(&self, hash: &Hash) -> Option<Name> {
        Name::parse(base32hex::encode(hash).as_bytes(), self.zone.name()).ok()
    }

    /// Whether the NSEC3 at `at` leads to the one behind it.
    fn link(&self, at: usize, nsec3: &Nsec3<'z>, faults: &mut ChainFaults<'z>) {
        let owners = &self.set.owners;
        let next = owners.get(at + 1).or(owners.first());
        let Some(expected) = next.filter(|next| next.hash.as_slice() != nsec3.next) else { return };
        let Ok(found) = Hash::try_from(nsec3.next) else { return };
        if self.is_told(at, &found) || self.may_have(&found) {
            return;
        }
        let found_at =
            owners.binary_search_by(|owner| owner.hash.cmp(&found)).ok().and_then(|at| owners.get(at));
        let (expected_name, name) =
            (self.name_of(&expected.hash), owners.get(at).and_then(|owner| self.name_of(&owner.hash)));
        let Some(expected) = expected.nsec3(self.zone) else { return };
        let item = WrongHash {
            record: nsec3.record,
            name,
            expected_name,
            found: nsec3.next,
            found_at: found_at.and_then(|owner| owner.nsec3(self.zone)).map(|nsec3| nsec3.record),
            expected: expected.record,
            is_last: at + 1 == owners.len(),
        };
        faults.next.add((), item);
    }

    /// Whether another finding tells why the NSEC3 at `at` leads to `found`: what it leads to is missing, or
    /// what it passes over matches no name.
    fn is_told(&self, at: usize, found: &Hash) -> bool {
        let owners = &self.set.owners;
        let (Some(from), Some(first)) = (owners.get(at), owners.first()) else { return false };
        let (name_at, names_it) = self.names_from(found);
        let tolerated = self.names.get(name_at).is_some_and(|name| name.need() == Need::Tolerated);
        let ring = || owners.iter().cycle().skip(at + 1).take(owners.len().min(STRAYS_PASSED));
        let next = ring().find(|owner| self.names_from(&owner.hash).1).unwrap_or(first).hash;
        let is_between = if from.hash < next {
            *found > from.hash && *found < next
        } else {
            *found > from.hash || *found < next
        };
        if names_it && is_between {
            return !tolerated;
        }
        let behind = owners
            .iter()
            .skip(at + 1)
            .chain(owners.iter().take(at))
            .take_while(|owner| owner.hash != *found)
            .take(STRAYS_PASSED + 1);
        let passed: Vec<&Owner> = behind.collect();
        let is_stray = |owner: &&Owner| !self.names_from(&owner.hash).1;
        let leads_somewhere = owners.binary_search_by(|owner| owner.hash.cmp(found)).is_ok();
        leads_somewhere && passed.len() <= STRAYS_PASSED && passed.iter().all(is_stray)
    }
}

/// A hash as an owner's label.
#[must_use]
pub fn label(hash: &[u8]) -> String {
    let text = base32hex::encode(hash.get(..hash::HASH_OCTETS).unwrap_or(hash));
    if hash.len() > hash::HASH_OCTETS { text + "..." } else { text }
}
