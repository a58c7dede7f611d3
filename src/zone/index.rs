//! Canonical order: owners, their RRsets, and for each owner what the tree above it makes of it.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::{RecordId, Zone};
use crate::parse::Chunk;
use crate::rr::{Rtype, types};
use crate::wire::{NameRef, u32_of};
use crate::work::step;

/// Columns over the owners in canonical order.
#[derive(Debug, Default)]
pub struct Index {
    /// Chunk and number of the owner name, packed as a [`RecordId`] is.
    name: Vec<RecordId>,
    /// First RRset of each owner; one more than there are owners.
    rrset_at: Vec<u32>,
    /// First record of each RRset in `order`; one more than there are RRsets.
    record_at: Vec<u32>,
    /// Records by owner, type and input order.
    order: Vec<RecordId>,
    flags: Vec<u8>,
    seen_types: BTreeSet<Rtype>,
}

/// The owner is below the apex and has NS records.
const CUT: u8 = 1;
/// The owner is below a zone cut.
const BELOW_CUT: u8 = 2;
/// The owner is below a DNAME.
const BELOW_DNAME: u8 = 4;

/// Neighbouring records of one owner.
#[derive(Clone, Copy)]
struct Run {
    name: RecordId,
    first: RecordId,
    len: u32,
}

impl Index {
    pub fn len(&self) -> usize {
        self.name.len()
    }

    pub fn rrset_count(&self) -> usize {
        self.record_at.len().saturating_sub(1)
    }

    pub fn record_count(&self) -> usize {
        self.order.len()
    }

    pub fn has_type(&self, rtype: Rtype) -> bool {
        self.seen_types.contains(&rtype)
    }

    /// The name of owner `at`, in lower case.
    pub fn owner<'c>(&self, chunks: &'c [Chunk], at: usize) -> NameRef<'c> {
        self.name.get(at).map_or(NameRef::ROOT, |&id| name_of(chunks, id))
    }

    /// The numbers of the RRsets of owner `at`.
    pub fn rrsets(&self, at: usize) -> std::ops::Range<usize> {
        range(&self.rrset_at, at)
    }

    /// The records of RRset `at`.
    pub fn records(&self, at: usize) -> &[RecordId] {
        self.order.get(range(&self.record_at, at)).unwrap_or_default()
    }

    pub fn is_cut(&self, at: usize) -> bool {
        self.flag(at, CUT)
    }

    pub fn is_below_cut(&self, at: usize) -> bool {
        self.flag(at, BELOW_CUT)
    }

    pub fn is_below_dname(&self, at: usize) -> bool {
        self.flag(at, BELOW_DNAME)
    }

    pub fn is_authoritative(&self, at: usize) -> bool {
        !self.flag(at, CUT | BELOW_CUT | BELOW_DNAME)
    }

    fn flag(&self, at: usize, flag: u8) -> bool {
        self.flags.get(at).is_some_and(|flags| flags & flag != 0)
    }
}

fn range(column: &[u32], at: usize) -> std::ops::Range<usize> {
    let cell = |at: usize| column.get(at).and_then(|&value| usize::try_from(value).ok()).unwrap_or(0);
    cell(at)..cell(at + 1)
}

fn name_of(chunks: &[Chunk], id: RecordId) -> NameRef<'_> {
    chunks.get(id.chunk()).map_or(NameRef::ROOT, |chunk| chunk.name(id.row()))
}

/// Fills the zone's index and the lists of what does not belong to it.
pub fn build(zone: &mut Zone) {
    let runs = sorted_runs(zone);
    zone.index = assemble(zone, &runs);
    drop(runs);
}

/// The runs of records that belong to the zone, in canonical order of their owners.
fn sorted_runs(zone: &mut Zone) -> Vec<Run> {
    let names = zone.chunks.iter().map(|chunk| usize::try_from(chunk.name_count()).unwrap_or(0)).sum();
    let mut runs: Vec<Run> = Vec::with_capacity(names);
    let mut sorted = true;
    let mut previous: Option<(u64, NameRef<'_>)> = None;
    for (number, chunk) in zone.chunks.iter().enumerate() {
        let mut inside = (u32::MAX, None);
        for row in 0..chunk.len() {
            let id = RecordId::new(number, row);
            if !chunk.is_all_in() && chunk.class(row) != zone.class {
                zone.other_class.push(id);
                inside.0 = u32::MAX;
                continue;
            }
            let owner = chunk.owner(row);
            let continues = owner == inside.0;
            if !continues {
                inside = (owner, order_key(chunk.name(owner), zone.name.borrow_name()));
            }
            let Some(key) = inside.1 else {
                zone.out_of_zone.push(id);
                continue;
            };
            if continues && let Some(run) = runs.last_mut() {
                run.len += 1;
                continue;
            }
            let name = chunk.name(owner);
            sorted = sorted
                && previous.is_none_or(|(before, previous)| {
                    before.cmp(&key).then_with(|| previous.canonical_cmp(name)) != Ordering::Greater
                });
            previous = Some((key, name));
            runs.push(Run { name: RecordId::new(number, owner), first: id, len: 1 });
        }
    }
    if !sorted {
        sort(&zone.chunks, &mut runs);
    }
    runs
}

/// Sorts by owner; runs of one owner stay in input order.
fn sort(chunks: &[Chunk], runs: &mut Vec<Run>) {
    let mut arena = Vec::with_capacity(runs.len() * 24);
    let mut keys: Vec<(u64, u32, u32)> = Vec::with_capacity(runs.len());
    for (at, run) in runs.iter().enumerate() {
        let start = arena.len();
        push_key(name_of(chunks, run.name), &mut arena);
        keys.push((0, u32_of(start), u32_of(at)));
    }
    // All keys start with the labels of the zone's name: what tells them apart comes behind.
    let end_of = |at: usize, keys: &[(u64, u32, u32)]| {
        keys.get(at + 1).map_or(arena.len(), |key| usize::try_from(key.1).unwrap_or(usize::MAX))
    };
    let ends: Vec<u32> = (0..keys.len()).map(|at| u32_of(end_of(at, &keys))).collect();
    let slice = |start: u32, end: u32| {
        let at = |offset: u32| usize::try_from(offset).unwrap_or(usize::MAX);
        arena.get(at(start)..at(end)).unwrap_or_default()
    };
    let common = keys.first().zip(ends.first()).map_or(&[][..], |(key, &end)| slice(key.1, end));
    let shared = keys.iter().zip(&ends).fold(common.len(), |shared, (key, &end)| {
        let same = slice(key.1, end).iter().zip(common).take(shared).take_while(|(a, b)| a == b).count();
        shared.min(same)
    });
    for (key, &end) in keys.iter_mut().zip(&ends) {
        key.0 = prefix(slice(key.1, end).get(shared..).unwrap_or_default());
    }
    let whole = |key: &(u64, u32, u32)| {
        let end = usize::try_from(key.2).ok().and_then(|at| ends.get(at)).copied().unwrap_or(key.1);
        slice(key.1, end)
    };
    keys.sort_unstable_by(|a, b| {
        a.0.cmp(&b.0).then_with(|| whole(a).cmp(whole(b))).then_with(|| a.2.cmp(&b.2))
    });
    let order: Vec<Run> = keys
        .iter()
        .filter_map(|key| usize::try_from(key.2).ok().and_then(|at| runs.get(at)).copied())
        .collect();
    *runs = order;
}

/// The first eight octets as a number that orders as they do.
fn prefix(key: &[u8]) -> u64 {
    let mut octets = [0; 8];
    for (to, from) in octets.iter_mut().zip(key) {
        *to = *from;
    }
    u64::from_be_bytes(octets)
}

/// A number that orders names in lower case of a zone as canonical order does, equal where it does not tell them apart:
/// the first eight octets of their labels below the zone's name, from the root, each label ended by a zero.
/// `None` for names that are not in the zone.
fn order_key(name: NameRef<'_>, zone: NameRef<'_>) -> Option<u64> {
    step();
    let (wire, zone) = (name.wire(), zone.wire());
    let own = wire.len().checked_sub(zone.len())?;
    let mut starts = [0u8; 128];
    let (mut at, mut count) = (0usize, 0usize);
    while at < own {
        *starts.get_mut(count)? = u8::try_from(at).ok()?;
        count += 1;
        at += 1 + wire.get(at).copied().map_or(own, usize::from);
    }
    let end = wire.get(own..)?;
    if at != own || end != zone && !end.eq_ignore_ascii_case(zone) {
        return None;
    }
    let labels = || starts.iter().take(count).rev().map(|&at| label_at(wire, at).unwrap_or_default());
    let (mut key, mut at, mut has_low) = ([0; 8], 0, false);
    for label in labels() {
        let slots = key.get_mut(at..).unwrap_or_default();
        for (slot, &octet) in slots.iter_mut().zip(label) {
            *slot = octet;
            has_low |= octet < 2;
        }
        at += label.len() + 1;
        if at >= key.len() {
            break;
        }
    }
    if has_low {
        key = [0; 8];
        let octets = labels().flat_map(|label| label.iter().copied().flat_map(ordered).chain([0]));
        key.iter_mut().zip(octets).for_each(|(slot, octet)| *slot = octet);
    }
    Some(u64::from_be_bytes(key))
}

/// An octet in lower case, so that the end of a label, a zero, comes before all octets.
fn ordered(octet: u8) -> impl Iterator<Item = u8> {
    let (first, second) = match octet.to_ascii_lowercase() {
        0 => (1, Some(1)),
        1 => (1, Some(2)),
        octet => (octet, None),
    };
    [first].into_iter().chain(second)
}

/// The label whose length octet stands at `at`.
fn label_at(wire: &[u8], at: u8) -> Option<&[u8]> {
    let (&len, rest) = wire.get(usize::from(at)..)?.split_first()?;
    rest.get(..usize::from(len))
}

/// Octets whose plain order is canonical order: labels from the root, each ended by a zero.
fn push_key(name: NameRef<'_>, out: &mut Vec<u8>) {
    let mut labels = [&[][..]; 128];
    let mut count = 0;
    for (slot, label) in labels.iter_mut().zip(name.labels()) {
        *slot = label;
        count += 1;
    }
    for label in labels.iter().take(count).rev() {
        for &octet in *label {
            if octet > 1 { out.push(octet.to_ascii_lowercase()) } else { out.extend(ordered(octet)) }
        }
        out.push(0);
    }
}

fn assemble(zone: &Zone, runs: &[Run]) -> Index {
    let records = runs.iter().map(|run| usize::try_from(run.len).unwrap_or(0)).sum();
    let mut index = Index {
        order: Vec::with_capacity(records),
        record_at: Vec::with_capacity(records / 2 + 1),
        ..Index::default()
    };
    index.name.reserve(runs.len());
    index.flags.reserve(runs.len());
    index.rrset_at.reserve(runs.len() + 1);
    let rtype_of = |id: RecordId| zone.chunks.get(id.chunk()).map_or(Rtype(0), |chunk| chunk.rtype(id.row()));
    let (mut at, mut seen, mut tree) = (0, [false; 256], Tree::default());
    while let Some(run) = runs.get(at) {
        let name = name_of(&zone.chunks, run.name);
        let start = index.order.len();
        index.name.push(run.name);
        index.rrset_at.push(u32_of(index.record_at.len()));
        let is_same = |other: &&Run| name_of(&zone.chunks, other.name).wire() == name.wire();
        while let Some(run) = runs.get(at).filter(is_same) {
            index.order.extend((0..run.len).map(|row| RecordId(run.first.0 + row)));
            at += 1;
        }
        let mine = index.order.get_mut(start..).unwrap_or_default();
        if !mine.is_sorted_by_key(|&id| rtype_of(id)) {
            mine.sort_by_key(|&id| rtype_of(id));
        }
        let (mut last, mut has_ns, mut has_dname) = (None, false, false);
        for (position, &id) in mine.iter().enumerate() {
            let rtype = rtype_of(id);
            if last != Some(rtype) {
                step();
                has_ns |= rtype == types::NS;
                has_dname |= rtype == types::DNAME;
                index.record_at.push(u32_of(start + position));
                let is_seen = seen.get_mut(usize::from(rtype.0)).map(|seen| std::mem::replace(seen, true));
                if is_seen != Some(true) {
                    index.seen_types.insert(rtype);
                }
                last = Some(rtype);
            }
        }
        let is_apex = name.wire().len() == zone.name.borrow_name().wire().len();
        index.flags.push(tree.flags(name, has_ns && !is_apex, has_dname));
    }
    index.rrset_at.push(u32_of(index.record_at.len()));
    index.record_at.push(u32_of(index.order.len()));
    index.name.shrink_to_fit();
    index.flags.shrink_to_fit();
    index.rrset_at.shrink_to_fit();
    index.record_at.shrink_to_fit();
    index
}

/// The zone cut and the DNAME that the owners in canonical order are below, which puts children behind
/// parents.
#[derive(Default)]
struct Tree<'z> {
    cut: Option<NameRef<'z>>,
    dname: Option<NameRef<'z>>,
}

impl<'z> Tree<'z> {
    /// The flags of the next owner.
    fn flags(&mut self, name: NameRef<'z>, has_ns: bool, has_dname: bool) -> u8 {
        self.cut = self.cut.filter(|cut| name.is_below(*cut));
        self.dname = self.dname.filter(|dname| name.is_below(*dname));
        let below_cut = if self.cut.is_some() { BELOW_CUT } else { 0 };
        let mut flags = below_cut | if self.dname.is_some() { BELOW_DNAME } else { 0 };
        if has_ns && self.cut.is_none() {
            flags |= CUT;
            self.cut = Some(name);
        }
        if has_dname && self.dname.is_none() {
            self.dname = Some(name);
        }
        flags
    }
}
