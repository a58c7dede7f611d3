//! Names that a wildcard does not answer for because something exists at or below them: RFC 4592 section
//! 2.2.2. One walk over the zone; judges nothing.

use crate::record::hostname::not_hostname;
use crate::rr::{Rtype, types};
use crate::wire::{Name, NameRef};
use crate::zone::{Completeness, Node, Record, Zone};

/// Types from here on are private: servers make addresses out of some (RFC 6895 section 3.1).
const PRIVATE: u16 = 65_280;
/// What a client follows to an address.
const ADDRESSES: &[Rtype] = &[types::A, types::AAAA, types::CNAME];
/// What makes a name answer for itself, or hands it to others.
const LEADING: &[Rtype] = &[types::A, types::AAAA, types::CNAME, types::NS, types::DNAME];
/// Records whose rules say what they lack.
const BINDINGS: &[Rtype] = &[types::HTTPS, types::SVCB];
/// Names below a host whose address is needed for what they are for.
const HOSTS: &[&str] = &["_acme-challenge"];
/// Names below a mail domain.
const MAIL: &[&str] = &["_dmarc", "_domainkey", "_mta-sts", "_smtp"];

/// A name that a wildcard would answer for if nothing existed at or below it.
pub struct Shadowed<'z> {
    /// The wildcard.
    pub wildcard: Node<'z>,
    /// The name, one label below the wildcard's parent.
    pub name: NameRef<'z>,
    /// The first record at or below the name.
    pub first: Record<'z>,
    /// The record that shows that the name needs what the wildcard has, where there is one.
    pub needed: Option<Record<'z>>,
    /// What the wildcard has and the name has not.
    pub lost: Lost,
}

/// What a name does not get of a wildcard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Lost {
    /// An address, or the alias that leads to one.
    Address,
    /// MX records.
    Mx,
}

impl<'z> Shadowed<'z> {
    /// What is so, as a clause.
    #[must_use]
    pub fn message(&self) -> String {
        let lost = match self.lost {
            Lost::Address => "address",
            Lost::Mx => "MX",
        };
        format!("`{}` does not give `{}` its {lost}: the name exists", self.wildcard.name(), self.name)
    }

    /// The first record of the wildcard that the name would need.
    #[must_use]
    pub fn answer(&self) -> Option<Record<'z>> {
        let wanted = match self.lost {
            Lost::Address => ADDRESSES,
            Lost::Mx => &[types::MX],
        };
        let answer = self.wildcard.rrsets().find(|rrset| wanted.contains(&rrset.rtype()));
        answer.map(|rrset| rrset.first())
    }
}

/// The names that lose addresses or MX records of a wildcard, in canonical order.
///
/// Names below zone cuts and DNAMEs are left out, and those that exist only because of hosts below them.
#[must_use]
pub fn shadowed(zone: &Zone) -> Vec<Shadowed<'_>> {
    if zone.completeness() != Completeness::Whole || !zone.nodes().any(|node| node.name().is_wildcard()) {
        return Vec::new();
    }
    let apex = zone.name().label_count();
    let mut found = Vec::new();
    let mut before: Option<NameRef<'_>> = None;
    for node in zone.nodes() {
        let name = node.name();
        let known = before.map_or(apex, |before| common(before, name));
        before = Some(name);
        // Names of hashed denial of existence are no names that are asked for.
        if node.is_below_cut() || node.is_below_dname() || node.has(&[types::NSEC3]) {
            continue;
        }
        // Each name that the one before is not at or below is met here for the first time.
        let mut at = Some(name);
        for _ in known..name.label_count() {
            let Some(here) = at else { break };
            at = here.parent();
            found.extend(at.and_then(|parent| shadow(zone, parent, here, node)));
        }
    }
    found
}

/// How many labels two names share at their end.
fn common<'n>(one: NameRef<'n>, other: NameRef<'n>) -> usize {
    let labels = |name: NameRef<'n>| name.labels().collect::<Vec<_>>().into_iter().rev();
    labels(one).zip(labels(other)).take_while(|(one, other)| one.eq_ignore_ascii_case(other)).count()
}

fn shadow<'z>(
    zone: &'z Zone,
    parent: NameRef<'z>,
    name: NameRef<'z>,
    first: Node<'z>,
) -> Option<Shadowed<'z>> {
    // Only a host could use what the wildcard has.
    if not_hostname(name).is_some() || !name.is_below(zone.name()) {
        return None;
    }
    let wildcard = zone.node(Name::parse(b"*", parent).ok()?.borrow_name())?;
    let own = zone.node(name);
    let answers = |node: Node<'_>| {
        node.rrsets().any(|rrset| LEADING.contains(&rrset.rtype()) || rrset.rtype().0 >= PRIVATE)
    };
    let is_unread = LEADING.iter().any(|&rtype| zone.may_have(name, rtype));
    if is_unread || own.is_some_and(|own| answers(own) || own.has(BINDINGS)) {
        return None;
    }
    // A name that only hosts below it make exist is no slip.
    if own.is_none() && !service_label(first.name(), name).is_some_and(|label| label.starts_with(b"_")) {
        return None;
    }
    let below = |labels: &[&str]| {
        labels.iter().find_map(|label| {
            let child = name.prefixed(label)?;
            let node = zone.node_at(zone.position_of(child.borrow_name()))?;
            if node.name().is_at_or_below(child.borrow_name()) { first_of(node) } else { None }
        })
    };
    let service = || Some(own?.rrset(types::SSHFP)?.first());
    let first_record = first_of(first)?;
    let found = |needed: Option<Record<'z>>, lost| {
        Some(Shadowed { wildcard, name, first: first_record, needed, lost })
    };
    let has_mx = own.is_some_and(|own| own.has(&[types::MX]));
    if wildcard.has(&[types::MX]) && !has_mx && below(MAIL).is_some() {
        return found(below(MAIL), Lost::Mx);
    }
    // Services with TLSA records have a rule of their own.
    if !wildcard.has(ADDRESSES) || first.has(&[types::TLSA]) || has_mx {
        return None;
    }
    found(below(HOSTS).or_else(service), Lost::Address)
}

/// The label of `owner` right below `name`.
fn service_label<'n>(owner: NameRef<'n>, name: NameRef<'_>) -> Option<&'n [u8]> {
    let above = owner.label_count().checked_sub(name.label_count() + 1)?;
    owner.labels().nth(above)
}

/// The first record of a name in input order.
fn first_of(node: Node<'_>) -> Option<Record<'_>> {
    node.rrsets().map(|rrset| rrset.first()).min_by_key(|record| record.id())
}
