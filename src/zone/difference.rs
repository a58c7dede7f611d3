//! Where two zones differ: one walk over both in canonical order. Never says whether that is right.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::{Node, Record, Rrset, Zone};
use crate::rr::{self, Rtype, types};
use crate::wire::{NameRef, Serial};

/// Types that signing a zone makes anew, whatever else changed.
const MADE_BY_SIGNING: [Rtype; 5] =
    [types::RRSIG, types::NSEC, types::NSEC3, types::NSEC3PARAM, types::ZONEMD];
/// Keys, and what the parent is told of them: a signer adds them, and changing them changes whom validators
/// believe.
const KEYS: [Rtype; 3] = [types::DNSKEY, types::CDS, types::CDNSKEY];
/// What BIND keeps at the apex about signing that is under way.
const SIGNING_STATE: Rtype = Rtype(65534);
/// The owners of one kind that are kept; more are counted.
const OWNERS: usize = 100;
/// The number of the SOA's serial among its fields, and where it stands from the end of its rdata.
const SERIAL: (usize, usize) = (2, 20);

/// Who makes an RRset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Role {
    /// People: the zone as it is before it is signed.
    Content,
    /// DNSKEY, CDS and CDNSKEY.
    Key,
    /// A signer, each time: RRSIG, NSEC, NSEC3, NSEC3PARAM, ZONEMD.
    Signing,
}

/// How an RRset differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum DifferenceKind {
    /// Only the new zone has it.
    Added,
    /// Only the old zone has it.
    Removed,
    /// Other data.
    Changed,
    /// The same data with another TTL.
    Ttl,
}

/// An owner name that either zone has.
#[derive(Clone, Copy)]
pub struct Pair<'z> {
    /// As it was.
    pub old: Option<Node<'z>>,
    /// As it is.
    pub new: Option<Node<'z>>,
}

/// An RRset that is not the same in two zones: letter case of names, order and repetition aside. A SOA with
/// another serial is the same.
#[derive(Clone, Copy)]
pub struct Change<'z> {
    /// As it was.
    pub old: Option<Rrset<'z>>,
    /// As it is.
    pub new: Option<Rrset<'z>>,
    /// How it differs.
    pub kind: DifferenceKind,
    /// Who makes it.
    pub role: Role,
    owner: NameRef<'z>,
    rtype: Rtype,
}

/// The records of a changed RRset.
#[derive(Default)]
pub struct Records<'z> {
    /// Those that only the old zone has.
    pub removed: Vec<Record<'z>>,
    /// Those that only the new zone has.
    pub added: Vec<Record<'z>>,
    /// Those whose TTL differs: as they were, as they are.
    pub retimed: Vec<(Record<'z>, Record<'z>)>,
}

/// The owners of two zones side by side, in canonical order.
pub fn pairs<'z>(old: &'z Zone, new: &'z Zone) -> impl Iterator<Item = Pair<'z>> {
    let (mut olds, mut news) = (old.nodes().peekable(), new.nodes().peekable());
    std::iter::from_fn(move || {
        let order = match (olds.peek(), news.peek()) {
            (None, None) => return None,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(old), Some(new)) => old.name().canonical_cmp(new.name()),
        };
        let old = if order.is_le() { olds.next() } else { None };
        let new = if order.is_ge() { news.next() } else { None };
        Some(Pair { old, new })
    })
}

impl<'z> Pair<'z> {
    /// The RRsets that differ, by type number.
    pub fn changes(self) -> impl Iterator<Item = Change<'z>> {
        let mut olds = self.old.into_iter().flat_map(Node::rrsets).peekable();
        let mut news = self.new.into_iter().flat_map(Node::rrsets).peekable();
        std::iter::from_fn(move || {
            loop {
                let order = match (olds.peek(), news.peek()) {
                    (None, None) => return None,
                    (Some(_), None) => Ordering::Less,
                    (None, Some(_)) => Ordering::Greater,
                    (Some(old), Some(new)) => old.rtype().cmp(&new.rtype()),
                };
                let old = if order.is_le() { olds.next() } else { None };
                let new = if order.is_ge() { news.next() } else { None };
                if let Some(change) = Change::between(old, new) {
                    return Some(change);
                }
            }
        })
    }
}

impl<'z> Change<'z> {
    fn between(old: Option<Rrset<'z>>, new: Option<Rrset<'z>>) -> Option<Change<'z>> {
        let rrset = new.or(old)?;
        let kind = match (old, new) {
            (Some(old), Some(new)) => difference(old, new)?,
            (Some(_), None) => DifferenceKind::Removed,
            (None, _) => DifferenceKind::Added,
        };
        let rtype = rrset.rtype();
        Some(Change { old, new, kind, role: role(rrset.node(), rtype), owner: rrset.owner(), rtype })
    }

    /// The owner name.
    #[must_use]
    pub fn owner(self) -> NameRef<'z> {
        self.owner
    }

    /// The type.
    #[must_use]
    pub fn rtype(self) -> Rtype {
        self.rtype
    }

    /// What became of its records; each once, in the order of canonical rdata.
    #[must_use]
    pub fn records(self) -> Records<'z> {
        let [old, new] = [self.old, self.new].map(|rrset| rrset.map(rows).unwrap_or_default());
        let (mut olds, mut news) = (old.into_iter().peekable(), new.into_iter().peekable());
        let mut records = Records::default();
        loop {
            let order = match (olds.peek(), news.peek()) {
                (None, None) => return records,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(old), Some(new)) => old.0.cmp(&new.0),
            };
            let old = if order.is_le() { olds.next() } else { None };
            let new = if order.is_ge() { news.next() } else { None };
            match (old, new) {
                (Some((_, was, old)), Some((_, is, new))) if was != is => records.retimed.push((old, new)),
                (Some((.., old)), None) => records.removed.push(old),
                (None, Some((.., new))) => records.added.push(new),
                _ => {}
            }
        }
    }
}

fn role(node: Node<'_>, rtype: Rtype) -> Role {
    if MADE_BY_SIGNING.contains(&rtype) || rtype == SIGNING_STATE && node.is_apex() {
        Role::Signing
    } else if KEYS.contains(&rtype) {
        Role::Key
    } else {
        Role::Content
    }
}

/// How two RRsets of one owner and type differ, if they do.
fn difference(old: Rrset<'_>, new: Rrset<'_>) -> Option<DifferenceKind> {
    let as_written = old
        .records()
        .zip(new.records())
        .all(|(old, new)| old.ttl() == new.ttl() && old.rdata() == new.rdata());
    if as_written && old.len() == new.len() {
        return None;
    }
    let (old, new) = (rows(old), rows(new));
    if !old.iter().map(|row| &row.0).eq(new.iter().map(|row| &row.0)) {
        Some(DifferenceKind::Changed)
    } else if old.iter().map(|row| row.1).ne(new.iter().map(|row| row.1)) {
        Some(DifferenceKind::Ttl)
    } else {
        None
    }
}

/// Canonical rdata, TTL and record, each rdata once and with its least TTL, in an order of their own.
fn rows(rrset: Rrset<'_>) -> Vec<(Cow<'_, [u8]>, u32, Record<'_>)> {
    let rtype = rrset.rtype();
    let mut rows: Vec<_> =
        rrset.records().map(|record| (content(rtype, record.rdata()), record.ttl(), record)).collect();
    rows.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.cmp(&b.1)));
    rows.dedup_by(|a, b| a.0 == b.0);
    rows
}

/// Canonical rdata, that of a SOA without its serial.
fn content(rtype: Rtype, rdata: &[u8]) -> Cow<'_, [u8]> {
    let mut content = rr::canonical(rtype, rdata);
    if rtype == types::SOA
        && let Some(at) = content.len().checked_sub(SERIAL.1)
        && let Some(serial) = content.to_mut().get_mut(at..at + 4)
    {
        serial.fill(0);
    }
    content
}

/// The first RRset, in canonical order, that only one of two zones has as it is: one that people write, or
/// else one that signing makes. SOA records are not compared.
#[must_use]
pub fn first_difference<'z>(new: &'z Zone, old: &'z Zone) -> Option<(Node<'z>, Rtype)> {
    let mut made = None;
    for pair in pairs(old, new) {
        for change in pair.changes().filter(|change| change.rtype != types::SOA) {
            let found = Some((pair.new.or(pair.old)?, change.rtype));
            if change.role != Role::Signing {
                return found;
            }
            made = made.or(found);
        }
    }
    made
}

/// How many RRsets differ in each way.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Only in the new zone.
    pub added: u64,
    /// Only in the old zone.
    pub removed: u64,
    /// Other data.
    pub changed: u64,
    /// The same data with another TTL.
    pub ttl: u64,
}

impl Counts {
    /// All that differ.
    #[must_use]
    pub fn total(self) -> u64 {
        self.added + self.removed + self.changed + self.ttl
    }

    fn add(&mut self, kind: DifferenceKind) {
        *match kind {
            DifferenceKind::Added => &mut self.added,
            DifferenceKind::Removed => &mut self.removed,
            DifferenceKind::Changed => &mut self.changed,
            DifferenceKind::Ttl => &mut self.ttl,
        } += 1;
    }
}

/// Owner names, the first of them kept.
#[derive(Default)]
pub struct Owners<'z> {
    /// How many.
    pub count: u64,
    /// The first in canonical order.
    pub first: Vec<NameRef<'z>>,
}

impl<'z> Owners<'z> {
    fn add(&mut self, owner: NameRef<'z>) {
        self.count += 1;
        if self.first.len() < OWNERS {
            self.first.push(owner);
        }
    }
}

/// What is compared and kept.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// RRsets that are kept; more are counted.
    pub most: usize,
    /// Keep those that signing makes too.
    pub signing: bool,
    /// Take keys for what signing makes: one of the zones is what a signer reads, the other what it wrote.
    pub unsigned: bool,
}

/// Everything that differs between two zones of one name.
pub struct Difference<'z> {
    /// The zone as it was.
    pub old: &'z Zone,
    /// The zone as it is.
    pub new: &'z Zone,
    /// RRsets that people write.
    pub content: Counts,
    /// RRsets of keys.
    pub keys: Counts,
    /// RRsets that signing makes.
    pub signing: Counts,
    /// The first RRsets that differ, in canonical order.
    pub changes: Vec<Change<'z>>,
    /// How many more there are.
    pub left_out: u64,
    /// Zone cuts that only the old zone has.
    pub delegations_lost: Owners<'z>,
    /// Zone cuts that only the new zone has.
    pub delegations_added: Owners<'z>,
    /// Zone cuts of both zones that lost all their DS records.
    pub ds_lost: Owners<'z>,
}

impl<'z> Difference<'z> {
    /// Compares two zones.
    #[must_use]
    pub fn between(old: &'z Zone, new: &'z Zone, wanted: Wanted) -> Difference<'z> {
        let [content, keys, signing] = [Counts::default(); 3];
        let [delegations_lost, delegations_added, ds_lost] = std::array::from_fn(|_| Owners::default());
        let (changes, left_out) = (Vec::new(), 0);
        let mut difference = Difference {
            old,
            new,
            content,
            keys,
            signing,
            changes,
            left_out,
            delegations_lost,
            delegations_added,
            ds_lost,
        };
        for pair in pairs(old, new) {
            pair.changes().for_each(|change| difference.add(change, wanted));
            difference.add_cut(pair);
        }
        difference
    }

    fn add(&mut self, mut change: Change<'z>, wanted: Wanted) {
        if wanted.unsigned && change.role == Role::Key {
            change.role = Role::Signing;
        }
        let counts = match change.role {
            Role::Content => &mut self.content,
            Role::Key => &mut self.keys,
            Role::Signing => &mut self.signing,
        };
        counts.add(change.kind);
        if change.role == Role::Signing && !wanted.signing {
            return;
        }
        if self.changes.len() < wanted.most {
            self.changes.push(change);
        } else {
            self.left_out += 1;
        }
    }

    fn add_cut(&mut self, pair: Pair<'z>) {
        let cut = |node: Option<Node<'z>>| node.filter(|node| node.is_cut());
        match (cut(pair.old), cut(pair.new)) {
            (Some(old), None) => self.delegations_lost.add(old.name()),
            (None, Some(new)) => self.delegations_added.add(new.name()),
            (Some(old), Some(new)) if old.has(&[types::DS]) && !new.has(&[types::DS]) => {
                self.ds_lost.add(new.name())
            }
            _ => {}
        }
    }

    /// Whether the zones are the same before they are signed.
    #[must_use]
    pub fn is_same_content(&self) -> bool {
        self.content.total() == 0
    }

    /// Whether nothing differs but what signing makes, and the serial.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.is_same_content() && self.keys.total() == 0
    }

    /// Whether no RRset differs at all; the serial may.
    #[must_use]
    pub fn is_identical(&self) -> bool {
        self.is_same() && self.signing.total() == 0
    }

    /// The serials, as they were and as they are.
    #[must_use]
    pub fn serials(&self) -> [Option<Serial>; 2] {
        [self.old, self.new].map(|zone| zone.soa().and_then(|soa| soa.u32(SERIAL.0)).map(Serial))
    }
}
