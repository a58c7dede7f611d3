//! What the records of all zones of a run lead to. Computed once for all zones, by the first that needs it:
//! few runs do.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use crate::dane::lookup::{Host, is_occluded};
use crate::record::reverse::Tree;
use crate::resolve::{Given, Perspective};
use crate::rr::{Rtype, types};
use crate::wire::{NameKey, NameRef};
use crate::zone::{Node, Zone, ZoneId};

/// The zones of a run, seen as a whole.
pub struct Across<'a> {
    given: &'a Given<'a>,
    has_reverse: bool,
    aliased: OnceLock<(BTreeSet<Placed>, BTreeSet<Placed>)>,
    named: OnceLock<BTreeSet<Placed>>,
    serving: OnceLock<BTreeSet<Placed>>,
}

impl<'a> Across<'a> {
    /// Looks at the checked zones of a run.
    #[must_use]
    pub fn of(given: &'a Given<'a>) -> Across<'a> {
        let has_reverse = given.all().any(|zone| Tree::of(zone.name()).is_some());
        Across {
            given,
            has_reverse,
            aliased: OnceLock::new(),
            named: OnceLock::new(),
            serving: OnceLock::new(),
        }
    }

    /// Whether a zone of the run is in one of the reverse trees.
    #[must_use]
    pub fn has_reverse(&self) -> bool {
        self.has_reverse
    }

    /// Whether a CNAME record leads to a name of `own`, or a DNAME to it or a name above it.
    #[must_use]
    pub fn is_aliased(&self, name: NameRef<'_>, own: &Zone) -> bool {
        let (aliased, moved) = self.aliased.get_or_init(|| self.alias_targets());
        let is_below = |above: NameRef<'_>| !moved.is_empty() && moved.contains(&self.place(above, own));
        aliased.contains(&self.place(name, own))
            || std::iter::successors(Some(name), |name| name.parent()).any(is_below)
    }

    /// Whether a CNAME, MX, SRV, SVCB or HTTPS record that clients see leads to a name, as `own` has it.
    #[must_use]
    pub fn is_named(&self, name: NameRef<'_>, own: &Zone) -> bool {
        let of_zone = |zone: &'a Zone| {
            leading(zone).map(move |(_, target)| self.place(target, zone)).collect::<Vec<_>>()
        };
        self.named
            .get_or_init(|| self.given.all().flat_map(of_zone).collect())
            .contains(&self.place(name, own))
    }

    /// Whether an MX, SRV, SVCB or HTTPS record that clients see leads to a name, as `own` has it, also by
    /// aliases.
    #[must_use]
    pub fn is_serving(&self, name: NameRef<'_>, own: &Zone) -> bool {
        let hosts = || self.given.all().flat_map(|zone| self.hosts(zone)).collect();
        self.serving.get_or_init(hosts).contains(&self.place(name, own))
    }

    /// What tells a name from the same one in another view.
    fn place(&self, name: NameRef<'_>, from: &Zone) -> Placed {
        (name.key(), self.given.zone_of(name, Some(from)).ok().map(Zone::id))
    }

    /// What CNAME records lead to, and what DNAME records do.
    fn alias_targets(&self) -> (BTreeSet<Placed>, BTreeSet<Placed>) {
        let targets = |rtype| {
            let zones = self.given.all().filter(move |zone| zone.has_type(rtype));
            let aliases = zones.flat_map(Zone::nodes).filter_map(move |node| node.rrset(rtype));
            let targets =
                aliases.filter_map(|alias| Some((alias.first().target()?.name(), alias.node().zone())));
            targets.map(|(target, zone)| self.place(target, zone)).collect()
        };
        (targets(types::CNAME), targets(types::DNAME))
    }

    /// The hosts that the services of a zone lead to, each with the names that its aliases lead over.
    fn hosts(&self, zone: &'a Zone) -> BTreeSet<Placed> {
        let seen = Perspective::of(zone, self.given);
        let mut hosts = BTreeSet::new();
        for (_, target) in leading(zone).filter(|(rtype, _)| *rtype != types::CNAME) {
            if !hosts.contains(&self.place(target, zone)) {
                let names = Host::of(seen, target).names;
                hosts.extend(names.iter().map(|name| self.place(name.borrow_name(), zone)));
            }
        }
        hosts
    }
}

/// A name in lower case with the zone that has it.
type Placed = (NameKey, Option<ZoneId>);

/// The records of a zone that lead clients to hosts, by type, with what they lead to.
fn leading(zone: &Zone) -> impl Iterator<Item = (Rtype, NameRef<'_>)> {
    zone.nodes().filter(|node| !is_occluded(*node)).flat_map(Node::rrsets).flat_map(|rrset| {
        let field = match rrset.rtype() {
            types::CNAME => Some(0),
            types::MX | types::SVCB | types::HTTPS => Some(1),
            types::SRV => Some(3),
            _ => None,
        };
        let names = field
            .into_iter()
            .flat_map(move |field| rrset.records().filter_map(move |record| record.name(field)));
        names.map(move |name| (rrset.rtype(), name))
    })
}
