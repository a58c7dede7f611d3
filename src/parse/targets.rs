//! The names that the records of a chunk lead to, each once, so that what is true of a name is found once.

use hashbrown::HashTable;

use crate::rr::{Rtype, target_field};
use crate::wire::{NameHashes, NameRef, u32_of};

/// A record without a target.
const NONE: u32 = u32::MAX;
/// Set where the target was not written with a dot at its end.
const RELATIVE: u32 = 1 << 31;

/// What the records of a chunk lead to.
#[derive(Debug, Default)]
pub struct Targets {
    /// The number of each record's target, with [`RELATIVE`]; shorter than the chunk where no more have one.
    /// Numbers are places in `places` until others are set.
    column: Vec<u32>,
    /// Where each of the names starts in the chunk's rdata.
    places: Vec<u32>,
    /// The numbers by the hash of the name.
    table: HashTable<u32>,
    hashes: NameHashes,
    has_relative: bool,
}

impl Targets {
    /// Notes the target of record `row`, whose rdata starts at `start` of the chunk's. `is_relative` says
    /// that the last word of the rdata has no dot at its end.
    pub fn push(&mut self, row: u32, rtype: Rtype, (start, rdata): (usize, &[u8]), is_relative: bool) {
        let Some((_, before)) = target_field(rtype) else { return };
        let octets = rdata.get(start + before..).unwrap_or_default();
        let Some(name) = NameRef::from_wire(octets) else { return };
        let is_last = name.wire().len() == octets.len();
        let Targets { table, places, hashes, .. } = self;
        let same = |&number: &u32| {
            let place = places.get(index(number)).copied().map_or(usize::MAX, index);
            let octets = place.checked_add(name.wire().len()).and_then(|end| rdata.get(place..end));
            octets.is_some_and(|octets| octets == name.wire() || octets.eq_ignore_ascii_case(name.wire()))
        };
        let hash_of = |&number: &u32| hashes.of(name_at(rdata, places, number).wire());
        let found = table.entry(hashes.of(name.wire()), same, hash_of);
        let next = u32_of(places.len());
        let number = *found.or_insert(next).get();
        if number == next {
            places.push(u32_of(start + before));
        }
        self.column.resize(index(row), NONE);
        // What stands before parameters may have been written either way.
        let spelling = if is_relative || !is_last { RELATIVE } else { 0 };
        self.has_relative |= spelling != 0;
        self.column.push(number | spelling);
    }

    /// Forgets the records from `rows` on, and the names that start at `rdata_octets` or behind.
    pub fn rewind(&mut self, rows: u32, rdata: &[u8], rdata_octets: usize) {
        self.truncate(rows);
        while self.places.last().is_some_and(|&place| index(place) >= rdata_octets) {
            let number = u32_of(self.places.len() - 1);
            let name = name_at(rdata, &self.places, number);
            let hash = self.hashes.of(name.wire());
            if let Ok(entry) = self.table.find_entry(hash, |&at| at == number) {
                entry.remove();
            }
            self.places.pop();
        }
    }

    /// Gives back what is not needed when the chunk is full.
    pub fn shrink(&mut self) {
        self.table = HashTable::new();
        self.column.shrink_to_fit();
        self.places.shrink_to_fit();
    }

    /// Forgets the records from `rows` on, and no name.
    pub fn truncate(&mut self, rows: u32) {
        self.column.truncate(index(rows));
    }

    /// Where each of the names starts in the chunk's rdata.
    pub fn places(&self) -> &[u32] {
        &self.places
    }

    /// Puts other numbers in place of those that the names have, by which the new ones are found. From then
    /// on there are no places any more.
    pub fn set_numbers(&mut self, numbers: &[u32]) {
        self.places = Vec::new();
        for cell in self.column.iter_mut().filter(|cell| **cell != NONE) {
            let number = numbers.get(index(*cell & !RELATIVE)).copied();
            *cell = number.map_or(NONE, |number| number | *cell & RELATIVE);
        }
    }

    /// Whether any of the names may have been written without a dot at its end.
    pub fn has_relative(&self) -> bool {
        self.has_relative
    }

    /// The number in the zone of what record `row` leads to, and whether it may have been written without a
    /// dot at its end.
    pub fn of(&self, row: u32) -> Option<(u32, bool)> {
        let cell = self.column.get(index(row)).copied().filter(|&cell| cell != NONE)?;
        Some((cell & !RELATIVE, cell & RELATIVE != 0))
    }
}

fn name_at<'r>(rdata: &'r [u8], places: &[u32], number: u32) -> NameRef<'r> {
    let place = places.get(index(number)).copied().map_or(usize::MAX, index);
    rdata.get(place..).and_then(NameRef::from_wire).unwrap_or(NameRef::ROOT)
}

fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
