//! Aliases: where the CNAMEs of a zone, its DNAMEs, or its SVCB records in `AliasMode`, lead inside it, in
//! time that grows with their number and not with their chains.

use super::Perspective;
use crate::record::svcb::bindings;
use crate::rr::{Rtype, types};
use crate::wire::NameRef;
use crate::zone::{Lookup, Node, Record, Rrset, Zone};

/// Aliases that every resolver follows: `max-query-restarts` of BIND and Unbound is 11.
pub const MOST_STEPS: usize = 11;

/// Every name with an alias of one type, in canonical order, and where each leads.
pub struct Aliases<'z> {
    rows: Vec<Alias<'z>>,
}

/// One name with an alias.
#[derive(Clone, Copy)]
pub struct Alias<'z> {
    /// The name.
    pub node: Node<'z>,
    /// Its alias, the first one where there are several.
    pub record: Record<'z>,
    next: Option<usize>,
    end: End,
    /// The alias at the end of the chain.
    last: usize,
}

/// What following an alias comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum End {
    /// A name without CNAME, or outside the zone, this many steps away.
    After(usize),
    /// The alias itself, in this many steps.
    Itself(usize),
    /// A loop that the alias is no part of.
    Loop,
}

/// An alias that has not been followed yet.
const UNKNOWN: End = End::After(0);

impl<'z> Aliases<'z> {
    /// The CNAMEs of `zone`.
    #[must_use]
    pub fn of(zone: &'z Zone) -> Aliases<'z> {
        let alias =
            |rrset: Rrset<'z>| Some((rrset.first(), rrset.first().name(types::cname::CANONICAL_NAME)?));
        Aliases::among(zone, types::CNAME, alias, |target| owner_of(zone, target))
    }

    /// The DNAMEs of `zone` that redirect: each leads to the one that the names it makes are below.
    #[must_use]
    pub fn of_redirections(zone: &'z Zone) -> Aliases<'z> {
        let alias = |rrset: Rrset<'z>| {
            let node = rrset.node();
            let is_occluded = node.is_cut() || node.is_below_cut() || node.is_below_dname();
            let target = rrset.first().name(types::dname::TARGET).filter(|_| !is_occluded)?;
            Some((rrset.first(), target))
        };
        Aliases::among(zone, types::DNAME, alias, |target| match zone.lookup(target) {
            Lookup::Redirected(node) => Some(node),
            Lookup::Exists(node) => node.has(&[types::DNAME]).then_some(node),
            _ => None,
        })
    }

    /// The SVCB or HTTPS records of `zone` in `AliasMode`: RFC 9460 section 2.4.2.
    #[must_use]
    pub fn of_bindings(zone: &'z Zone, rtype: Rtype) -> Aliases<'z> {
        let alias = |rrset: Rrset<'z>| {
            let alias = bindings(rrset).find(|binding| binding.is_alias())?;
            Some((alias.record, alias.target))
        };
        Aliases::among(zone, rtype, alias, |target| owner_of(zone, target))
    }

    /// Follows the aliases that `alias` finds in RRsets of one type, each with its target; `owner` finds the
    /// owner that a target is answered from.
    fn among(
        zone: &'z Zone,
        rtype: Rtype,
        alias: impl Fn(Rrset<'z>) -> Option<(Record<'z>, NameRef<'z>)>,
        owner: impl Fn(NameRef<'z>) -> Option<Node<'z>>,
    ) -> Aliases<'z> {
        if !zone.has_type(rtype) {
            return Aliases { rows: Vec::new() };
        }
        let found = zone.nodes().filter_map(|node| Some((node, alias(node.rrset(rtype)?)?)));
        let (mut rows, targets): (Vec<Alias<'z>>, Vec<NameRef<'z>>) = found
            .map(|(node, (record, target))| {
                (Alias { node, record, next: None, end: UNKNOWN, last: 0 }, target)
            })
            .unzip();
        let next: Vec<Option<usize>> = targets
            .into_iter()
            .map(|target| {
                let to = owner(target)?;
                rows.binary_search_by_key(&to.position(), |row| row.node.position()).ok()
            })
            .collect();
        for (row, next) in rows.iter_mut().zip(next) {
            row.next = next;
        }
        let mut aliases = Aliases { rows };
        aliases.follow();
        aliases
    }

    /// The aliases with what following them comes to.
    pub fn iter(&self) -> impl Iterator<Item = (Alias<'z>, End)> {
        self.rows.iter().map(|row| (*row, row.end))
    }

    /// The aliases that no other alias leads to, with what following them comes to.
    pub fn heads(&self) -> impl Iterator<Item = (Alias<'z>, End)> {
        let mut is_led_to = vec![false; self.rows.len()];
        for next in self.rows.iter().filter_map(|row| row.next) {
            if let Some(is_led_to) = is_led_to.get_mut(next) {
                *is_led_to = true;
            }
        }
        self.iter().zip(is_led_to).filter(|(_, is_led_to)| !is_led_to).map(|(row, _)| row)
    }

    /// The aliases that one leads over, nearest first; without end where they loop.
    pub fn after(&self, alias: Alias<'z>) -> impl Iterator<Item = Alias<'z>> {
        let row = |at: Option<usize>| at.and_then(|at| self.rows.get(at)).copied();
        std::iter::successors(row(alias.next), move |alias| row(alias.next))
    }

    /// The last alias that one leads over, or itself.
    #[must_use]
    pub fn last(&self, alias: Alias<'z>) -> Alias<'z> {
        self.rows.get(alias.last).copied().unwrap_or(alias)
    }

    /// Follows every alias once.
    fn follow(&mut self) {
        let mut path: Vec<usize> = Vec::new();
        // Where in the path an alias stands, from 1; 0 where it does not.
        let mut place = vec![0; self.rows.len()];
        for start in 0..self.rows.len() {
            let mut at = Some(start);
            while let Some(here) = at.filter(|&here| self.end(here) == UNKNOWN && place.get(here) == Some(&0))
            {
                path.push(here);
                if let Some(place) = place.get_mut(here) {
                    *place = path.len();
                }
                at = self.rows.get(here).and_then(|row| row.next);
            }
            // What the path ran into: its own alias number `looped`, one followed before, or nothing.
            let looped = at.and_then(|at| place.get(at)).copied().filter(|&place| place > 0);
            let beyond = at.map_or(End::After(0), |at| self.end(at));
            let whole = path.len();
            let last =
                at.map_or(path.last().copied(), |at| self.rows.get(at).map(|row| row.last)).unwrap_or(start);
            for (number, here) in (1..=whole).zip(path.drain(..)) {
                let end = match (looped, beyond) {
                    (Some(looped), _) if number >= looped => End::Itself(whole + 1 - looped),
                    (Some(_), _) | (None, End::Itself(_) | End::Loop) => End::Loop,
                    (None, End::After(steps)) => End::After(steps + whole + 1 - number),
                };
                if let (Some(row), Some(place)) = (self.rows.get_mut(here), place.get_mut(here)) {
                    (row.end, row.last, *place) = (end, last, 0);
                }
            }
        }
    }

    fn end(&self, at: usize) -> End {
        self.rows.get(at).map_or(UNKNOWN, |row| row.end)
    }
}

/// Aliases behind the last CNAME of a chain inside its zone: those that DNAMEs and other zones of the run add.
/// `None` where they have no end.
#[must_use]
pub fn beyond(last: Alias<'_>, seen: Perspective<'_>) -> Option<usize> {
    let target = last.record.name(types::cname::CANONICAL_NAME)?;
    let leads_on = match last.record.zone().lookup(target) {
        Lookup::Redirected(_) => true,
        Lookup::OutOfZone | Lookup::Delegated(_) => !seen.given().is_alone(),
        _ => false,
    };
    if !leads_on {
        return Some(0);
    }
    let answer = seen.follow(target);
    (!answer.is_endless()).then_some(answer.steps.len())
}

/// The owner that answers for a name, which may be a wildcard.
fn owner_of<'z>(zone: &'z Zone, name: NameRef<'_>) -> Option<Node<'z>> {
    match zone.lookup(name) {
        Lookup::Exists(node) | Lookup::Wildcard(node) => Some(node),
        _ => None,
    }
}

/// Whether `node` is a zone's apex by its records: a CNAME there is a fault of its own, whatever else stands
/// beside it.
#[must_use]
pub fn is_apex(node: Node<'_>) -> bool {
    node.is_apex() && node.has(&[types::SOA, types::NS])
}
