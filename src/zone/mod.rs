//! One zone: its records, their canonical order, and what exists in it. Makes no judgement.

mod by_name;
pub mod difference;
mod index;
mod lookup;
mod names;
mod naming;
mod purpose;
mod view;
mod views;

use std::collections::BTreeMap;

use index::Index;
use names::Names;

use crate::fault::{Fault, FaultKind};
use crate::parse::{CLASS_IN, Chunk, Parsed, Unreadable};
use crate::rr::{Rtype, types};
use crate::source::{Position, Source, SourceId, Span};
use crate::wire::{Name, NameRef, u32_of};
use crate::workers::{Serial, Workers};

pub use by_name::ByName;
pub use difference::{Difference, first_difference, pairs};
pub use lookup::Lookup;
pub use names::{NameFact, NameId};
pub use naming::{Candidate, Evidence, Naming, begins_as_zone};
pub use purpose::{Purpose, catalog_members, catalog_property, catalog_version};
pub use view::{InStrings, Node, Part, Record, Rrset, Target};
pub use views::Views;

/// Number of a record: 12 bits of chunk, 20 bits of row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId(u32);

impl RecordId {
    fn new(chunk: usize, row: u32) -> RecordId {
        RecordId((u32_of(chunk) << 20) | row)
    }

    fn chunk(self) -> usize {
        usize::try_from(self.0 >> 20).unwrap_or(usize::MAX)
    }

    fn row(self) -> u32 {
        self.0 & 0xf_ffff
    }
}

/// Tells the zones of a run apart, also those of one name: for maps by zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ZoneId(usize);

/// Whether a file is a whole zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Completeness {
    /// A zone, which has an apex with SOA and NS.
    Whole,
    /// Loose records, such as `K*.key` and `dsset-` files hold: no rule asks for what is not there.
    Fragment,
}

/// The records of one zone in canonical order.
pub struct Zone {
    name: Name,
    class: u16,
    completeness: Completeness,
    sources: Vec<Source>,
    chunks: Vec<Chunk>,
    index: Index,
    names: Names,
    other_class: Vec<RecordId>,
    out_of_zone: Vec<RecordId>,
    /// Records that stand in the text and could not be read, by owner in lower case.
    unread: BTreeMap<Box<[u8]>, Vec<Rtype>>,
    /// What could not be read as it should, and how many more faults of a kind there are.
    faults: Vec<(SourceId, Fault)>,
    faults_dropped: BTreeMap<FaultKind, u64>,
    /// Where faults stand that explain what else is wrong with their record, sorted.
    explained: Vec<(SourceId, u32)>,
    /// A part of the text could not be reached.
    incomplete: bool,
    naming: Naming,
    known: purpose::Known,
    view: Option<Box<str>>,
}

impl Zone {
    /// Builds the zone `name` out of what was read.
    #[must_use]
    pub fn build(parsed: Parsed, name: Name, completeness: Completeness, workers: &dyn Workers) -> Zone {
        let Parsed { sources, mut chunks, faults, faults_dropped, unread, unreadable: _ } = parsed;
        let incomplete =
            !faults_dropped.is_empty() || faults.iter().any(|(_, fault)| fault.kind.hides_text());
        let explained = explained(&sources, &faults);
        let mut unread_by_owner: BTreeMap<Box<[u8]>, Vec<Rtype>> = BTreeMap::new();
        for (owner, rtype) in unread {
            unread_by_owner.entry((*owner).into()).or_default().push(rtype);
        }
        drop_repeated_soa(&mut chunks);
        let class = zone_class(&chunks);
        let mut zone = Zone {
            name,
            class,
            completeness,
            sources,
            chunks,
            index: Index::default(),
            names: Names::default(),
            other_class: Vec::new(),
            out_of_zone: Vec::new(),
            unread: unread_by_owner,
            faults,
            faults_dropped,
            explained,
            incomplete,
            naming: Naming::default(),
            known: purpose::Known::default(),
            view: None,
        };
        index::build(&mut zone);
        zone.names = Names::of(zone.name.borrow_name(), &zone.index, &mut zone.chunks, workers);
        zone.known = purpose::of(&zone);
        zone
    }

    /// A zone of this name without any record.
    #[must_use]
    pub fn empty(name: Name) -> Zone {
        let parsed = Parsed {
            sources: Vec::new(),
            chunks: Vec::new(),
            faults: Vec::new(),
            faults_dropped: BTreeMap::new(),
            unread: Vec::new(),
            unreadable: Unreadable::default(),
        };
        Zone::build(parsed, name, Completeness::Fragment, &Serial)
    }

    /// The zone's name: the owner of its SOA.
    #[must_use]
    pub fn name(&self) -> NameRef<'_> {
        self.name.borrow_name()
    }

    /// Puts the zone into a view: that of the server which shows it to some clients only.
    #[must_use]
    pub fn in_view(self, view: Option<&str>) -> Zone {
        Zone { view: view.map(Box::from), ..self }
    }

    /// The view that the zone says it is in; zones of one name in several views are different zones.
    #[must_use]
    pub fn view(&self) -> Option<&str> {
        self.view.as_deref()
    }

    /// What no other zone has for as long as this one is where it is.
    #[must_use]
    pub fn id(&self) -> ZoneId {
        ZoneId(std::ptr::from_ref(self).addr())
    }

    /// The zone's class, 1 for IN.
    #[must_use]
    pub fn class(&self) -> u16 {
        self.class
    }

    /// Whether the file is a whole zone.
    #[must_use]
    pub fn completeness(&self) -> Completeness {
        self.completeness
    }

    /// The file and what it includes.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// What could not be read as it should, in input order.
    #[must_use]
    pub fn faults(&self) -> &[(SourceId, Fault)] {
        &self.faults
    }

    /// How many more faults of a kind there are than are kept.
    #[must_use]
    pub fn faults_dropped(&self) -> &BTreeMap<FaultKind, u64> {
        &self.faults_dropped
    }

    /// How many faults of its kind there are, where `fault` is the first: what has one cause in many places is
    /// said once.
    #[must_use]
    pub fn count_if_first(&self, fault: &Fault) -> Option<u64> {
        let mut of_kind = self.faults.iter().filter(|(_, other)| other.kind == fault.kind);
        let is_first = of_kind.next().is_some_and(|(_, first)| std::ptr::eq(first, fault));
        let dropped = self.faults_dropped.get(&fault.kind).copied().unwrap_or_default();
        is_first.then(|| of_kind.fold(1 + dropped, |count, _| count + 1))
    }

    /// Whether a fault in the text of `record` explains what else is wrong with it.
    pub(crate) fn explains(&self, record: Record<'_>) -> bool {
        if self.explained.is_empty() {
            return false;
        }
        let span = record.whole();
        let at = self.explained.partition_point(|place| *place < (span.source, span.start));
        self.explained.get(at).is_some_and(|&(source, at)| source == span.source && at <= span.end())
    }

    /// This zone, with what it is called by whom.
    #[must_use]
    pub fn with_naming(self, naming: Naming) -> Zone {
        Zone { naming, ..self }
    }

    /// What the zone is called by whom.
    #[must_use]
    pub fn naming(&self) -> &Naming {
        &self.naming
    }

    /// Where the zone's name is from; `None` where nothing named it.
    #[must_use]
    pub fn named_by(&self) -> Option<Evidence> {
        match self.naming.winner() {
            Some(winner) if winner.name == self.name => Some(winner.evidence),
            _ => self.soa().map(|_| Evidence::Soa),
        }
    }

    /// What the zone is for, by its content.
    #[must_use]
    pub fn purpose(&self) -> Purpose {
        self.known.purpose
    }

    /// This zone as a response policy zone, which its server says that it is.
    #[must_use]
    pub fn as_policy(mut self) -> Zone {
        self.known.purpose = Purpose::Policy;
        self
    }

    /// A record that shows what the zone is for; none where its names are resolved as usual.
    #[must_use]
    pub fn sign_of_purpose(&self) -> Option<Record<'_>> {
        self.known.sign.map(|id| self.record(id))
    }

    /// The sources, when nothing else is needed any more.
    #[must_use]
    pub fn into_sources(self) -> Vec<Source> {
        self.sources
    }

    /// The text of a span.
    #[must_use]
    pub fn text(&self, span: Span) -> &[u8] {
        self.source(span.source).map(|source| source.slice(span.start, span.end())).unwrap_or_default()
    }

    /// Line and column of an octet of a source.
    #[must_use]
    pub fn position(&self, source: SourceId, offset: u32) -> Position {
        let known = self.source(source).map(|source| source.position(offset));
        known.unwrap_or(Position { row: 1, column: 1 })
    }

    fn source(&self, id: SourceId) -> Option<&Source> {
        self.sources.get(usize::try_from(id.0).ok()?)
    }

    /// The start of the file: where findings about what is missing point.
    #[must_use]
    pub fn start(&self) -> Span {
        Span { source: SourceId(0), start: 0, len: 0 }
    }

    /// The owner names with records, in canonical order.
    pub fn nodes(&self) -> impl DoubleEndedIterator<Item = Node<'_>> + ExactSizeIterator {
        (0..self.index.len()).map(|at| Node::new(self, at))
    }

    /// The records, in canonical order of their owners.
    pub fn records(&self) -> impl Iterator<Item = Record<'_>> {
        self.nodes().flat_map(Node::rrsets).flat_map(Rrset::records)
    }

    /// How many owner names.
    #[must_use]
    pub fn node_count(&self) -> usize {
        self.index.len()
    }

    /// Owner name number `at` in canonical order.
    #[must_use]
    pub fn node_at(&self, at: usize) -> Option<Node<'_>> {
        (at < self.index.len()).then(|| Node::new(self, at))
    }

    /// How many names the zone has or its records lead to; each has a [`NameId`] below that.
    #[must_use]
    pub fn name_count(&self) -> usize {
        self.names.len()
    }

    /// Whether a record may lead to a name that was written without a dot at its end.
    #[must_use]
    pub fn has_relative_targets(&self) -> bool {
        self.chunks.iter().any(|chunk| chunk.targets.has_relative())
    }

    /// How many RRsets.
    #[must_use]
    pub fn rrset_count(&self) -> usize {
        self.index.rrset_count()
    }

    /// How many records are in the zone, those of another class or name left out.
    #[must_use]
    pub fn record_count(&self) -> usize {
        self.index.record_count()
    }

    /// The node of the zone's name.
    #[must_use]
    pub fn apex(&self) -> Option<Node<'_>> {
        // Nothing in the zone comes before its name.
        self.node_at(0).filter(|first| first.is_apex())
    }

    /// The SOA record at the apex.
    #[must_use]
    pub fn soa(&self) -> Option<Record<'_>> {
        self.apex()?.rrset(types::SOA)?.records().next()
    }

    /// Records of a class other than the zone's, in input order. They are not in the index.
    pub fn other_class(&self) -> impl Iterator<Item = Record<'_>> {
        self.other_class.iter().map(|&id| Record::new(self, id))
    }

    /// Records whose owner is outside the zone, in input order. They are not in the index.
    pub fn out_of_zone(&self) -> impl Iterator<Item = Record<'_>> {
        self.out_of_zone.iter().map(|&id| Record::new(self, id))
    }

    /// Whether any record has this type.
    #[must_use]
    pub fn has_type(&self, rtype: Rtype) -> bool {
        self.index.has_type(rtype)
    }

    /// Whether the text may hold a record of this owner and type that could not be read: then nobody can say
    /// that it is missing.
    #[must_use]
    pub fn may_have(&self, owner: NameRef<'_>, rtype: Rtype) -> bool {
        self.incomplete
            || self
                .unread_at(owner)
                .is_some_and(|rtypes| rtypes.contains(&rtype) || rtypes.contains(&Rtype(0)))
    }

    /// Whether any record could not be read.
    #[must_use]
    pub fn has_unread(&self) -> bool {
        self.incomplete || !self.unread.is_empty()
    }

    /// The record of a number that [`Record::id`] gave.
    #[must_use]
    pub fn record(&self, id: RecordId) -> Record<'_> {
        Record::new(self, id)
    }

    /// Whether the text may hold any record at `name` that could not be read.
    #[must_use]
    pub fn may_exist(&self, name: NameRef<'_>) -> bool {
        self.incomplete || self.unread_at(name).is_some()
    }

    /// Whether every record in the text could be read.
    #[must_use]
    pub fn is_read(&self) -> bool {
        !self.incomplete && self.unread.is_empty()
    }

    fn unread_at(&self, owner: NameRef<'_>) -> Option<&Vec<Rtype>> {
        if self.unread.is_empty() { None } else { self.unread.get(&*owner.to_lowercase()) }
    }

    /// Whether the zone is signed: it has DNSKEY records at its apex.
    #[must_use]
    pub fn is_signed(&self) -> bool {
        self.apex().is_some_and(|apex| apex.rrset(types::DNSKEY).is_some())
    }
}

/// Where faults stand that explain what else is wrong with their record: for what was cut off, where the rest
/// ends.
fn explained(sources: &[Source], faults: &[(SourceId, Fault)]) -> Vec<(SourceId, u32)> {
    let place = |(id, fault): &(SourceId, Fault)| {
        let source = usize::try_from(id.0).ok().and_then(|at| sources.get(at));
        let before = source.map(|source| source.slice(0, fault.start)).unwrap_or_default();
        let blanks = before.iter().rev().take_while(|&&byte| matches!(byte, b' ' | b'\t')).count();
        (*id, fault.start.saturating_sub(u32_of(blanks)))
    };
    let mut places: Vec<(SourceId, u32)> =
        faults.iter().filter(|(_, fault)| fault.kind.explains_record()).map(place).collect();
    places.sort_unstable();
    places
}

/// A zone transfer ends with the SOA it started with (RFC 5936 section 2.2): the second one is no record of
/// the zone.
fn drop_repeated_soa(chunks: &mut [Chunk]) {
    let whole = chunks.iter().map(Chunk::len).fold(0u64, |sum, len| sum + u64::from(len));
    let Some(first) = chunks.first() else { return };
    let Some(last) = chunks.last() else { return };
    let Some(row) = last.len().checked_sub(1) else { return };
    let same = whole > 1
        && first.rtype(0) == types::SOA
        && last.rtype(row) == types::SOA
        && first.name(first.owner(0)) == last.name(last.owner(row))
        && first.rdata(0) == last.rdata(row);
    if same && let Some(last) = chunks.last_mut() {
        last.pop();
    }
}

/// The class of the first SOA, or IN.
fn zone_class(chunks: &[Chunk]) -> u16 {
    if chunks.iter().all(Chunk::is_all_in) {
        return CLASS_IN;
    }
    let first = chunks.iter().find_map(|chunk| {
        (0..chunk.len()).find(|&row| chunk.rtype(row) == types::SOA).map(|row| chunk.class(row))
    });
    first.unwrap_or(CLASS_IN)
}

/// The owner of the first SOA among freshly read records.
#[must_use]
pub fn first_soa_owner(parsed: &Parsed) -> Option<NameRef<'_>> {
    parsed.chunks.iter().find_map(|chunk| {
        (0..chunk.len()).find(|&row| chunk.rtype(row) == types::SOA).map(|row| chunk.name(chunk.owner(row)))
    })
}
