//! What is known of a zone's parent: the DS RRset, trust anchors, the delegation. Reports nothing.

use std::collections::BTreeSet;

use super::{Ds, Key};
use crate::resolve::{Beyond, Given};
use crate::rr::{Rtype, types};
use crate::wire::NameRef;
use crate::zone::{Lookup, Node, Record, Rrset, Zone};

/// Who speaks of a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Speaker {
    /// What the user gave: a parent zone, a DS set, trust anchors.
    Given,
    /// A parent zone that is checked in the same run.
    Checked,
}

/// What is said of a zone from above.
pub struct Parent<'g> {
    /// Who says it.
    pub speaker: Speaker,
    /// The DS records, and DNSKEY records that are trust anchors; none twice.
    pub ds: Vec<Ds<'g>>,
    /// The first NS record of the delegation, where a parent zone has one.
    pub delegation: Option<Record<'g>>,
    /// The parent zone may have DS records that could not be read.
    pub may_have_more: bool,
    seen: BTreeSet<(Rtype, &'g [u8])>,
}

impl<'g> Parent<'g> {
    /// What the user gave, or else the nearest parent zone of the run that delegates the zone; `None` where
    /// nobody says anything.
    #[must_use]
    pub fn of(zone: &Zone, given: &Given<'g>) -> Option<Parent<'g>> {
        let name = zone.name();
        let mut found: Option<Parent<'g>> = None;
        let said = given.beyond(name).into_iter().filter_map(|beyond| match beyond {
            Beyond::Zone(source) => Parent::delegating(Speaker::Given, source, name),
            Beyond::Loose(loose) => {
                Parent::loose(Speaker::Given, loose.source, name, loose.records.iter().copied())
            }
        });
        for said in said {
            match &mut found {
                None => found = Some(said),
                Some(found) => found.add(said),
            }
        }
        found.or_else(|| Parent::by(Speaker::Checked, given.checked_above(zone)?, name))
    }

    /// What one source says of a zone.
    #[must_use]
    pub fn by(speaker: Speaker, source: &'g Zone, zone: NameRef<'_>) -> Option<Parent<'g>> {
        if source.soa().is_some() {
            return Parent::delegating(speaker, source, zone);
        }
        let within = source.node(zone).into_iter().flat_map(Node::rrsets).flat_map(Rrset::records);
        let beside = source.out_of_zone().filter(|record| record.owner() == zone);
        Parent::loose(
            speaker,
            source,
            zone,
            within.chain(beside).filter(|record| matches!(record.rtype(), types::DS | types::DNSKEY)),
        )
    }

    /// Whether a source says anything of one of the zones that are `asked` for.
    pub fn speaks(source: &Zone, asked: impl Fn(NameRef<'_>) -> bool) -> bool {
        if source.soa().is_some() {
            return source.nodes().any(|node| node.is_cut() && asked(node.name()));
        }
        let records =
            source.nodes().flat_map(Node::rrsets).flat_map(Rrset::records).chain(source.out_of_zone());
        let mut records = records.filter(|record| matches!(record.rtype(), types::DS | types::DNSKEY));
        records.any(|record| asked(record.owner()) && ds_of(record).is_some())
    }

    fn new(speaker: Speaker, source: &'g Zone, zone: NameRef<'_>) -> Parent<'g> {
        Parent {
            speaker,
            ds: Vec::new(),
            delegation: None,
            may_have_more: source.may_have(zone, types::DS),
            seen: BTreeSet::new(),
        }
    }

    /// What a parent zone says. A zone says nothing of itself, nor of what another zone delegates.
    fn delegating(speaker: Speaker, source: &'g Zone, zone: NameRef<'_>) -> Option<Parent<'g>> {
        let Lookup::Delegated(cut) = source.lookup(zone) else { return None };
        if cut.name() != zone {
            return None;
        }
        let mut said = Parent::new(speaker, source, zone);
        said.delegation = cut.rrset(types::NS).map(|ns| ns.first());
        cut.rrset(types::DS).iter().flat_map(|ds| ds.records()).for_each(|record| said.push(record));
        Some(said)
    }

    /// What a DS set or trust anchors say.
    fn loose(
        speaker: Speaker,
        source: &'g Zone,
        zone: NameRef<'_>,
        records: impl Iterator<Item = Record<'g>>,
    ) -> Option<Parent<'g>> {
        let mut said = Parent::new(speaker, source, zone);
        records.for_each(|record| said.push(record));
        (!said.ds.is_empty()).then_some(said)
    }

    fn add(&mut self, other: Parent<'g>) {
        other.ds.into_iter().for_each(|ds| self.push(ds.record));
        self.delegation = self.delegation.or(other.delegation);
        self.may_have_more |= other.may_have_more;
    }

    fn push(&mut self, record: Record<'g>) {
        let ds = ds_of(record);
        if ds.is_some() && self.seen.insert((record.rtype(), record.rdata())) {
            self.ds.extend(ds);
        }
    }
}

/// What a DS or DNSKEY record says of a zone below. A revoked key is no trust anchor any more: RFC 5011
/// section 2.1.
fn ds_of(record: Record<'_>) -> Option<Ds<'_>> {
    let is_revoked = || record.rtype() == types::DNSKEY && Key::of(record).is_none_or(Key::is_revoked);
    Ds::of(record).filter(|_| !is_revoked())
}
