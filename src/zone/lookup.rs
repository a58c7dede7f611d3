//! What a name server would find at a name: RFC 1034 section 4.3.2, RFC 4592, RFC 6672.

use std::cmp::Ordering;

use super::names::Existence;
use super::{NameId, Node, Target, Zone};
use crate::wire::NameRef;

/// What is at a name.
#[derive(Clone, Copy)]
#[non_exhaustive]
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
            Some(node) if node.is_authoritative() => Lookup::Exists(node),
            _ => self.zone().lookup(self.name()),
        }
    }
}

impl Zone {
    /// The owner `name` with its records, whether or not a cut or DNAME hides it.
    #[must_use]
    pub fn node(&self, name: NameRef<'_>) -> Option<Node<'_>> {
        self.owner(self.names.find(self, name)?)
    }

    /// The number of a name that the zone has, with or without records, or that its records lead to.
    #[must_use]
    pub fn name_id(&self, name: NameRef<'_>) -> Option<NameId> {
        self.names.id(self, name)
    }

    /// What orders the names of the zone as canonical order does (RFC 4034 section 6.1); what only records
    /// lead to comes last.
    #[must_use]
    pub fn rank(&self, id: NameId) -> impl Ord + use<> {
        self.names.rank(id)
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
        let own = self.names.find(self, name);
        let own_node = own.and_then(|found| self.owner(found));
        // Most names exist, and the index knows of nothing that hides them.
        if let Some(node) = own_node.filter(|node| node.is_authoritative()) {
            return Lookup::Exists(node);
        }
        if !name.is_at_or_below(self.name()) {
            return Lookup::OutOfZone;
        }
        let encloser = match own {
            Some(found) => Some((name, found)),
            None => self.upwards(name).skip(1).find_map(|above| Some((above, self.names.find(self, above)?))),
        };
        if encloser.is_some_and(|(_, found)| self.may_be_redirected(found, own.is_none()))
            && let Some(hidden) = self.redirection(name)
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
        let source = encloser.and_then(|(above, _)| above.prefixed("*"));
        source
            .and_then(|wildcard| self.node(wildcard.borrow_name()))
            .map_or(Lookup::NxDomain, Lookup::Wildcard)
    }

    /// A name of the zone and the names above it, up to the zone's.
    fn upwards<'n>(&self, name: NameRef<'n>) -> impl Iterator<Item = NameRef<'n>> {
        let least = self.name().wire().len();
        std::iter::successors(Some(name), |name| name.parent())
            .take_while(move |name| name.wire().len() >= least)
    }

    fn owner(&self, found: Existence) -> Option<Node<'_>> {
        match found {
            Existence::Owner(at) => Some(Node::new(self, at)),
            Existence::NonTerminal(_) => None,
        }
    }

    /// Whether the closest encloser of a name is occluded, or may occlude the name, which `is_below` it.
    fn may_be_redirected(&self, encloser: Existence, is_below: bool) -> bool {
        match encloser {
            Existence::Owner(at) => {
                let node = Node::new(self, at);
                !node.is_authoritative() || is_below && node.has(&[crate::rr::types::DNAME])
            }
            // A cut or DNAME between it and the first owner below would be an owner itself, and come first.
            Existence::NonTerminal(first_below) => {
                let node = Node::new(self, first_below);
                node.is_below_cut() || node.is_below_dname()
            }
        }
    }

    /// The cut at or above a name, or the DNAME above it, whichever comes first from the apex.
    fn redirection(&self, name: NameRef<'_>) -> Option<Lookup<'_>> {
        let mut found = None;
        for above in self.upwards(name) {
            if let Some(node) = self.node(above) {
                if node.is_cut() {
                    found = Some(Lookup::Delegated(node));
                } else if above != name && node.has(&[crate::rr::types::DNAME]) {
                    found = Some(Lookup::Redirected(node));
                }
            }
        }
        found
    }
}
