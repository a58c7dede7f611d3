//! Zones that are not there to be asked: response policy zones, and catalog zones (RFC 9432). Judges nothing.

use super::{Completeness, Node, Record, RecordId, Zone};
use crate::rr::{Rtype, types};
use crate::wire::{Name, NameRef};

/// What a zone is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Purpose {
    /// Its names are resolved.
    #[default]
    Ordinary,
    /// Its owners are triggers and its records are actions of a resolver: a response policy zone.
    Policy,
    /// It lists the zones of a server: RFC 9432.
    Catalog,
}

/// What a zone is for, and the record that shows it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Known {
    pub(super) purpose: Purpose,
    pub(super) sign: Option<RecordId>,
}

/// How many owners are looked at for actions.
const LOOKED_AT: usize = 1000;
/// The names below which triggers stand that are no domain names.
const TRIGGERS: [&str; 4] = ["rpz-ip", "rpz-client-ip", "rpz-nsip", "rpz-nsdname"];
/// The types of a host or mail domain, which the apex of a policy has no use for.
const USED: &[Rtype] = &[types::A, types::AAAA, types::MX];

/// What a zone is for, by its content; the name alone decides nothing.
pub(super) fn of(zone: &Zone) -> Known {
    if zone.completeness != Completeness::Whole {
        return Known::default();
    }
    let found = |purpose| move |record: Record<'_>| Known { purpose, sign: Some(record.id()) };
    let policy =
        trigger(zone).or_else(|| action(zone)).or_else(|| local_data(zone)).map(found(Purpose::Policy));
    policy.or_else(|| catalog(zone).map(found(Purpose::Catalog))).unwrap_or_default()
}

/// A record whose owner is a trigger of addresses or name servers: below `rpz-ip` and the like, and with an
/// action.
fn trigger(zone: &Zone) -> Option<Record<'_>> {
    TRIGGERS.into_iter().find_map(|trigger| {
        let above = Name::parse(trigger.as_bytes(), zone.name()).ok()?;
        let above = above.borrow_name();
        let below = (zone.position_of(above)..)
            .map_while(|at| zone.node_at(at))
            .take_while(|node| node.name().is_at_or_below(above));
        let mut below = below.take(LOOKED_AT).filter(|node| node.name() != above);
        below
            .find(|node| {
                trigger == "rpz-nsdname"
                    && has_alias_to(*node, |target| target.is_root() || is_star(target) || is_command(target))
                    || is_network(node.name(), above)
            })
            .map(first_record)
    })
}

/// `32.1.2.0.192.rpz-ip`, `128.1.zz.db8.2001.rpz-nsip`: the length of a prefix, and parts of an address.
fn is_network(name: NameRef<'_>, above: NameRef<'_>) -> bool {
    let count = name.label_count().saturating_sub(above.label_count());
    let is_number = |label: &[u8]| label.len() <= 3 && label.iter().all(u8::is_ascii_digit);
    let is_part = |label: &[u8]| {
        label.eq_ignore_ascii_case(b"zz") || label.len() <= 4 && label.iter().all(u8::is_ascii_hexdigit)
    };
    count >= 3 && is_number(name.first_label()) && name.labels().take(count).all(is_part)
}

/// A CNAME that says what a resolver is to do. An alias of the root may be a slip in any zone: it counts
/// where all aliases are such, their owners look like whole domain names, and nothing else looks like a zone
/// that is resolved.
fn action(zone: &Zone) -> Option<Record<'_>> {
    if !zone.has_type(types::CNAME) {
        return None;
    }
    let command = zone.nodes().take(LOOKED_AT).find(|node| has_alias_to(*node, is_command));
    if command.is_some() {
        return command.and_then(|node| node.rrset(types::CNAME)).map(|cname| cname.first());
    }
    let is_named = zone.name().labels().any(is_policy_label);
    let (mut nothing, mut deep, mut first) = (0, false, None);
    for node in zone.nodes().take(LOOKED_AT) {
        let Some(alias) = node.rrset(types::CNAME).map(|cname| cname.first()) else {
            if !node.is_apex() && (node.is_cut() || node.has(&[types::MX])) {
                return None;
            }
            continue;
        };
        match alias.name(types::cname::CANONICAL_NAME) {
            Some(target) if target.is_root() || is_star(target) => {
                nothing += 1;
                deep |= node.name().label_count() > zone.name().label_count() + 1;
                first = first.or(Some(alias));
            }
            // Local data of a policy may lead to a host that explains the block.
            _ if is_named => {}
            _ => return None,
        }
    }
    let is_used = zone.apex().is_some_and(|apex| apex.has(USED));
    first.filter(|_| !is_used && (is_named || (nothing > 1 && deep)))
}

/// The name servers of a zone that is called a policy and that nobody can ask: what it has is local data.
fn local_data(zone: &Zone) -> Option<Record<'_>> {
    if !zone.name().labels().any(is_policy_label) {
        return None;
    }
    let apex = zone.apex().filter(|apex| !apex.has(USED))?;
    let ns = apex.rrset(types::NS)?;
    let is_nobody = |name: NameRef<'_>| name.is_root() || is_single(name, &["localhost", "invalid"]);
    ns.records().all(|record| record.name(types::ns::NAME_SERVER).is_some_and(is_nobody)).then(|| ns.first())
}

/// `rpz`, `rpz-block`, `rpz1`, `malware-rpz`.
fn is_policy_label(label: &[u8]) -> bool {
    let label = label.to_ascii_lowercase();
    let starts = label
        .strip_prefix(b"rpz")
        .is_some_and(|rest| rest.first().is_none_or(|octet| !octet.is_ascii_alphabetic()));
    starts || label.ends_with(b"-rpz") || label.ends_with(b"_rpz")
}

fn has_alias_to(node: Node<'_>, is: impl Fn(NameRef<'_>) -> bool) -> bool {
    node.rrset(types::CNAME)
        .and_then(|cname| cname.first().name(types::cname::CANONICAL_NAME))
        .is_some_and(is)
}

/// `*.`
fn is_star(target: NameRef<'_>) -> bool {
    is_single(target, &["*"])
}

/// `rpz-passthru.`, `rpz-drop.`, `rpz-tcp-only.`
fn is_command(target: NameRef<'_>) -> bool {
    is_single(target, &["rpz-passthru", "rpz-drop", "rpz-tcp-only"])
}

fn is_single(name: NameRef<'_>, words: &[&str]) -> bool {
    name.label_count() == 1
        && words.iter().any(|word| name.first_label().eq_ignore_ascii_case(word.as_bytes()))
}

fn first_record(node: Node<'_>) -> Record<'_> {
    node.rrsets().next().map_or_else(|| node.zone().record(RecordId(0)), |rrset| rrset.first())
}

/// The version or a member of a zone that has both, or one of them and no name server but `invalid.`.
fn catalog(zone: &Zone) -> Option<Record<'_>> {
    if !zone.has_type(types::PTR) && !zone.has_type(types::TXT) {
        return None;
    }
    let version = catalog_version(zone).and_then(|node| node.rrset(types::TXT)).map(|txt| txt.first());
    let mut members = zone.has_type(types::PTR).then(|| catalog_members(zone)).into_iter().flatten();
    let member = members.next().and_then(|node| node.rrset(types::PTR)).map(|ptr| ptr.first());
    let unasked = || {
        let ns = zone.apex().and_then(|apex| apex.rrset(types::NS));
        ns.is_some_and(|ns| {
            ns.records().all(|record| {
                record.name(types::ns::NAME_SERVER).is_some_and(|name| is_single(name, &["invalid"]))
            })
        })
    };
    match (version, member) {
        (Some(version), Some(_)) => Some(version),
        (one, other) => one.or(other).filter(|_| unasked()),
    }
}

/// The owner of a catalog's version: RFC 9432 section 4.2.1.
#[must_use]
pub fn catalog_version(zone: &Zone) -> Option<Node<'_>> {
    zone.node(Name::parse(b"version", zone.name()).ok()?.borrow_name())
}

/// The member nodes of a catalog: owners of PTR records one label below `zones` (RFC 9432 section 4.1).
pub fn catalog_members(zone: &Zone) -> impl Iterator<Item = Node<'_>> {
    let above = Name::parse(b"zones", zone.name()).ok();
    let start = above.as_ref().map_or(0, |above| zone.position_of(above.borrow_name()));
    let depth = zone.name().label_count() + 2;
    let below = (start..zone.node_count()).map_while(|at| zone.node_at(at)).take_while(move |node| {
        let name = node.name();
        above.as_ref().is_some_and(|above| name.is_at_or_below(above.borrow_name()))
    });
    below.filter(move |node| node.name().label_count() == depth && node.rrset(types::PTR).is_some())
}

/// The label of a member's property that a node of a catalog is: RFC 9432 section 4.3.
#[must_use]
pub fn catalog_property(node: Node<'_>) -> Option<&[u8]> {
    let (name, zone) = (node.name(), node.zone().name());
    let member = name.parent()?;
    let zones = member.parent()?;
    let is_member = zones.first_label().eq_ignore_ascii_case(b"zones") && zones.parent() == Some(zone);
    is_member.then(|| name.first_label())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn policies_are_called_so() {
        for label in ["rpz", "RPZ", "rpz1", "rpz-block", "malware-rpz", "a_rpz"] {
            assert!(is_policy_label(label.as_bytes()), "{label}");
        }
        for label in ["rpzone", "corpz", "rp", "www"] {
            assert!(!is_policy_label(label.as_bytes()), "{label}");
        }
    }
}
