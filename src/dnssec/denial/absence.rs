//! Whether the denial records of a zone prove that one RRset is absent: RFC 4035 section 3.1.3, RFC 5155
//! section 7.2.

use super::bitmap::lists;
use super::chain::label;
use super::hash::{self, Hash};
use super::nsec3::{Nsec3, Nsec3Param, Parameters, SHA_1};
use std::sync::OnceLock;

use crate::limits::Limits;
use crate::rr::{Rtype, types};
use crate::wire::{Name, NameRef};
use crate::zone::{Lookup, Node, Rrset, Zone};

/// Whether an absence is proved.
#[non_exhaustive]
pub enum Absence<'z> {
    /// By these RRsets, if their signatures are good.
    Denied(Vec<Rrset<'z>>),
    /// Opt-out leaves it open.
    OptOut,
    /// It is not; why.
    NotDenied(String),
    /// That cannot be told; why.
    Unknown(String),
}

/// The denial records of one zone, for those who ask for single names. Found once, when the first asks.
pub struct Denials<'z> {
    zone: &'z Zone,
    limits: &'z Limits,
    /// Where owners with an NSEC or NSEC3 are among the zone's owners, in their order.
    owners: OnceLock<Vec<usize>>,
}

impl<'z> Denials<'z> {
    /// Those of `zone`.
    #[must_use]
    pub fn of(zone: &'z Zone, limits: &'z Limits) -> Denials<'z> {
        Denials { zone, limits, owners: OnceLock::new() }
    }

    /// Looks for the records that a server sends in place of `rtype` at `name`, which the zone does not have.
    #[must_use]
    pub fn absence(&self, name: NameRef<'_>, rtype: Rtype) -> Absence<'z> {
        let Denials { zone, limits, .. } = *self;
        if zone.has_unread() {
            return Absence::Unknown(format!("records of `{}` could not be read", zone.name()));
        }
        let params = zone.apex().and_then(|apex| apex.rrset(types::NSEC3PARAM));
        let params = params.iter().flat_map(|rrset| rrset.records()).filter_map(Nsec3Param::of);
        match params.into_iter().find(|param| param.flags == 0 && param.parameters.algorithm == SHA_1) {
            Some(param) if param.parameters.iterations > limits.nsec3_iterations => {
                Absence::Unknown(format!(
                    "its NSEC3 records have {} iterations, too many to look at",
                    param.parameters.iterations
                ))
            }
            Some(param) => {
                Nsec3Proof { denials: self, zone, parameters: param.parameters }.absence(name, rtype)
            }
            None => self.by_nsec(name, rtype),
        }
    }

    fn by_nsec(&self, name: NameRef<'_>, rtype: Rtype) -> Absence<'z> {
        let zone = self.zone;
        let node = match zone.lookup(name) {
            Lookup::Exists(node) | Lookup::Wildcard(node) => node,
            _ => {
                let Some((node, nsec)) =
                    self.before(name).and_then(|node| Some((node, node.rrset(types::NSEC)?)))
                else {
                    return Absence::NotDenied("no NSEC record stands before it".to_owned());
                };
                let covers = nsec
                    .first()
                    .name(types::nsec::NEXT_DOMAIN_NAME)
                    .is_some_and(|next| next.canonical_cmp(name).is_gt() || next == zone.name());
                return match covers {
                    true => Absence::Denied(vec![nsec]),
                    false => Absence::NotDenied(format!("the NSEC of `{}` ends before it", node.name())),
                };
            }
        };
        match node.rrset(types::NSEC) {
            None => Absence::NotDenied(format!("`{}` has no NSEC", node.name())),
            Some(nsec)
                if nsec
                    .first()
                    .octets(types::nsec::TYPES)
                    .is_some_and(|bitmap| lists(bitmap, rtype) || lists(bitmap, types::CNAME)) =>
            {
                Absence::NotDenied(format!("the NSEC of `{}` lists a type that is not there", node.name()))
            }
            Some(nsec) => Absence::Denied(vec![nsec]),
        }
    }

    /// The owners of the chain, NSEC3's where the zone has an NSEC3PARAM.
    fn owners(&self) -> &[usize] {
        let has_param = self.zone.apex().is_some_and(|apex| apex.rrset(types::NSEC3PARAM).is_some());
        let rtype = if has_param { types::NSEC3 } else { types::NSEC };
        let find = || {
            self.zone
                .nodes()
                .filter(|node| node.rrset(rtype).is_some() && !node.is_below_cut())
                .map(Node::position)
                .collect()
        };
        self.owners.get_or_init(find)
    }

    /// The last owner of the chain before a name.
    fn before(&self, name: NameRef<'_>) -> Option<Node<'z>> {
        let (owners, at) = (self.owners(), self.zone.position_of(name));
        let before = owners.get(..owners.partition_point(|owner| *owner < at)).unwrap_or_default();
        self.zone.node_at(*before.last()?)
    }

    /// The last owner of the chain.
    fn last(&self) -> Option<Node<'z>> {
        self.zone.node_at(*self.owners().last()?)
    }
}

/// The NSEC3 chain of a zone.
struct Nsec3Proof<'a, 'z> {
    denials: &'a Denials<'z>,
    zone: &'z Zone,
    parameters: Parameters<'z>,
}

impl<'z> Nsec3Proof<'_, 'z> {
    fn hash(&self, name: NameRef<'_>) -> Hash {
        hash::hash(name.to_lowercase().borrow_name(), self.parameters.salt, self.parameters.iterations)
    }

    fn owner(&self, hash: &Hash) -> Option<Name> {
        Name::parse(label(hash).as_bytes(), self.zone.name()).ok()
    }

    /// The record of this chain at a node.
    fn record(&self, node: Node<'z>) -> Option<(Nsec3<'z>, Rrset<'z>)> {
        let rrset = node.rrset(types::NSEC3)?;
        let record =
            rrset.records().filter_map(Nsec3::of).find(|nsec3| nsec3.parameters == self.parameters)?;
        Some((record, rrset))
    }

    fn matching(&self, name: NameRef<'_>) -> Option<(Nsec3<'z>, Rrset<'z>)> {
        let owner = self.owner(&self.hash(name))?;
        self.record(self.zone.node(owner.borrow_name())?)
    }

    fn covering(&self, name: NameRef<'_>) -> Option<(Nsec3<'z>, Rrset<'z>)> {
        let hash = self.hash(name);
        let owner = self.owner(&hash)?;
        // Before the first stands the last: the chain is a circle.
        let (nsec3, rrset) =
            self.record(self.denials.before(owner.borrow_name()).or_else(|| self.denials.last())?)?;
        let from = hash::of_label(nsec3.record.owner().first_label())?;
        let covers = match from.as_slice() < nsec3.next {
            true => from < hash && hash.as_slice() < nsec3.next,
            // The last one of the chain leads back to the first.
            false => from < hash || hash.as_slice() < nsec3.next,
        };
        covers.then_some((nsec3, rrset))
    }

    fn absence(&self, name: NameRef<'_>, rtype: Rtype) -> Absence<'z> {
        let at = match self.zone.lookup(name) {
            Lookup::Exists(_) | Lookup::EmptyNonTerminal => name.to_name(),
            Lookup::Wildcard(node) => node.name().to_name(),
            _ => return self.nothing_there(name),
        };
        match self.matching(at.borrow_name()) {
            Some((nsec3, _)) if lists(nsec3.bitmap, rtype) || lists(nsec3.bitmap, types::CNAME) => {
                Absence::NotDenied(format!("the NSEC3 of `{at}` lists a type that is not there"))
            }
            Some((_, rrset)) => Absence::Denied(vec![rrset]),
            None => Absence::NotDenied(format!("`{at}` has no NSEC3")),
        }
    }

    /// The proof of the closest encloser: RFC 5155 section 7.2.1.
    fn nothing_there(&self, name: NameRef<'_>) -> Absence<'z> {
        let (mut next_closer, mut above) = (name, name.parent());
        while let Some(ancestor) = above.filter(|ancestor| ancestor.is_at_or_below(self.zone.name())) {
            if !matches!(self.zone.lookup(ancestor), Lookup::NxDomain) {
                let Some((_, encloser)) = self.matching(ancestor) else {
                    return Absence::NotDenied(format!("`{ancestor}` has no NSEC3"));
                };
                return match self.covering(next_closer) {
                    Some((nsec3, _)) if nsec3.is_opt_out() => Absence::OptOut,
                    Some((_, cover)) => Absence::Denied(vec![encloser, cover]),
                    None => Absence::NotDenied(format!("no NSEC3 covers `{next_closer}`")),
                };
            }
            (next_closer, above) = (ancestor, ancestor.parent());
        }
        Absence::NotDenied("no name above it exists".to_owned())
    }
}
