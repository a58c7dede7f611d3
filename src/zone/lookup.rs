//! What a name server would find at a name: RFC 1034 section 4.3.2, RFC 4592, RFC 6672.

use std::cmp::Ordering;

use super::{Node, Zone};
use crate::wire::{Name, NameRef};

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

impl Zone {
    /// The owner `name` with its records, whether or not a cut or DNAME hides it.
    #[must_use]
    pub fn node(&self, name: NameRef<'_>) -> Option<Node<'_>> {
        self.search(name).ok().map(|at| Node::new(self, at))
    }

    /// How many owners stand before `name` in canonical order: RFC 4034 section 6.1.
    #[must_use]
    pub fn position_of(&self, name: NameRef<'_>) -> usize {
        self.search(name).unwrap_or_else(|before| before)
    }

    fn search(&self, name: NameRef<'_>) -> Result<usize, usize> {
        let (mut low, mut high) = (0, self.index.len());
        while low < high {
            let middle = low + (high - low) / 2;
            match Node::new(self, middle).name().canonical_cmp(name) {
                Ordering::Equal => return Ok(middle),
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
            }
        }
        Err(low)
    }

    /// Whether `name` has records or names below it have.
    fn exists(&self, name: NameRef<'_>) -> bool {
        match self.search(name) {
            Ok(_) => true,
            Err(before) => self.is_above(name, before),
        }
    }

    /// Whether `name`, which has `before` owners before it and is none, has names below it.
    fn is_above(&self, name: NameRef<'_>, before: usize) -> bool {
        self.node_at(before).is_some_and(|next| next.name().is_below(name))
    }

    /// What a name server with this zone would find at `name`.
    #[must_use]
    pub fn lookup(&self, name: NameRef<'_>) -> Lookup<'_> {
        if !name.is_at_or_below(self.name()) {
            return Lookup::OutOfZone;
        }
        let place = self.search(name);
        let own = place.ok().map(|at| Node::new(self, at));
        // Most names exist, and the index knows of nothing that hides them.
        if let Some(node) =
            own.filter(|node| !node.is_cut() && !node.is_below_cut() && !node.is_below_dname())
        {
            return Lookup::Exists(node);
        }
        if let Some(hidden) = self.redirection(name) {
            return hidden;
        }
        if let Some(node) = own {
            return Lookup::Exists(node);
        }
        if self.may_exist(name) {
            return Lookup::Unread;
        }
        if place.is_err_and(|before| self.is_above(name, before)) {
            return Lookup::EmptyNonTerminal;
        }
        let mut encloser = name.parent();
        while let Some(ancestor) = encloser.filter(|ancestor| ancestor.is_at_or_below(self.name())) {
            if self.exists(ancestor) {
                let wildcard = wildcard_of(ancestor).and_then(|wildcard| self.node(wildcard.borrow_name()));
                return wildcard.map_or(Lookup::NxDomain, Lookup::Wildcard);
            }
            encloser = ancestor.parent();
        }
        Lookup::NxDomain
    }

    /// The cut at or above `name`, or the DNAME above it, whichever comes first from the apex.
    fn redirection(&self, name: NameRef<'_>) -> Option<Lookup<'_>> {
        let mut found = None;
        let mut at = Some(name);
        while let Some(ancestor) = at.filter(|ancestor| ancestor.is_at_or_below(self.name())) {
            if let Some(node) = self.node(ancestor) {
                if node.is_cut() {
                    found = Some(Lookup::Delegated(node));
                } else if ancestor != name && node.has(&[crate::rr::types::DNAME]) {
                    found = Some(Lookup::Redirected(node));
                }
            }
            at = ancestor.parent();
        }
        found
    }
}

/// `*.` in front of a name, where that is not too long.
fn wildcard_of(name: NameRef<'_>) -> Option<Name> {
    Name::parse(b"*", name).ok()
}
