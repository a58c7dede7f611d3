//! The names that NSEC3 records stand for: those with data, those of zone cuts, and the empty ones above
//! them.

use super::hash::{Hash, hash};
use super::standing::{Role, Standing};
use crate::wire::{NameRef, u32_of};
use crate::zone::{Node, Zone};

/// Whether a chain must have a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Need {
    /// It must.
    Needed,
    /// Only where no opt-out covers it: an insecure delegation, or a name that exists because of such alone.
    UnlessOptOut,
    /// Nobody signed what is there, which another finding tells; or it is below a DNAME.
    Tolerated,
}

/// A name to be hashed. Small: zones have millions.
#[derive(Clone, Copy)]
pub struct HashedName {
    /// Its hash, once filled in.
    pub hash: Hash,
    /// The owner it was seen at.
    node: u32,
    /// How many labels of that owner are below the name: more than 0 for an empty non-terminal.
    strip: u8,
    need: Need,
}

impl HashedName {
    /// Whether a chain must have it.
    pub fn need(&self) -> Need {
        self.need
    }

    /// The owner it was seen at.
    pub fn seen_at<'z>(&self, zone: &'z Zone) -> Option<Node<'z>> {
        zone.node_at(usize::try_from(self.node).ok()?)
    }

    /// The name.
    pub fn name<'z>(&self, zone: &'z Zone) -> NameRef<'z> {
        let owner = self.seen_at(zone).map_or(NameRef::ROOT, Node::name);
        above(owner, usize::from(self.strip))
    }

    /// Whether it has no records of its own.
    pub fn is_empty_non_terminal(&self) -> bool {
        self.strip > 0
    }

    /// Fills in the hash.
    pub fn fill(&mut self, zone: &Zone, salt: &[u8], iterations: u16) {
        self.hash = hash(self.name(zone), salt, iterations);
    }
}

/// A name without its first labels.
fn above(name: NameRef<'_>, labels: usize) -> NameRef<'_> {
    std::iter::successors(Some(name), |name| name.parent()).nth(labels).unwrap_or(NameRef::ROOT)
}

/// Every name that a chain may have, hashes not yet filled in.
pub fn collect(zone: &Zone) -> Vec<HashedName> {
    let mut walk =
        Walk { apex_labels: zone.name().label_count(), names: Vec::new(), open: Vec::new(), previous: None };
    for node in zone.nodes() {
        let standing = Standing::of(node);
        if matches!(standing.role, Role::Data | Role::Cut { .. }) {
            walk.visit(&standing);
        }
    }
    walk.names
}

struct Walk<'z> {
    apex_labels: usize,
    names: Vec<HashedName>,
    /// The empty non-terminals above the last name: labels, and where they are in `names`.
    open: Vec<(usize, usize)>,
    previous: Option<NameRef<'z>>,
}

impl<'z> Walk<'z> {
    fn visit(&mut self, standing: &Standing<'z>) {
        let name = standing.node.name();
        let need = if standing.is_unsigned() || standing.node.is_below_dname() {
            Need::Tolerated
        } else if standing.role == (Role::Cut { secure: false }) {
            Need::UnlessOptOut
        } else {
            Need::Needed
        };
        let labels = name.label_count();
        let shared = self
            .previous
            .map_or(self.apex_labels, |previous| shared_labels(previous, name))
            .max(self.apex_labels);
        while self.open.last().is_some_and(|&(open, _)| open > shared || open >= labels) {
            self.open.pop();
        }
        for &(_, at) in &self.open {
            if let Some(ancestor) = self.names.get_mut(at) {
                ancestor.need = stronger(ancestor.need, need);
            }
        }
        let node = u32_of(standing.node.position());
        for empty in shared + 1..labels {
            self.open.push((empty, self.names.len()));
            self.names.push(HashedName {
                hash: Hash::default(),
                node,
                strip: u8::try_from(labels - empty).unwrap_or(u8::MAX),
                need,
            });
        }
        self.names.push(HashedName { hash: Hash::default(), node, strip: 0, need });
        self.previous = Some(name);
    }
}

fn stronger(a: Need, b: Need) -> Need {
    match (a, b) {
        (Need::Needed, _) | (_, Need::Needed) => Need::Needed,
        (Need::UnlessOptOut, _) | (_, Need::UnlessOptOut) => Need::UnlessOptOut,
        (Need::Tolerated, Need::Tolerated) => Need::Tolerated,
    }
}

/// How many labels two names in lower case share from the root.
fn shared_labels(a: NameRef<'_>, b: NameRef<'_>) -> usize {
    let (a_labels, b_labels) = (a.label_count(), b.label_count());
    let fewest = a_labels.min(b_labels);
    let (mut a, mut b) = (above(a, a_labels - fewest), above(b, b_labels - fewest));
    let mut shared = fewest;
    while a.wire() != b.wire() {
        let (Some(next_a), Some(next_b)) = (a.parent(), b.parent()) else { break };
        (a, b) = (next_a, next_b);
        shared -= 1;
    }
    shared
}
