//! What the zones at hand answer: an RRset, that there is none, or that they do not say. Follows aliases as a
//! resolver does; says nothing of DNSSEC.

use crate::limits::Limits;
use crate::rr::{Rtype, types};
use crate::wire::{Name, NameRef};
use crate::zone::{ByName, Completeness, Given, Lookup, Node, Rrset, Zone};

/// A name in lower case, to be looked up by.
pub(super) type Key = Box<[u8]>;

pub(super) fn key(name: NameRef<'_>) -> Key {
    (*name.to_lowercase()).into()
}

/// What is at a name.
#[derive(Clone)]
pub enum Answer<'z> {
    /// The RRset, at the name or at the one it is an alias of.
    Rrset(Rrset<'z>),
    /// The name exists and has none, or it does not exist.
    Nothing,
    /// None of the zones at hand says; why, as a clause.
    Unknown(String),
}

impl<'z> Answer<'z> {
    /// The RRset, where there is one.
    #[must_use]
    pub fn rrset(&self) -> Option<Rrset<'z>> {
        if let Answer::Rrset(rrset) = self { Some(*rrset) } else { None }
    }

    /// Whether it is known that there is none.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        matches!(self, Answer::Nothing)
    }
}

/// The zones that may answer.
pub struct Answers<'z> {
    /// `None` where several files are the same zone and nothing says which is meant.
    zones: ByName<Option<&'z Zone>>,
    alias_chain: usize,
}

impl<'z> Answers<'z> {
    /// All checked zones of a run.
    #[must_use]
    pub fn of(given: &Given<'z>, limits: &Limits) -> Answers<'z> {
        let mut zones = ByName::default();
        given.all().for_each(|zone| *zones.at(zone.name()) = given.checked(zone.name()));
        Answers { zones, alias_chain: limits.alias_chain }
    }

    /// One zone alone.
    #[must_use]
    pub fn of_zone(zone: &'z Zone, limits: &Limits) -> Answers<'z> {
        let mut zones = ByName::default();
        *zones.at(zone.name()) = Some(zone);
        Answers { zones, alias_chain: limits.alias_chain }
    }

    /// The zone that a name is in, where it is given and told apart from others of its name.
    ///
    /// # Errors
    /// Why there is none, as a clause.
    pub fn zone_of(&self, name: NameRef<'_>) -> Result<&'z Zone, String> {
        let found = self.zones.find_up(name, |at, zone| {
            Some(zone?.ok_or_else(|| format!("several of the files given are the zone `{at}`")))
        });
        found.unwrap_or_else(|| Err(format!("`{name}` is outside the given zones")))
    }

    /// The RRset of a type at `name`, or at what it is an alias of.
    #[must_use]
    pub fn rrset(&self, name: NameRef<'_>, rtype: Rtype) -> Answer<'z> {
        let mut at = name.to_name();
        for _ in 0..=self.alias_chain {
            let node = match self.node(at.borrow_name()) {
                Ok(Some(node)) => node,
                Ok(None) => return Answer::Nothing,
                Err(why) => return Answer::Unknown(why),
            };
            if let Some(rrset) = node.rrset(rtype) {
                return Answer::Rrset(rrset);
            }
            let target =
                node.rrset(types::CNAME).and_then(|cname| cname.first().name(types::cname::CANONICAL_NAME));
            match target {
                Some(target) => at = target.to_name(),
                None if node.zone().may_have(node.name(), rtype) => {
                    return Answer::Unknown(format!("records of `{at}` could not be read"));
                }
                None => return Answer::Nothing,
            }
        }
        Answer::Unknown(format!("`{name}` is an alias over more than {} names", self.alias_chain))
    }

    /// Whether a name has records or names below it; `None` where the zones do not say.
    #[must_use]
    pub fn exists(&self, name: NameRef<'_>) -> Option<bool> {
        let zone = self.zone_of(name).ok()?;
        match zone.lookup(name) {
            Lookup::Exists(_) | Lookup::EmptyNonTerminal | Lookup::Wildcard(_) | Lookup::Delegated(_) => {
                Some(true)
            }
            Lookup::Missing if zone.completeness() == Completeness::Whole => Some(false),
            Lookup::Missing | Lookup::OutOfZone | Lookup::Redirected(_) | Lookup::Unread => None,
        }
    }

    /// The owner that answers for a name; `None` where there is none.
    fn node(&self, name: NameRef<'_>) -> Result<Option<Node<'z>>, String> {
        let zone = self.zone_of(name)?;
        match zone.lookup(name) {
            Lookup::Exists(node) | Lookup::Wildcard(node) => Ok(Some(node)),
            Lookup::EmptyNonTerminal | Lookup::Missing | Lookup::OutOfZone
                if zone.completeness() == Completeness::Whole =>
            {
                Ok(None)
            }
            Lookup::EmptyNonTerminal | Lookup::Missing | Lookup::OutOfZone => {
                Err(format!("`{}` is given in part only", zone.name()))
            }
            Lookup::Delegated(cut) => {
                Err(format!("`{}` is delegated to a zone that is not given", cut.name()))
            }
            Lookup::Redirected(dname) => {
                Err(format!("`{}` is a DNAME, which is not followed here", dname.name()))
            }
            Lookup::Unread => Err(format!("records of `{name}` could not be read")),
        }
    }
}

/// `label` before a name; `None` where that is too long.
#[must_use]
pub fn prepend(labels: &str, name: NameRef<'_>) -> Option<Name> {
    Name::parse(labels.as_bytes(), name).ok()
}
