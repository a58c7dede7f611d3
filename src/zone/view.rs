//! What rules see of a zone: names, RRsets, records, and where their parts stand in the text.

use super::names::{NameFact, NameId};
use super::{RecordId, Zone};
use crate::parse::{Chunk, EntrySpans};
use crate::rr::{self, Rtype};
use crate::source::{SourceId, Span};
use crate::wire::{NameRef, u32_of};
use crate::work::step;

/// An owner name with its records.
#[derive(Clone, Copy)]
pub struct Node<'z> {
    zone: &'z Zone,
    at: usize,
}

/// The records of one owner and type.
#[derive(Clone, Copy)]
pub struct Rrset<'z> {
    node: Node<'z>,
    at: usize,
}

/// One record.
#[derive(Clone, Copy)]
pub struct Record<'z> {
    zone: &'z Zone,
    id: RecordId,
}

/// The name that a record leads to: of CNAME, NS, PTR, DNAME, MX, SRV, SVCB and HTTPS records.
#[derive(Clone, Copy)]
pub struct Target<'z> {
    record: Record<'z>,
    id: NameId,
    is_relative: bool,
}

/// A part of a record's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// From the first token to the last.
    Whole,
    /// The owner; the whole entry's first token where it is inherited.
    Owner,
    /// The TTL; the type where it is left out.
    Ttl,
    /// The class; the type where it is left out.
    Class,
    /// The type.
    Type,
    /// All of the rdata.
    Rdata,
    /// One field of the type's descriptor, from 0.
    Field(usize),
    /// Octets of the character-strings of a TXT or SPF record; all of the rdata where they do not stand in
    /// the text.
    Strings(InStrings),
}

/// Octets of a record's character-strings: both numbers of each place count from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct InStrings {
    /// The string that the first octet is in, and where in it.
    pub from: (usize, usize),
    /// The string that the octets end in, and the octet there that is not of them any more.
    pub to: (usize, usize),
}

impl<'z> Node<'z> {
    pub(super) fn new(zone: &'z Zone, at: usize) -> Self {
        step();
        Node { zone, at }
    }

    /// The zone it is in.
    #[must_use]
    pub fn zone(self) -> &'z Zone {
        self.zone
    }

    /// Its place in canonical order, from 0.
    #[must_use]
    pub fn position(self) -> usize {
        self.at
    }

    /// The owner name, in lower case.
    #[must_use]
    pub fn name(self) -> NameRef<'z> {
        self.zone.index.owner(&self.zone.chunks, self.at)
    }

    /// The number of the name in its zone.
    #[must_use]
    pub fn id(self) -> NameId {
        NameId::new(u32_of(self.at))
    }

    /// The RRsets by type number.
    pub fn rrsets(self) -> impl Iterator<Item = Rrset<'z>> {
        self.zone.index.rrsets(self.at).map(move |at| {
            step();
            Rrset { node: self, at }
        })
    }

    /// The RRset of one type.
    #[must_use]
    pub fn rrset(self, rtype: Rtype) -> Option<Rrset<'z>> {
        self.rrsets().find(|rrset| rrset.rtype() == rtype)
    }

    /// Whether there is an RRset of one of these types.
    #[must_use]
    pub fn has(self, rtypes: &[Rtype]) -> bool {
        self.rrsets().any(|rrset| rtypes.contains(&rrset.rtype()))
    }

    /// Whether this is the zone's name.
    #[must_use]
    pub fn is_apex(self) -> bool {
        // No other name in the zone is as short.
        self.name().wire().len() == self.zone.name().wire().len()
    }

    /// Whether a zone cut is here: NS below the apex and not below another cut.
    #[must_use]
    pub fn is_cut(self) -> bool {
        self.zone.index.is_cut(self.at)
    }

    /// Whether a zone cut is above: the records here are glue, or hidden.
    #[must_use]
    pub fn is_below_cut(self) -> bool {
        self.zone.index.is_below_cut(self.at)
    }

    /// Whether a DNAME is above.
    #[must_use]
    pub fn is_below_dname(self) -> bool {
        self.zone.index.is_below_dname(self.at)
    }

    /// Whether the zone answers with the records here: no zone cut is here or above, and no DNAME above.
    #[must_use]
    pub fn is_authoritative(self) -> bool {
        self.zone.index.is_authoritative(self.at)
    }

    /// Whether something is true of the name, which `find` finds out where nobody has.
    #[must_use]
    pub fn is(self, of: NameFact, find: impl FnOnce(NameRef<'z>) -> bool) -> bool {
        let id = self.id();
        self.zone.names.is(id, of, || find(self.name()))
    }

    /// The next owner in canonical order.
    #[must_use]
    pub fn next(self) -> Option<Node<'z>> {
        self.zone.node_at(self.at + 1)
    }
}

impl<'z> Rrset<'z> {
    /// The owner with all its RRsets.
    #[must_use]
    pub fn node(self) -> Node<'z> {
        self.node
    }

    /// The owner name, in lower case.
    #[must_use]
    pub fn owner(self) -> NameRef<'z> {
        self.node.name()
    }

    /// The type.
    #[must_use]
    pub fn rtype(self) -> Rtype {
        self.first().rtype()
    }

    /// The first record in input order; there is always one.
    #[must_use]
    pub fn first(self) -> Record<'z> {
        let id = self.node.zone.index.records(self.at).first().copied().unwrap_or(RecordId(0));
        Record { zone: self.node.zone, id }
    }

    /// The records in input order.
    pub fn records(self) -> impl ExactSizeIterator<Item = Record<'z>> + Clone {
        let zone = self.node.zone;
        zone.index.records(self.at).iter().map(move |&id| Record { zone, id })
    }

    /// What the records lead to, where something is true of the name, which `find` says of one. Quick in a
    /// zone where it is true of no name that any record leads to.
    pub fn targets_that(
        self,
        of: NameFact,
        find: impl Fn(NameRef<'z>) -> bool,
    ) -> impl Iterator<Item = Target<'z>> {
        let zone = self.node.zone;
        let records = zone.names.is_of_any(zone, of, &find).then(|| self.records());
        let targets = records.into_iter().flatten().filter_map(Record::target);
        targets.filter(move |target| target.is(of, &find))
    }

    /// How many records; never 0.
    #[must_use]
    #[allow(clippy::len_without_is_empty, reason = "an RRset has at least one record")]
    pub fn len(self) -> usize {
        self.node.zone.index.records(self.at).len()
    }
}

impl<'z> Record<'z> {
    pub(super) fn new(zone: &'z Zone, id: RecordId) -> Self {
        Record { zone, id }
    }

    fn chunk(self) -> Option<&'z Chunk> {
        step();
        self.zone.chunks.get(self.id.chunk())
    }

    /// Its number within the zone: higher numbers come later in the input.
    #[must_use]
    pub fn id(self) -> RecordId {
        self.id
    }

    /// The zone it is in.
    #[must_use]
    pub fn zone(self) -> &'z Zone {
        self.zone
    }

    /// The owner name, in lower case.
    #[must_use]
    pub fn owner(self) -> NameRef<'z> {
        self.chunk().map_or(NameRef::ROOT, |chunk| chunk.name(chunk.owner(self.id.row())))
    }

    /// The type.
    #[must_use]
    pub fn rtype(self) -> Rtype {
        self.chunk().map_or(Rtype(0), |chunk| chunk.rtype(self.id.row()))
    }

    /// The class, 1 for IN.
    #[must_use]
    pub fn class(self) -> u16 {
        self.chunk().map_or(1, |chunk| chunk.class(self.id.row()))
    }

    /// The TTL in seconds.
    #[must_use]
    pub fn ttl(self) -> u32 {
        self.chunk().map_or(0, |chunk| chunk.ttl(self.id.row()))
    }

    /// The rdata in wire form, names uncompressed and in the case they were written in.
    #[must_use]
    pub fn rdata(self) -> &'z [u8] {
        self.chunk().map(|chunk| chunk.rdata(self.id.row())).unwrap_or_default()
    }

    /// The rdata in presentation form.
    #[must_use]
    pub fn present(self) -> String {
        rr::present(self.rtype(), self.rdata())
    }

    /// The octets of field `index` on the wire, its length octets included.
    #[must_use]
    pub fn octets(self, index: usize) -> Option<&'z [u8]> {
        rr::octets_at(self.rtype(), self.rdata(), index)
    }

    /// Field `index` as a name.
    #[must_use]
    pub fn name(self, index: usize) -> Option<NameRef<'z>> {
        rr::name_at(self.rtype(), self.rdata(), index)
    }

    /// The name that the record leads to, for the types that have one.
    #[must_use]
    pub fn target(self) -> Option<Target<'z>> {
        let chunk = self.chunk()?;
        let (number, is_relative) = chunk.targets.of(self.id.row())?;
        Some(Target { record: self, id: NameId::new(number), is_relative })
    }

    /// Field `index` as an 8-bit number.
    #[must_use]
    pub fn u8(self, index: usize) -> Option<u8> {
        self.octets(index)?.first().copied()
    }

    /// Field `index` as a 16-bit number.
    #[must_use]
    pub fn u16(self, index: usize) -> Option<u16> {
        self.octets(index)?.first_chunk().map(|octets| u16::from_be_bytes(*octets))
    }

    /// Field `index` as a 32-bit number.
    #[must_use]
    pub fn u32(self, index: usize) -> Option<u32> {
        self.octets(index)?.first_chunk().map(|octets| u32::from_be_bytes(*octets))
    }

    /// Where a part of the record stands: reads the entry again, so ask only when there is something to say.
    #[must_use]
    pub fn span(self, part: Part) -> Span {
        let Some(chunk) = self.chunk() else { return self.zone.start() };
        let row = self.id.row();
        let entry_at = chunk.entry_at(row);
        let next = chunk.next_entry_at(row);
        let bytes = self.zone.source(chunk.source).map(|source| source.bytes.as_slice()).unwrap_or_default();
        if let Part::Strings(octets) = part {
            let (start, end) = EntrySpans::strings(bytes, entry_at, next, octets.from, octets.to);
            return Span::new(chunk.source, start, end);
        }
        let spans = EntrySpans::read(bytes, entry_at, next);
        let first = (spans.whole.0, spans.whole.0);
        let (start, end) = match part {
            Part::Whole => spans.whole,
            Part::Owner => {
                spans.owner.unwrap_or(if spans.whole == spans.rtype { spans.whole } else { first })
            }
            Part::Ttl => spans.ttl.unwrap_or(spans.rtype),
            Part::Class => spans.class.unwrap_or(spans.rtype),
            Part::Type => spans.rtype,
            Part::Rdata | Part::Strings(_) => spans.rdata,
            Part::Field(index) => spans.field(index),
        };
        Span::new(chunk.source, start, end)
    }

    /// Where the record stands, for labels of records that are involved.
    #[must_use]
    pub fn whole(self) -> Span {
        self.span(Part::Whole)
    }

    /// The source it stands in.
    #[must_use]
    pub fn source(self) -> SourceId {
        self.chunk().map_or(SourceId(0), |chunk| chunk.source)
    }
}

impl<'z> Target<'z> {
    /// The record that leads there.
    #[must_use]
    pub fn record(self) -> Record<'z> {
        self.record
    }

    /// The name as the record has it.
    #[must_use]
    pub fn name(self) -> NameRef<'z> {
        let field = rr::target_field(self.record.rtype());
        field.and_then(|(field, _)| self.record.name(field)).unwrap_or(NameRef::ROOT)
    }

    /// Its number in the zone: that of the same name elsewhere.
    #[must_use]
    pub fn id(self) -> NameId {
        self.id
    }

    /// Whether it may have been written without a dot at its end: surely not where this says no.
    #[must_use]
    pub fn is_relative(self) -> bool {
        self.is_relative
    }

    /// The owner in the same zone that it leads to, whether or not a cut or DNAME occludes it.
    #[must_use]
    pub fn node(self) -> Option<Node<'z>> {
        let zone = self.record.zone;
        zone.names.owner(self.id).map(|at| Node::new(zone, at))
    }

    /// The zone of the record.
    #[must_use]
    pub fn zone(self) -> &'z Zone {
        self.record.zone
    }

    /// Whether something is true of the name, which `find` finds out where nobody has.
    #[must_use]
    pub fn is(self, of: NameFact, find: impl FnOnce(NameRef<'z>) -> bool) -> bool {
        self.record.zone.names.is(self.id, of, || find(self.name()))
    }
}
