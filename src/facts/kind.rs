//! Zones that are not there to be asked: response policy zones and catalog zones (RFC 9432). Judges nothing.

use crate::rr::types;
use crate::wire::{Name, NameRef};
use crate::zone::{Node, Zone};

/// What a zone is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Its names are resolved.
    Ordinary,
    /// Its owners are triggers and its records are actions of a resolver: a response policy zone.
    Policy,
    /// It lists the zones of a server: RFC 9432.
    Catalog,
}

/// How many owners are looked at for actions.
const LOOKED_AT: usize = 1000;
/// The names below which triggers stand that are no domain names.
const TRIGGERS: [&str; 4] = ["rpz-ip", "rpz-client-ip", "rpz-nsip", "rpz-nsdname"];

impl Kind {
    /// What a zone is for, by its name and content.
    #[must_use]
    pub fn of(zone: &Zone) -> Kind {
        if is_policy(zone) {
            Kind::Policy
        } else if is_catalog(zone) {
            Kind::Catalog
        } else {
            Kind::Ordinary
        }
    }

    /// Whether rules of a group take for granted that the zone's names are resolved, which those of this one are not.
    #[must_use]
    pub fn leaves_out(self, group: &str) -> bool {
        match self {
            Kind::Ordinary => false,
            Kind::Policy => ["alias", "dane", "delegation", "mail", "name", "record", "reverse", "service", "wildcard"].contains(&group),
            Kind::Catalog => ["alias", "dane", "delegation", "mail", "name", "reverse", "service", "wildcard"].contains(&group),
        }
    }
}

fn is_policy(zone: &Zone) -> bool {
    zone.name().labels().any(is_policy_label) || TRIGGERS.iter().any(|trigger| has_below(zone, trigger)) || has_actions(zone)
}

/// `rpz`, `rpz-block`, `rpz1`, `malware-rpz`.
fn is_policy_label(label: &[u8]) -> bool {
    let label = label.to_ascii_lowercase();
    let starts = label.strip_prefix(b"rpz").is_some_and(|rest| rest.first().is_none_or(|octet| !octet.is_ascii_alphabetic()));
    starts || label.ends_with(b"-rpz") || label.ends_with(b"_rpz")
}

fn has_below(zone: &Zone, label: &str) -> bool {
    let Ok(name) = Name::parse(label.as_bytes(), zone.name()) else { return false };
    zone.node_at(zone.position_of(name.borrow_name())).is_some_and(|node| node.name().is_at_or_below(name.borrow_name()))
}

/// Whether CNAME records say what a resolver is to do. An alias of the root may be a slip in any zone; of several, and no
/// other alias, it is none.
fn has_actions(zone: &Zone) -> bool {
    if !zone.has_type(types::CNAME) {
        return false;
    }
    let aliases = zone.nodes().take(LOOKED_AT).filter_map(|node| node.rrset(types::CNAME)).filter_map(|cname| cname.first().name(0));
    let (mut nothing, mut others) = (0, 0);
    for target in aliases {
        if is_action(target) {
            return true;
        }
        if target.is_root() { nothing += 1 } else { others += 1 }
    }
    nothing > 1 && others == 0 && !zone.apex().is_some_and(|apex| apex.has(&[types::A, types::AAAA, types::MX]))
}

/// `*.`, `rpz-passthru.`, `rpz-drop.`, `rpz-tcp-only.`.
fn is_action(target: NameRef<'_>) -> bool {
    let words: [&[u8]; 4] = [b"*", b"rpz-passthru", b"rpz-drop", b"rpz-tcp-only"];
    target.label_count() == 1 && words.iter().any(|word| target.first_label().eq_ignore_ascii_case(word))
}

/// Whether a zone has what a catalog must have, or that and the name server `invalid.` of a catalog that lacks some of it.
fn is_catalog(zone: &Zone) -> bool {
    if !zone.has_type(types::PTR) && !zone.has_type(types::TXT) {
        return false;
    }
    let version = version(zone).is_some_and(|node| node.rrset(types::TXT).is_some());
    let members = zone.has_type(types::PTR) && members(zone).next().is_some();
    let unasked = zone.apex().and_then(|apex| apex.rrset(types::NS)).is_some_and(|ns| {
        let is_invalid = |name: NameRef<'_>| name.label_count() == 1 && name.first_label().eq_ignore_ascii_case(b"invalid");
        ns.records().all(|record| record.name(0).is_some_and(is_invalid))
    });
    (version && members) || (unasked && (version || members))
}

/// The owner of a catalog's version.
#[must_use]
pub fn version(zone: &Zone) -> Option<Node<'_>> {
    zone.node(Name::parse(b"version", zone.name()).ok()?.borrow_name())
}

/// The member nodes of a catalog: owners of PTR records one label below `zones`.
pub fn members(zone: &Zone) -> impl Iterator<Item = Node<'_>> {
    let above = Name::parse(b"zones", zone.name()).ok();
    let start = above.as_ref().map_or(0, |above| zone.position_of(above.borrow_name()));
    let depth = zone.name().label_count() + 2;
    let below = (start..zone.node_count()).map_while(|at| zone.node_at(at)).take_while(move |node| {
        let name = node.name();
        above.as_ref().is_some_and(|above| name.is_at_or_below(above.borrow_name()))
    });
    below.filter(move |node| node.name().label_count() == depth && node.rrset(types::PTR).is_some())
}
