//! The names of one zone, each once and with a number: the owners in canonical order, the empty
//! non-terminals, then what records lead to. Existence by hash; what is true of a name is found once.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU8, Ordering};

use hashbrown::HashTable;

use super::Zone;
use super::index::Index;
use crate::parse::Chunk;
use crate::wire::{NameHashes, NameRef, u32_of};
use crate::work::step;
use crate::workers::Workers;

/// Chunks whose names are hashed before they are compared.
const CHUNKS_HASHED: usize = 8;
/// Names that one job looks for.
const NAMES_PER_JOB: usize = 8192;

/// The number of a name in its zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct NameId(u32);

/// The names of a zone.
#[derive(Default)]
pub struct Names {
    /// Numbers of names by the hash of the name.
    table: HashTable<u32>,
    hashes: NameHashes,
    places: Places,
    /// What is known of each name: see [`NameFact`].
    facts: Vec<AtomicU8>,
}

/// Where the names stand.
#[derive(Default)]
struct Places {
    /// How many owners; their numbers are their places in canonical order.
    owners: u32,
    /// The names without records that have owners below them.
    non_terminals: Vec<NonTerminal>,
    /// Names that records lead to and that are none of these: a chunk, and where the name starts in its
    /// rdata.
    others: Vec<(u32, u32)>,
}

/// An empty non-terminal.
#[derive(Clone, Copy)]
struct NonTerminal {
    /// The first owner below it.
    first_below: u32,
    /// Where its name starts in that of the owner.
    at: u8,
}

/// What a zone has of a name.
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Existence {
    /// The owner of this place.
    Owner(usize),
    /// An empty non-terminal, of which the first owner below has this place.
    NonTerminal(usize),
}

/// What is true of a name or not, whichever record has it.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum NameFact {
    /// It cannot be a host's.
    NotHostname,
    /// Its labels before those of the zone's name look like an absolute name.
    LooksAbsolute,
    /// It is outside the zone and ends as no public name does.
    EndsNowhere,
}

impl NameFact {
    /// The bit that says that it is known; the next one says whether it is true.
    fn known(self) -> u8 {
        match self {
            NameFact::NotHostname => 1,
            NameFact::LooksAbsolute => 4,
            NameFact::EndsNowhere => 16,
        }
    }
}

impl Names {
    /// The names of the records in `chunks`, whose owners `index` has; tells the chunks the numbers of what
    /// their records lead to.
    pub fn of(zone: NameRef<'_>, index: &Index, chunks: &mut [Chunk], workers: &dyn Workers) -> Names {
        let count = index.len();
        let mut names = Names { table: HashTable::with_capacity(count + count / 16), ..Names::default() };
        names.places.owners = u32_of(count);
        names.add_owners(zone, index, chunks);
        names.add_targets(index, chunks, workers);
        names.places.non_terminals.shrink_to_fit();
        names.places.others.shrink_to_fit();
        names.facts.resize_with(names.table.len(), AtomicU8::default);
        names
    }

    /// Adds the owners and the names between them and the zone's.
    fn add_owners(&mut self, zone: NameRef<'_>, index: &Index, chunks: &[Chunk]) {
        let least = zone.wire().len();
        let mut before: &[u8] = &[];
        for (number, at) in (0..self.places.owners).zip(0..) {
            let wire = index.owner(chunks, at).wire();
            self.insert((index, chunks), number, wire);
            let mut start = 0;
            while let Some(above) = above(wire, start).filter(|&at| wire.len() - at >= least) {
                let name = wire.get(above..).unwrap_or_default();
                // Most owners are right below the zone's name, below the last owner, or beside it.
                let is_known = name.len() == least && number > 0
                    || name == before
                    || above_of(before) == name
                    || self.find_in((index, chunks), name).is_some();
                if is_known {
                    break;
                }
                let made = self.places.owners + u32_of(self.places.non_terminals.len());
                let at = u8::try_from(above).unwrap_or(u8::MAX);
                self.places.non_terminals.push(NonTerminal { first_below: number, at });
                self.insert((index, chunks), made, name);
                start = above;
            }
            before = wire;
        }
    }

    fn insert(&mut self, zone: (&Index, &[Chunk]), number: u32, wire: &[u8]) {
        let Names { table, hashes, places, .. } = self;
        table.insert_unique(hashes.of(wire), number, |&number| places.hash(hashes, zone, number));
    }

    /// Numbers what the records of the chunks lead to.
    fn add_targets(&mut self, index: &Index, chunks: &mut [Chunk], workers: &dyn Workers) {
        // Chunks have many names in common, far fewer than there are owners.
        let mut distinct = Distinct::default();
        for first in (0..chunks.len()).step_by(CHUNKS_HASHED) {
            let count = CHUNKS_HASHED.min(chunks.len() - first);
            let hashes = each(workers, count, |at| self.hashes_of(chunks, first + at));
            for (at, hashes) in (first..).zip(hashes) {
                let numbers = distinct.add(chunks, at, &hashes);
                chunks.get_mut(at).into_iter().for_each(|chunk| chunk.targets.set_numbers(&numbers));
            }
        }
        let zone = (index, &*chunks);
        let found = each(workers, distinct.names.len().div_ceil(NAMES_PER_JOB), |job| {
            let names = distinct.names.iter().skip(job * NAMES_PER_JOB).take(NAMES_PER_JOB);
            names.map(|&name| self.find_in(zone, name_in(zone.1, name).wire())).collect::<Vec<_>>()
        });
        let numbers: Vec<u32> = distinct
            .names
            .iter()
            .zip(found.into_iter().flatten())
            .map(|(&name, found)| found.unwrap_or_else(|| self.add_other(zone, name)))
            .collect();
        chunks.iter_mut().for_each(|chunk| chunk.targets.set_numbers(&numbers));
    }

    fn add_other(&mut self, zone: (&Index, &[Chunk]), name: (u32, u32)) -> u32 {
        let next = u32_of(self.table.len());
        self.places.others.push(name);
        self.insert(zone, next, name_in(zone.1, name).wire());
        next
    }

    fn hashes_of(&self, chunks: &[Chunk], at: usize) -> Vec<u64> {
        let places = chunks.get(at).map(|chunk| chunk.targets.places()).unwrap_or_default();
        let hash = |&place: &u32| self.hashes.of(name_in(chunks, (u32_of(at), place)).wire());
        places.iter().map(hash).collect()
    }

    fn find_in(&self, zone: (&Index, &[Chunk]), wire: &[u8]) -> Option<u32> {
        step();
        self.table.find(self.hashes.of(wire), |&number| self.places.is(zone, number, wire)).copied()
    }

    /// What the zone has of a name.
    pub fn find(&self, zone: &Zone, name: NameRef<'_>) -> Option<Existence> {
        self.found(self.find_in((&zone.index, &zone.chunks), name.wire())?)
    }

    /// What the zone has of the name of a number.
    fn found(&self, number: u32) -> Option<Existence> {
        match self.places.non_terminal(number) {
            None => Some(Existence::Owner(place(number))),
            Some(found) => found.map(|found| Existence::NonTerminal(place(found.first_below))),
        }
    }

    /// The number of a name.
    pub fn id(&self, zone: &Zone, name: NameRef<'_>) -> Option<NameId> {
        self.find_in((&zone.index, &zone.chunks), name.wire()).map(NameId)
    }

    /// What orders owners and empty non-terminals as canonical order does.
    pub fn rank(&self, id: NameId) -> (usize, u8) {
        match self.places.non_terminal(id.0).flatten() {
            None => (place(id.0), u8::MAX),
            // Right before the first owner below, the shorter name first.
            Some(found) => (place(found.first_below), u8::MAX - found.at),
        }
    }

    /// The owner of a number.
    pub fn owner(&self, id: NameId) -> Option<usize> {
        (id.0 < self.places.owners).then_some(place(id.0))
    }

    /// How many names.
    pub fn len(&self) -> usize {
        self.facts.len()
    }

    /// Whether something is true of a name, which `find` finds out where nobody has.
    pub fn is(&self, id: NameId, of: NameFact, find: impl FnOnce() -> bool) -> bool {
        let Some(known) = self.facts.get(place(id.0)) else { return find() };
        let bits = known.load(Ordering::Relaxed);
        if bits & of.known() != 0 {
            return bits & of.known() << 1 != 0;
        }
        let is_true = find();
        // Whoever finds out at the same time finds the same.
        known.fetch_or(of.known() | if is_true { of.known() << 1 } else { 0 }, Ordering::Relaxed);
        is_true
    }
}

impl NameId {
    pub(super) fn new(number: u32) -> NameId {
        NameId(number)
    }

    /// The number, below [`Zone::name_count`].
    #[must_use]
    pub fn number(self) -> usize {
        place(self.0)
    }
}

impl Places {
    /// `None` for an owner, `Some(None)` for what only records lead to.
    fn non_terminal(&self, number: u32) -> Option<Option<NonTerminal>> {
        Some(self.non_terminals.get(place(number.checked_sub(self.owners)?)).copied())
    }

    /// The name of an owner or non-terminal, in lower case.
    fn wire<'c>(&self, (index, chunks): (&Index, &'c [Chunk]), number: u32) -> Option<&'c [u8]> {
        let owner = |at: u32| index.owner(chunks, place(at)).wire();
        match self.non_terminal(number) {
            None => Some(owner(number)),
            Some(found) => found.and_then(|found| owner(found.first_below).get(usize::from(found.at)..)),
        }
    }

    fn other(&self, number: u32) -> Option<(usize, u32)> {
        let at = place(number.checked_sub(self.owners)?).checked_sub(self.non_terminals.len())?;
        self.others.get(at).map(|&(chunk, start)| (place(chunk), start))
    }

    /// Whether `number` is that of a name, whatever the case.
    fn is(&self, zone: (&Index, &[Chunk]), number: u32, wire: &[u8]) -> bool {
        match self.wire(zone, number) {
            Some(own) => own == wire || own.eq_ignore_ascii_case(wire),
            // A name is not the start of another.
            None => self.other(number).is_some_and(|(chunk, start)| {
                let octets = zone.1.get(chunk).map(|chunk| chunk.rdata_from(start, wire.len()));
                octets.is_some_and(|octets| octets.eq_ignore_ascii_case(wire))
            }),
        }
    }

    fn hash(&self, hashes: &NameHashes, zone: (&Index, &[Chunk]), number: u32) -> u64 {
        if let Some(wire) = self.wire(zone, number) {
            return hashes.of(wire);
        }
        let other = self.other(number);
        let name = other.and_then(|(chunk, start)| Some(zone.1.get(chunk)?.name_in_rdata(start)));
        hashes.of(name.unwrap_or(NameRef::ROOT).wire())
    }
}

/// The names that records lead to, each once.
#[derive(Default)]
struct Distinct {
    /// Places in `names`, by the hash of the name there.
    table: HashTable<u32>,
    /// A chunk, and where the name starts in its rdata.
    names: Vec<(u32, u32)>,
    hashes: Vec<u64>,
}

impl Distinct {
    /// The places of what the records of chunk `at` lead to, by the hashes of the names.
    fn add(&mut self, chunks: &[Chunk], at: usize, hashes: &[u64]) -> Vec<u32> {
        let Some(chunk) = chunks.get(at) else { return Vec::new() };
        let Distinct { table, names, hashes: known } = self;
        let add = |(&start, &hash): (&u32, &u64)| {
            step();
            let wire = chunk.name_in_rdata(start).wire();
            let is_same = |&number: &u32| {
                let other = names.get(place(number)).copied();
                other.is_some_and(|(at, start)| {
                    let octets = chunks.get(place(at)).map(|chunk| chunk.rdata_from(start, wire.len()));
                    octets.is_some_and(|octets| octets == wire || octets.eq_ignore_ascii_case(wire))
                })
            };
            let next = u32_of(names.len());
            let hash_of = |&number: &u32| known.get(place(number)).copied().unwrap_or_default();
            let number = *table.entry(hash, is_same, hash_of).or_insert(next).get();
            if number == next {
                names.push((u32_of(at), start));
                known.push(hash);
            }
            number
        };
        chunk.targets.places().iter().zip(hashes).map(add).collect()
    }
}

/// What `of` makes of each number below `count`, on all threads.
fn each<T: Send + Sync + Default>(
    workers: &dyn Workers,
    count: usize,
    of: impl Fn(usize) -> T + Sync,
) -> Vec<T> {
    let slots: Vec<OnceLock<T>> = (0..count).map(|_| OnceLock::new()).collect();
    workers.run(count, &|at| {
        if let Some(slot) = slots.get(at) {
            slot.get_or_init(|| of(at));
        }
    });
    slots.into_iter().map(|slot| slot.into_inner().unwrap_or_default()).collect()
}

fn name_in(chunks: &[Chunk], (chunk, start): (u32, u32)) -> NameRef<'_> {
    chunks.get(place(chunk)).map_or(NameRef::ROOT, |chunk| chunk.name_in_rdata(start))
}

/// Where the name above the one at octet `at` starts.
fn above(wire: &[u8], at: usize) -> Option<usize> {
    wire.get(at).filter(|&&len| len > 0).map(|&len| at + 1 + usize::from(len))
}

fn above_of(wire: &[u8]) -> &[u8] {
    above(wire, 0).and_then(|at| wire.get(at..)).unwrap_or_default()
}

fn place(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
