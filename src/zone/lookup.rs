//! What a name server would find at a name: RFC 1034 section 4.3.2, RFC 4592, RFC 6672.

use std::cmp::Ordering;

use super::names::Found;
use super::{NameId, Node, Target, Zone};
use crate::wire::{Lower, NameRef};

/// What is at a name.
#[derive(Clone, Copy)]
pub enum Lookup<'z> {
    /// The name is not in this zone: nothing is known of it.
    OutOfZone,
    /// At or below this zone cut: another zone answers.
    Delegated(Node<'z>),
    /// Below this DNAME: the answer is elsewhere.
    Redirected(Node<'z>),
    /// The name has records.
    Exists(Node<'z>),
    /// The name has no records; names below it do.
    EmptyNonTerminal,
    /// This wildcard answers for the name.
    Wildcard(Node<'z>),
    /// Records of the name stand in the text, or may, and could not be read.
    Unread,
    /// The name does not exist.
    NxDomain,
}

impl<'z> Target<'z> {
    /// What the record's own zone has at the name.
    #[must_use]
    pub fn lookup(self) -> Lookup<'z> {
        match self.node() {
            Some(node) if !node.is_cut() && !node.is_below_cut() && !node.is_below_dname() => {
                Lookup::Exists(node)
            }
            _ => self.zone().lookup(self.name()),
        }
    }
}

impl Zone {
    /// The owner `name` with its records, whether or not a cut or DNAME hides it.
    #[must_use]
    pub fn node(&self, name: NameRef<'_>) -> Option<Node<'_>> {
        self.node_of(Lower::of(name).wire(0))
    }

    /// The number of a name that the zone has, with or without records, or that its records lead to.
    #[must_use]
    pub fn name_id(&self, name: NameRef<'_>) -> Option<NameId> {
        self.names.id(self, Lower::of(name).wire(0))
    }

    /// What orders the names of the zone as canonical order does (RFC 4034 section 6.1); what only records
    /// lead to comes last.
    #[must_use]
    pub fn rank(&self, id: NameId) -> impl Ord + use<> {
        self.names.rank(id)
    }

    fn node_of(&self, wire: &[u8]) -> Option<Node<'_>> {
        match self.names.find(self, wire)? {
            Found::Owner(at) => Some(Node::new(self, at)),
            Found::NonTerminal(_) => None,
        }
    }

    /// How many owners stand before `name` in canonical order: RFC 4034 section 6.1.
    #[must_use]
    pub fn position_of(&self, name: NameRef<'_>) -> usize {
        let (mut low, mut high) = (0, self.index.len());
        while low < high {
            let middle = low + (high - low) / 2;
            match Node::new(self, middle).name().canonical_cmp(name) {
                Ordering::Equal => return middle,
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
            }
        }
        low
    }

    /// What a name server with this zone would find at `name`.
    #[must_use]
    pub fn lookup(&self, name: NameRef<'_>) -> Lookup<'_> {
        if !name.is_at_or_below(self.name()) {
            return Lookup::OutOfZone;
        }
        let mut lower = Lower::of(name);
        let encloser = lower
            .upwards(self.name().wire().len())
            .find_map(|at| self.names.find(self, lower.wire(at)).map(|found| (at, found)));
        let own = encloser.filter(|&(at, _)| at == 0).map(|(_, found)| found);
        let own_node = own.and_then(|found| self.owner(found));
        // Most names exist, and the index knows of nothing that hides them.
        if let Some(node) =
            own_node.filter(|node| !node.is_cut() && !node.is_below_cut() && !node.is_below_dname())
        {
            return Lookup::Exists(node);
        }
        if encloser.is_some_and(|(at, found)| self.may_be_redirected(found, at > 0))
            && let Some(hidden) = self.redirection(&lower)
        {
            return hidden;
        }
        if let Some(node) = own_node {
            return Lookup::Exists(node);
        }
        if self.may_exist(name) {
            return Lookup::Unread;
        }
        if own.is_some() {
            return Lookup::EmptyNonTerminal;
        }
        let source = encloser.and_then(|(at, _)| lower.wildcard(at)).and_then(|wire| self.node_of(wire));
        source.map_or(Lookup::NxDomain, Lookup::Wildcard)
    }

    fn owner(&self, found: Found) -> Option<Node<'_>> {
        match found {
            Found::Owner(at) => Some(Node::new(self, at)),
            Found::NonTerminal(_) => None,
        }
    }

    /// Whether the closest encloser of a name is occluded, or may occlude the name, which `is_below` it.
    fn may_be_redirected(&self, encloser: Found, is_below: bool) -> bool {
        match encloser {
            Found::Owner(at) => {
                let node = Node::new(self, at);
                node.is_cut()
                    || node.is_below_cut()
                    || node.is_below_dname()
                    || is_below && node.has(&[crate::rr::types::DNAME])
            }
            // A cut or DNAME between it and the first owner below would be an owner itself, and come first.
            Found::NonTerminal(first_below) => {
                let node = Node::new(self, first_below);
                node.is_below_cut() || node.is_below_dname()
            }
        }
    }

    /// The cut at or above a name, or the DNAME above it, whichever comes first from the apex.
    fn redirection(&self, lower: &Lower) -> Option<Lookup<'_>> {
        let mut found = None;
        for at in lower.upwards(self.name().wire().len()) {
            if let Some(node) = self.node_of(lower.wire(at)) {
                if node.is_cut() {
                    found = Some(Lookup::Delegated(node));
                } else if at > 0 && node.has(&[crate::rr::types::DNAME]) {
                    found = Some(Lookup::Redirected(node));
                }
            }
        }
        found
    }
}
