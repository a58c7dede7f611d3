//! Records as columns: about 18 octets each plus rdata and owner names in wire form. Spans are not kept; an
//! entry's offset is, and reading that entry again gives them.

use super::targets::Targets;
use crate::rr::Rtype;
use crate::source::SourceId;
use crate::wire::{NameRef, u32_of};

/// Most records of one chunk, so that a record's number is 12 bits of chunk and 20 bits of row.
pub const ROWS_PER_CHUNK: u32 = 1 << 20;

/// The class IN, which is not worth a column.
pub const CLASS_IN: u16 = 1;

/// Records that were read from one stretch of one source, in its order.
#[derive(Debug)]
pub struct Chunk {
    /// Where the entries are.
    pub source: SourceId,
    entry_at: Vec<u32>,
    owner: Vec<u32>,
    rtype: Vec<Rtype>,
    ttl: Vec<u32>,
    /// Where each rdata starts in `rdata`; one more than there are records.
    rdata_at: Vec<u32>,
    rdata: Vec<u8>,
    /// Where each owner name starts in `names`; one more than there are names.
    name_at: Vec<u32>,
    names: Vec<u8>,
    /// Rows whose class is not IN.
    classes: Vec<(u32, u16)>,
    /// The names that records lead to.
    pub targets: Targets,
}

impl Chunk {
    /// An empty chunk, with room for the records of about `text_octets` of text.
    #[must_use]
    pub fn new(source: SourceId, text_octets: usize) -> Chunk {
        let rows = text_octets / 48;
        Chunk {
            source,
            entry_at: Vec::with_capacity(rows),
            owner: Vec::with_capacity(rows),
            rtype: Vec::with_capacity(rows),
            ttl: Vec::with_capacity(rows),
            rdata_at: Vec::with_capacity(rows + 1),
            rdata: Vec::with_capacity(text_octets / 2),
            name_at: vec![0],
            names: Vec::with_capacity(text_octets / 4),
            classes: Vec::new(),
            targets: Targets::default(),
        }
    }

    /// How many records.
    #[must_use]
    pub fn len(&self) -> u32 {
        u32_of(self.entry_at.len())
    }

    /// Whether there is no record.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entry_at.is_empty()
    }

    /// How many owner names, of which neighbours differ.
    #[must_use]
    pub fn name_count(&self) -> u32 {
        u32_of(self.name_at.len() - 1)
    }

    /// Octets of rdata.
    #[must_use]
    pub fn rdata_octets(&self) -> usize {
        self.rdata.len()
    }

    /// Adds an owner name in lower case, or finds that it is the last one added; its number.
    ///
    /// `write` appends the name's wire form; where it returns an error nothing is added.
    pub(super) fn push_name<T, E>(
        &mut self,
        write: impl FnOnce(&mut Vec<u8>) -> Result<T, E>,
    ) -> Result<(u32, T), E> {
        let start = self.names.len();
        let value = write(&mut self.names)?;
        let (before, new) = self.names.split_at_mut(start);
        new.make_ascii_lowercase();
        let last = self
            .name_at
            .len()
            .checked_sub(2)
            .and_then(|at| self.name_at.get(at))
            .map_or(start, |&at| index(at));
        if before.get(last..) == Some(new) {
            self.names.truncate(start);
            return Ok((self.name_count() - 1, value));
        }
        self.name_at.push(u32_of(self.names.len()));
        Ok((self.name_count() - 1, value))
    }

    /// Where the next rdata is to be appended.
    pub(super) fn rdata_mut(&mut self) -> &mut Vec<u8> {
        &mut self.rdata
    }

    /// Adds a record whose rdata was appended to [`Chunk::rdata_mut`] since the last one; `is_relative` where
    /// its last word has no dot at its end.
    pub(super) fn push_record(
        &mut self,
        (entry_at, owner): (u32, u32),
        class: u16,
        rtype: Rtype,
        ttl: u32,
        is_relative: bool,
    ) {
        if class != CLASS_IN {
            self.classes.push((self.len(), class));
        }
        if self.rdata_at.is_empty() {
            self.rdata_at.push(0);
        }
        let start = self.rdata_at.last().copied().map_or(0, index);
        self.targets.push(self.len(), rtype, (start, &self.rdata), is_relative);
        self.entry_at.push(entry_at);
        self.owner.push(owner);
        self.rtype.push(rtype);
        self.ttl.push(ttl);
        self.rdata_at.push(u32_of(self.rdata.len()));
    }

    /// Takes the last record away.
    pub(crate) fn pop(&mut self) {
        self.entry_at.pop();
        self.owner.pop();
        self.rtype.pop();
        self.ttl.pop();
        self.rdata_at.pop();
        let row = self.len();
        self.targets.truncate(row);
        self.classes.retain(|&(at, _)| at < row);
    }

    /// Takes away the records from `rows` on and the rdata from `rdata_octets` on.
    pub(super) fn rewind(&mut self, rows: u32, rdata_octets: usize) {
        while self.len() > rows {
            self.pop();
        }
        self.targets.rewind(rows, &self.rdata, rdata_octets);
        self.rdata.truncate(rdata_octets);
    }

    /// Gives back the room that was not used.
    pub(super) fn shrink(&mut self) {
        self.entry_at.shrink_to_fit();
        self.owner.shrink_to_fit();
        self.rtype.shrink_to_fit();
        self.ttl.shrink_to_fit();
        self.rdata_at.shrink_to_fit();
        self.rdata.shrink_to_fit();
        self.name_at.shrink_to_fit();
        self.names.shrink_to_fit();
        self.targets.shrink();
    }

    /// Where the entry of record `row` starts in the source.
    #[must_use]
    pub fn entry_at(&self, row: u32) -> u32 {
        cell(&self.entry_at, row)
    }

    /// Where the next entry behind that of record `row` starts, if a record of this chunk stands there.
    #[must_use]
    pub fn next_entry_at(&self, row: u32) -> Option<u32> {
        let here = self.entry_at(row);
        let rest = self.entry_at.get(index(row)..)?;
        rest.get(rest.partition_point(|&at| at <= here)).copied()
    }

    /// The number of the owner name of record `row`.
    #[must_use]
    pub fn owner(&self, row: u32) -> u32 {
        cell(&self.owner, row)
    }

    /// The type of record `row`.
    #[must_use]
    pub fn rtype(&self, row: u32) -> Rtype {
        self.rtype.get(index(row)).copied().unwrap_or(Rtype(0))
    }

    /// The TTL of record `row` in seconds.
    #[must_use]
    pub fn ttl(&self, row: u32) -> u32 {
        cell(&self.ttl, row)
    }

    /// The class of record `row`.
    #[must_use]
    pub fn class(&self, row: u32) -> u16 {
        self.classes
            .binary_search_by_key(&row, |&(row, _)| row)
            .ok()
            .and_then(|at| self.classes.get(at))
            .map_or(CLASS_IN, |&(_, class)| class)
    }

    /// Whether every record's class is IN.
    #[must_use]
    pub fn is_all_in(&self) -> bool {
        self.classes.is_empty()
    }

    /// The rdata of record `row` in wire form.
    #[must_use]
    pub fn rdata(&self, row: u32) -> &[u8] {
        let (start, end) = (cell(&self.rdata_at, row), cell(&self.rdata_at, row + 1));
        self.rdata.get(index(start)..index(end)).unwrap_or_default()
    }

    /// The name that starts at octet `place` of the rdata.
    #[must_use]
    pub fn name_in_rdata(&self, place: u32) -> NameRef<'_> {
        self.rdata.get(index(place)..).and_then(NameRef::from_wire).unwrap_or(NameRef::ROOT)
    }

    /// Octets of the rdata from `place` on, as many as are there of `len`.
    #[must_use]
    pub fn rdata_from(&self, place: u32, len: usize) -> &[u8] {
        let start = index(place);
        start.checked_add(len).and_then(|end| self.rdata.get(start..end)).unwrap_or_default()
    }

    /// Owner name `number`, in lower case.
    #[must_use]
    pub fn name(&self, number: u32) -> NameRef<'_> {
        let (start, end) = (cell(&self.name_at, number), cell(&self.name_at, number + 1));
        NameRef::of_arena(self.names.get(index(start)..index(end)).unwrap_or(&[0]))
    }
}

fn index(n: u32) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

fn cell(column: &[u32], row: u32) -> u32 {
    column.get(index(row)).copied().unwrap_or(0)
}
