//! The hosts that NS records name, and what stands at and below zone cuts: one walk over the zone. Judges
//! nothing.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::record::literal::address_in;
use crate::record::missing_dot;
use crate::record::private;
use crate::resolve::host::{ADDRESSES, Standing, standing};
use crate::resolve::{Given, Perspective};
use crate::rr::{Rtype, types};
use crate::wire::NameRef;
use crate::workers::Workers;
use crate::zone::{self, Lookup, Node, Record, RecordId, Rrset, Zone};

/// Owners that one job walks.
const NODES_PER_JOB: usize = 8192;
/// Zone cuts that are looked at to tell whether a name server can be found without glue.
const CUTS: usize = 256;

/// NS records of a zone cut that are looked at for the name of a host.
const SERVERS: usize = 16;

/// Types of which other facts tell where they may stand.
const JUDGED: &[Rtype] = &[
    types::RRSIG,
    types::NSEC,
    types::NSEC3,
    types::SOA,
    types::DNSKEY,
    types::CDS,
    types::CDNSKEY,
    types::CSYNC,
    types::ZONEMD,
    types::TLSA,
];

/// What is to be said of the name servers of a zone.
pub struct Delegations<'z> {
    /// The zone.
    pub zone: &'z Zone,
    /// NS records whose target resolvers cannot use as it is, in canonical order.
    pub targets: Vec<Target<'z>>,
    /// RRsets at or below a zone cut that neither delegate nor are addresses, in canonical order. Signatures
    /// and denial are left out, and what must stand at an apex.
    pub hidden: Vec<Rrset<'z>>,
    /// Addresses at or below a zone cut that no NS record of the zone asks for, in canonical order.
    pub unused: Vec<Rrset<'z>>,
    /// Addresses of hosts that NS records name, those in other zones left out.
    pub addresses: Vec<Rrset<'z>>,
}

/// An NS record whose target resolvers cannot use as it is.
#[derive(Clone, Copy)]
pub struct Target<'z> {
    /// The record.
    pub ns: Record<'z>,
    /// The name.
    pub name: NameRef<'z>,
    /// Why.
    pub fault: NsFault<'z>,
}

/// Why the target of an NS record is of no use.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum NsFault<'z> {
    /// An address was written.
    Address(IpAddr),
    /// This CNAME stands there.
    Alias(Record<'z>),
    /// A zone at hand is authoritative for the name and has no address for it.
    NoAddress {
        /// The zone.
        zone: &'z Zone,
        /// Whether other records are there, or names below.
        exists: bool,
    },
    /// It is at or below the name that is delegated, and has no glue.
    RequiredGlue,
    /// It is at or below another zone cut and has no glue.
    SiblingGlue {
        /// The cut.
        cut: Node<'z>,
        /// Whether that zone can only be found by way of glue that is missing.
        is_cyclic: bool,
    },
}

impl<'z> NsFault<'z> {
    fn alias(self) -> Option<Record<'z>> {
        match self {
            NsFault::Alias(alias) => Some(alias),
            NsFault::Address(_)
            | NsFault::NoAddress { .. }
            | NsFault::RequiredGlue
            | NsFault::SiblingGlue { .. } => None,
        }
    }
}

impl<'z> Delegations<'z> {
    /// Looks at every NS record, on as many threads as there are.
    #[must_use]
    pub fn of(zone: &'z Zone, given: &'z Given<'z>, workers: &dyn Workers) -> Delegations<'z> {
        let walk = Walk::new(zone, given);
        let jobs = zone.node_count().div_ceil(NODES_PER_JOB);
        let slots: Vec<OnceLock<JobResult<'z>>> = (0..jobs).map(|_| OnceLock::new()).collect();
        workers.run(jobs, &|job| {
            if let Some(slot) = slots.get(job) {
                slot.get_or_init(|| walk.job(job * NODES_PER_JOB));
            }
        });
        let mut all = Delegations {
            zone,
            targets: Vec::new(),
            hidden: Vec::new(),
            unused: Vec::new(),
            addresses: Vec::new(),
        };
        for found in slots.into_iter().filter_map(OnceLock::into_inner) {
            all.targets.extend(found.targets);
            all.hidden.extend(found.hidden);
            all.unused
                .extend(found.glue.into_iter().filter(|rrset| !walk.named.has(rrset.node().position())));
        }
        // An alias that NS records name is told where they name it.
        let aliases: BTreeSet<RecordId> = all
            .targets
            .iter()
            .filter_map(|target| target.fault.alias())
            .filter(|alias| std::ptr::eq(alias.zone(), zone))
            .map(Record::id)
            .collect();
        all.hidden.retain(|rrset| !aliases.contains(&rrset.first().id()));
        all.addresses
            .extend(walk.named().flat_map(Node::rrsets).filter(|rrset| ADDRESSES.contains(&rrset.rtype())));
        all
    }
}

/// Whether the zone is for a private network by its name, or by the addresses of hosts that are no name
/// servers.
#[must_use]
pub fn is_private(delegations: &Delegations<'_>) -> bool {
    let servers: BTreeSet<usize> =
        delegations.addresses.iter().map(|rrset| rrset.node().position()).collect();
    private::is_private_name(delegations.zone.name())
        || private::has_private_host(delegations.zone, |node| !servers.contains(&node.position()))
}

/// What one job finds.
#[derive(Default)]
struct JobResult<'z> {
    targets: Vec<Target<'z>>,
    hidden: Vec<Rrset<'z>>,
    glue: Vec<Rrset<'z>>,
}

/// What is known of a target.
enum Verdict<'z> {
    /// It can be used, whoever names it, or nothing at hand says otherwise.
    Sound,
    /// This record may name it.
    Unknown,
    /// It cannot be used.
    Wrong(NsFault<'z>),
}

struct Walk<'z> {
    zone: &'z Zone,
    seen: Perspective<'z>,
    is_alone: bool,
    /// Targets that are sound whoever names them.
    sound: Bits,
    /// Owners that an NS record names.
    named: Bits,
}

impl<'z> Walk<'z> {
    fn new(zone: &'z Zone, given: &'z Given<'z>) -> Walk<'z> {
        let is_alone = given.is_alone();
        let seen = Perspective::of(zone, given);
        Walk {
            zone,
            seen,
            is_alone,
            sound: Bits::new(zone.name_count()),
            named: Bits::new(zone.node_count()),
        }
    }

    fn job(&self, first: usize) -> JobResult<'z> {
        let mut found = JobResult::default();
        for node in (first..first + NODES_PER_JOB).map_while(|at| self.zone.node_at(at)) {
            let cut = node.is_cut();
            if cut || node.is_below_cut() {
                self.hidden(node, &mut found);
            }
            if cut || node.is_apex() {
                for record in node.rrset(types::NS).iter().flat_map(|ns| ns.records()) {
                    self.target(record, node, &mut found);
                }
            }
        }
        found
    }

    /// The records that are at or below a cut.
    fn hidden(&self, node: Node<'z>, found: &mut JobResult<'z>) {
        for rrset in node.rrsets() {
            match rrset.rtype() {
                types::NS | types::DS if node.is_cut() => {}
                types::A | types::AAAA => found.glue.push(rrset),
                rtype if JUDGED.contains(&rtype) => {}
                types::CNAME | types::DNAME | types::NSEC3PARAM if node.is_cut() => {}
                _ => found.hidden.push(rrset),
            }
        }
    }

    fn target(&self, ns: Record<'z>, node: Node<'z>, found: &mut JobResult<'z>) {
        let Some(target) = ns.target().filter(|target| !self.sound.has(target.id().number())) else { return };
        match self.judge(ns, target, node) {
            Verdict::Wrong(fault) => found.targets.push(Target { ns, name: target.name(), fault }),
            Verdict::Unknown => {}
            Verdict::Sound => self.sound.set(target.id().number()),
        }
    }

    fn judge(&self, ns: Record<'z>, target: zone::Target<'z>, node: Node<'z>) -> Verdict<'z> {
        let name = target.name();
        let host = target.node();
        if host.is_none() && !name.is_at_or_below(self.zone.name()) {
            let fault = address_in(name, self.zone.name()).map(NsFault::Address);
            return fault
                .or_else(|| if self.is_alone { None } else { self.elsewhere(name) })
                .map_or(Verdict::Sound, Verdict::Wrong);
        }
        if let Some(host) = host.filter(|host| !host.is_below_dname() && host.has(ADDRESSES)) {
            self.named.set(host.position());
            return Verdict::Sound;
        }
        let lookup = target.lookup();
        let address = address_in(name, self.zone.name())
            .filter(|_| !matches!(lookup, Lookup::Exists(_)))
            .map(NsFault::Address);
        address.or_else(|| self.within(ns, target, (node, lookup))).map_or(Verdict::Unknown, Verdict::Wrong)
    }

    /// What is wrong with a name of this zone that has no address record of its own.
    fn within(
        &self,
        ns: Record<'z>,
        target: zone::Target<'z>,
        (node, lookup): (Node<'z>, Lookup<'z>),
    ) -> Option<NsFault<'z>> {
        let name = target.name();
        let alias =
            target.node().filter(|host| !host.is_below_dname()).and_then(|host| host.rrset(types::CNAME));
        if let Some(alias) = alias {
            return Some(NsFault::Alias(alias.first()));
        }
        let is_unread =
            [types::A, types::AAAA, types::CNAME].iter().any(|&rtype| self.zone.may_have(name, rtype));
        // A target that lacks its final dot has rules of its own, which know what was meant.
        if is_unread || missing_dot::in_field(ns, types::ns::NAME_SERVER).is_some() {
            return None;
        }
        match lookup {
            Lookup::OutOfZone | Lookup::Redirected(_) | Lookup::Unread => None,
            Lookup::Delegated(cut) if cut.position() == node.position() => Some(NsFault::RequiredGlue),
            // The apex is not asked for by referral: what counts is that the other zone can be found.
            Lookup::Delegated(cut) if node.is_apex() && self.can_be_found(cut) => None,
            Lookup::Delegated(cut) => Some(NsFault::SiblingGlue { cut, is_cyclic: !self.can_be_found(cut) }),
            Lookup::Exists(host) | Lookup::Wildcard(host) => without_address(host),
            Lookup::EmptyNonTerminal => Some(NsFault::NoAddress { zone: self.zone, exists: true }),
            Lookup::NxDomain => Some(NsFault::NoAddress { zone: self.zone, exists: false }),
        }
    }

    /// What another zone of the run says of a name.
    fn elsewhere(&self, name: NameRef<'z>) -> Option<NsFault<'z>> {
        match standing(self.seen, name) {
            Standing::Alias(alias) => Some(NsFault::Alias(alias)),
            Standing::Without { zone, exists } => Some(NsFault::NoAddress { zone, exists }),
            Standing::Addressed(_) | Standing::Unknown => None,
        }
    }

    /// Whether a resolver gets to the name servers of a delegation, by way of other delegations if need be.
    fn can_be_found(&self, cut: Node<'z>) -> bool {
        let mut seen = BTreeSet::from([cut.position()]);
        let mut open = vec![cut];
        while let Some(cut) = open.pop() {
            for name in cut
                .rrset(types::NS)
                .iter()
                .flat_map(|ns| ns.records())
                .filter_map(|record| record.name(types::ns::NAME_SERVER))
            {
                let has_glue = self.zone.node(name).is_some_and(|host| host.has(ADDRESSES));
                match self.zone.lookup(name) {
                    Lookup::Delegated(next) if !has_glue && !self.zone.may_exist(name) => {
                        if seen.insert(next.position()) {
                            open.push(next);
                        }
                    }
                    Lookup::NxDomain | Lookup::EmptyNonTerminal => {}
                    _ => return true,
                }
            }
            if seen.len() > CUTS {
                return true;
            }
        }
        false
    }

    fn named(&self) -> impl Iterator<Item = Node<'z>> {
        self.named.all().filter_map(|at| self.zone.node_at(at))
    }
}

/// Numbers that threads note together.
struct Bits(Vec<AtomicU64>);

impl Bits {
    fn new(count: usize) -> Bits {
        Bits((0..count.div_ceil(64)).map(|_| AtomicU64::new(0)).collect())
    }

    fn set(&self, number: usize) {
        if let Some(word) = self.0.get(number / 64).filter(|_| !self.has(number)) {
            word.fetch_or(1 << (number % 64), Ordering::Relaxed);
        }
    }

    fn has(&self, number: usize) -> bool {
        self.0.get(number / 64).is_some_and(|word| word.load(Ordering::Relaxed) & (1 << (number % 64)) != 0)
    }

    fn all(&self) -> impl Iterator<Item = usize> {
        let words = self.0.iter().enumerate().filter(|(_, word)| word.load(Ordering::Relaxed) != 0);
        words.flat_map(|(at, word)| {
            let word = word.load(Ordering::Relaxed);
            (0..64).filter(move |bit| word & (1 << bit) != 0).map(move |bit| at * 64 + bit)
        })
    }
}

/// The zone cut at or above an owner that is hidden by one.
#[must_use]
pub fn cut_above(node: Node<'_>) -> Option<Node<'_>> {
    let above = std::iter::successors(Some(node.name()), |name| name.parent());
    above
        .take_while(|name| name.is_below(node.zone().name()))
        .filter_map(|name| node.zone().node(name))
        .find(|node| node.is_cut())
}

/// Whether one of the first NS records of the zone cut at or above an owner names it.
#[must_use]
pub fn is_named_at_cut(node: Node<'_>) -> bool {
    let names = |record: Record<'_>| record.name(types::ns::NAME_SERVER) == Some(node.name());
    (node.is_cut() || node.is_below_cut())
        && cut_above(node)
            .and_then(|cut| cut.rrset(types::NS))
            .is_some_and(|ns| ns.records().take(SERVERS).any(names))
}

/// What is wrong with a host for which a zone is authoritative.
fn without_address(host: Node<'_>) -> Option<NsFault<'_>> {
    match host.rrset(types::CNAME) {
        _ if host.has(ADDRESSES) => None,
        Some(alias) => Some(NsFault::Alias(alias.first())),
        None => Some(NsFault::NoAddress { zone: host.zone(), exists: true }),
    }
}
