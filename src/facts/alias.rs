//! Aliases: where the CNAMEs of a zone lead inside it, in time that grows with their number and not with their chains.

use crate::rr::types;
use crate::zone::{Lookup, Node, Record, Rrset, Zone};

/// Every name with a CNAME, in canonical order, and where each leads.
pub struct Aliases<'z> {
    rows: Vec<Alias<'z>>,
}

/// One name with a CNAME.
#[derive(Clone, Copy)]
pub struct Alias<'z> {
    /// The name.
    pub node: Node<'z>,
    /// Its CNAME, the first one where there are several.
    pub record: Record<'z>,
    next: Option<usize>,
    end: End,
    /// The alias at the end of the chain.
    last: usize,
}

/// What following an alias comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    /// The aliases of `zone`.
    #[must_use]
    pub fn of(zone: &'z Zone) -> Aliases<'z> {
        if !zone.has_type(types::CNAME) {
            return Aliases { rows: Vec::new() };
        }
        let found = zone.nodes().filter_map(|node| Some((node, node.rrset(types::CNAME)?)));
        let mut rows: Vec<Alias<'z>> = found.map(|(node, cname)| Alias { node, record: cname.first(), next: None, end: UNKNOWN, last: 0 }).collect();
        let next: Vec<Option<usize>> = rows
            .iter()
            .map(|row| {
                let to = next(row.record)?;
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
            while let Some(here) = at.filter(|&here| self.end(here) == UNKNOWN && place.get(here) == Some(&0)) {
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
            let last = at.map_or(path.last().copied(), |at| self.rows.get(at).map(|row| row.last)).unwrap_or(start);
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

/// The name with a CNAME that a CNAME leads to, where it is in this zone.
fn next(record: Record<'_>) -> Option<Node<'_>> {
    match record.zone().lookup(record.name(0)?) {
        Lookup::Exists(node) | Lookup::Wildcard(node) => node.rrset(types::CNAME).map(Rrset::node),
        _ => None,
    }
}

/// Whether `node` is a zone's apex by its records: a CNAME there is a fault of its own, whatever else stands beside it.
#[must_use]
pub fn is_apex(node: Node<'_>) -> bool {
    node.is_apex() && node.has(&[types::SOA, types::NS])
}
