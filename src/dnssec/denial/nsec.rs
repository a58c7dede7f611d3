//! The NSEC chain: RFC 4034 section 4, RFC 4035 section 2.3. One pass in canonical order, in stretches.

use std::sync::OnceLock;

use super::bitmap::{self, BitmapFault, WrongBitmap};
use super::standing::{Role, Standing};
use super::ttl::Ttls;
use crate::dnssec::Groups;
use crate::wire::NameRef;
use crate::workers::Workers;
use crate::zone::{Lookup, Node, Record, Zone};

/// Owners that one job looks at.
const NODES_PER_JOB: usize = 8192;

/// What is wrong with the NSEC records of a zone.
#[derive(Default)]
pub struct NsecFaults<'z> {
    /// Names without NSEC.
    pub missing: Groups<(), MissingNsec<'z>>,
    /// NSEC records that do not lead to the next name.
    pub next: Groups<(), WrongNext<'z>>,
    /// The last NSEC where it does not lead back to the apex.
    pub open: Option<WrongNext<'z>>,
    /// Bitmaps that are wrong.
    pub bitmaps: Groups<BitmapFault, WrongBitmap<'z>>,
    /// Names with several NSEC records.
    pub several: Groups<(), Record<'z>>,
    /// NSEC records below a cut.
    pub below_cut: Groups<(), Record<'z>>,
    /// Names that have nothing but NSEC and RRSIG.
    pub alone: Groups<(), Record<'z>>,
    /// TTLs.
    pub(super) ttls: Ttls<'z>,
}

/// A name without NSEC.
#[derive(Clone, Copy)]
pub struct MissingNsec<'z> {
    /// The name.
    pub node: Node<'z>,
    /// The NSEC before it in canonical order.
    pub before: Option<Record<'z>>,
    /// Whether that one leads to the name.
    pub is_led_to: bool,
}

/// An NSEC that does not lead to the next name.
#[derive(Clone, Copy)]
pub struct WrongNext<'z> {
    /// The record.
    pub record: Record<'z>,
    /// The name it leads to.
    pub found: NameRef<'z>,
    /// What is there.
    pub target: Target,
    /// The next owner of an NSEC, or the apex.
    pub expected: Node<'z>,
}

/// What is at the name that an NSEC wrongly leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Target {
    /// A name in front of it, or itself.
    NotBehind,
    /// A name further on: those between are denied.
    Beyond,
    /// A name with no records and no names below it.
    Missing,
    /// A name that has no records of its own.
    EmptyNonTerminal,
    /// A name below a zone cut.
    BelowCut,
    /// A name below a DNAME that has no NSEC.
    BelowDname,
    /// A name outside the zone.
    OutOfZone,
}

/// The name and the bitmap of an NSEC record.
fn parts(record: Record<'_>) -> Option<(NameRef<'_>, &[u8])> {
    let next = NameRef::from_wire(record.rdata())?;
    Some((next, record.rdata().get(next.wire().len()..)?))
}

impl<'z> NsecFaults<'z> {
    /// Looks at every NSEC of a zone, and where `is_in_force` for names without.
    pub fn of(zone: &'z Zone, is_in_force: bool, workers: &dyn Workers) -> NsecFaults<'z> {
        let jobs = zone.node_count().div_ceil(NODES_PER_JOB);
        let slots: Vec<OnceLock<NsecFaults<'z>>> = (0..jobs).map(|_| OnceLock::new()).collect();
        workers.run(jobs, &|job| {
            if let Some(slot) = slots.get(job) {
                slot.get_or_init(|| {
                    Walk { zone, is_in_force, before: None, faults: NsecFaults::default() }
                        .stretch(job * NODES_PER_JOB)
                });
            }
        });
        let mut all = NsecFaults::default();
        slots.into_iter().filter_map(OnceLock::into_inner).for_each(|faults| all.append(faults));
        all
    }

    fn append(&mut self, later: Self) {
        let NsecFaults { missing, next, open, bitmaps, several, below_cut, alone, ttls } = later;
        self.missing.append(missing);
        self.next.append(next);
        self.open = self.open.or(open);
        self.bitmaps.append(bitmaps);
        self.several.append(several);
        self.below_cut.append(below_cut);
        self.alone.append(alone);
        self.ttls.append(ttls);
    }
}

struct Walk<'z> {
    zone: &'z Zone,
    is_in_force: bool,
    /// The last name of the chain in front of this stretch, once it was looked for.
    before: Option<Option<Standing<'z>>>,
    faults: NsecFaults<'z>,
}

impl<'z> Walk<'z> {
    /// The names from `first` on that are this job's.
    fn stretch(mut self, first: usize) -> NsecFaults<'z> {
        let mut open: Option<Standing<'z>> = None;
        for node in (first..first + NODES_PER_JOB).map_while(|at| self.zone.node_at(at)) {
            let standing = Standing::of(node);
            if standing.is_linked() {
                if let Some(before) = open.replace(standing) {
                    self.link(before, Some(node));
                }
            } else if standing.nsec.is_none() && standing.is_needed() && self.is_in_force {
                self.missing(&standing, open);
            }
            self.records(&standing);
        }
        if let Some(last) = open.filter(|_| self.is_in_force) {
            let behind = (first + NODES_PER_JOB..).map_while(|at| self.zone.node_at(at)).map(Standing::of);
            let next = behind.into_iter().find(Standing::is_linked);
            self.link(last, next.map(|next| next.node));
        }
        self.faults
    }

    /// What a name's own NSEC records say of it.
    fn records(&mut self, standing: &Standing<'z>) {
        let Some(nsec) = standing.nsec else { return };
        let first = nsec.first();
        if standing.role == Role::BelowCut {
            return self.faults.below_cut.add((), first);
        }
        self.faults.ttls.add(first);
        if nsec.len() > 1 && nsec.records().any(|record| !same(record, first)) {
            return self.faults.several.add((), first);
        }
        let Some((_, bitmap)) = parts(first) else { return };
        let difference = bitmap::of_nsec(standing, bitmap);
        let names_absent = difference.as_ref().is_some_and(|difference| !difference.absent.is_empty());
        // Where it lists types, records were taken away and the NSEC stayed: the bitmap tells that.
        if standing.role == Role::OnlyNsec && !names_absent && !self.zone.may_exist(standing.node.name()) {
            self.faults.alone.add((), first);
        }
        if let Some(difference) = difference {
            WrongBitmap { record: first, name: standing.node.name(), node: Some(standing.node), difference }
                .add_to(&mut self.faults.bitmaps);
        }
    }

    fn missing(&mut self, standing: &Standing<'z>, open: Option<Standing<'z>>) {
        let node = standing.node;
        if standing.is_unsigned() || self.zone.may_have(node.name(), crate::rr::types::NSEC) {
            return;
        }
        let before = open
            .or_else(|| *self.before.get_or_insert_with(|| linked_before(node)))
            .and_then(|before| before.nsec);
        // The last NSEC leads to the apex, which no other is in front of.
        let is_led_to = node.is_apex()
            || before
                .is_some_and(|nsec| nsec.records().filter_map(parts).any(|(next, _)| next == node.name()));
        self.faults.missing.add((), MissingNsec { node, before: before.map(|nsec| nsec.first()), is_led_to });
    }

    /// Whether `from` leads to `to`, or where there is none to the apex.
    fn link(&mut self, from: Standing<'z>, to: Option<Node<'z>>) {
        let Some(nsec) = from.nsec.filter(|_| self.is_in_force) else { return };
        let Some(expected) = to.or_else(|| self.zone.apex()) else { return };
        let expected_name = expected.name();
        if nsec.records().filter_map(parts).any(|(next, _)| next == expected_name) {
            return;
        }
        let Some((found, _)) = parts(nsec.first()) else { return };
        let target = match self.target(from.node, found, to) {
            Some(target) => target,
            None => return,
        };
        let wrong = WrongNext { record: nsec.first(), found, target, expected };
        if to.is_some() {
            self.faults.next.add((), wrong);
        } else {
            self.faults.open = Some(wrong);
        }
    }

    /// What is at `found`; `None` where another finding tells it, or nobody can.
    fn target(&self, from: Node<'z>, found: NameRef<'z>, to: Option<Node<'z>>) -> Option<Target> {
        if !found.is_at_or_below(self.zone.name()) {
            return Some(Target::OutOfZone);
        }
        if self.zone.may_exist(found) {
            return None;
        }
        if let Some(node) = self.zone.node(found) {
            let is_between =
                node.position() > from.position() && to.is_none_or(|to| node.position() < to.position());
            let standing = Standing::of(node);
            return match standing.role {
                // A name without NSEC, or an NSEC where none should be: those are findings of their own.
                Role::OnlyNsec if is_between => None,
                Role::Data | Role::Cut { .. } if is_between && standing.is_needed() => None,
                Role::Data | Role::Cut { .. } if is_between => Some(Target::BelowDname),
                Role::BelowCut if is_between && standing.nsec.is_some() => None,
                Role::BelowCut => Some(Target::BelowCut),
                _ if node.position() <= from.position() => Some(Target::NotBehind),
                Role::OnlyNsec3 | Role::OnlyRrsig => Some(Target::Missing),
                _ => Some(Target::Beyond),
            };
        }
        Some(match self.zone.lookup(found) {
            Lookup::EmptyNonTerminal => Target::EmptyNonTerminal,
            Lookup::Delegated(_) => Target::BelowCut,
            _ => Target::Missing,
        })
    }
}

/// The nearest name before `node` that is in the chain, as far as is worth looking.
fn linked_before(node: Node<'_>) -> Option<Standing<'_>> {
    let before = (0..node.position()).rev().take(NODES_PER_JOB).map_while(|at| node.zone().node_at(at));
    before.map(Standing::of).find(Standing::is_linked)
}

/// Whether two NSEC records are one record: RFC 4034 section 6.2 compares their names without case.
fn same(a: Record<'_>, b: Record<'_>) -> bool {
    a.rdata() == b.rdata() || parts(a).zip(parts(b)).is_some_and(|(a, b)| a.0 == b.0 && a.1 == b.1)
}
