//! What the records of all zones of a run lead to. Computed once for all zones, by the first that needs it:
//! few runs do.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::reverse::Tree;
use super::service::{Key, View, is_hidden, key};
use crate::limits::Limits;
use crate::rr::{Rtype, types};
use crate::wire::NameRef;
use crate::zone::{Given, Node, Zone};

/// The zones of a run, seen as a whole.
pub struct Across<'a> {
    given: &'a Given<'a>,
    limits: &'a Limits,
    has_reverse: bool,
    aliased: OnceLock<BTreeSet<Key>>,
    named: OnceLock<BTreeSet<Key>>,
    serving: OnceLock<BTreeSet<Key>>,
}

impl<'a> Across<'a> {
    /// Looks at the checked zones of a run.
    #[must_use]
    pub fn of(given: &'a Given<'a>, limits: &'a Limits) -> Across<'a> {
        let has_reverse = given.all().any(|zone| Tree::of(zone.name()).is_some());
        Across {
            given,
            limits,
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

    /// Whether a CNAME record leads to a name.
    #[must_use]
    pub fn is_aliased(&self, name: NameRef<'_>) -> bool {
        contains(self.aliased.get_or_init(|| self.alias_targets()), name)
    }

    /// Whether a CNAME, MX, SRV, SVCB or HTTPS record that clients see leads to a name.
    #[must_use]
    pub fn is_named(&self, name: NameRef<'_>) -> bool {
        contains(
            self.named
                .get_or_init(|| self.given.all().flat_map(leading).map(|(_, target)| key(target)).collect()),
            name,
        )
    }

    /// Whether an MX, SRV, SVCB or HTTPS record that clients see leads to a name, also by aliases.
    #[must_use]
    pub fn is_serving(&self, name: NameRef<'_>) -> bool {
        contains(
            self.serving.get_or_init(|| self.given.all().flat_map(|zone| self.hosts(zone)).collect()),
            name,
        )
    }

    fn alias_targets(&self) -> BTreeSet<Key> {
        let zones = self.given.all().filter(|zone| zone.has_type(types::CNAME));
        let aliases = zones.flat_map(Zone::nodes).filter_map(|node| node.rrset(types::CNAME));
        aliases.filter_map(|cname| cname.first().name(types::cname::CANONICAL_NAME)).map(key).collect()
    }

    /// The hosts that the services of a zone lead to, each with the names that its aliases lead over.
    fn hosts(&self, zone: &'a Zone) -> BTreeSet<Key> {
        let view = View::of(zone, self.given, self.limits);
        let mut hosts = BTreeSet::new();
        for (_, target) in leading(zone).filter(|(rtype, _)| *rtype != types::CNAME) {
            if !hosts.contains(&key(target)) {
                hosts.extend(view.host(target).names.iter().map(|name| key(name.borrow_name())));
            }
        }
        hosts
    }
}

fn contains(keys: &BTreeSet<Key>, name: NameRef<'_>) -> bool {
    keys.contains(&*name.to_lowercase())
}

/// The records of a zone that lead clients to hosts, by type, with what they lead to.
fn leading(zone: &Zone) -> impl Iterator<Item = (Rtype, NameRef<'_>)> {
    zone.nodes().filter(|node| !is_hidden(*node)).flat_map(Node::rrsets).flat_map(|rrset| {
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
