//! What looking a name up comes to: the aliases on the way, and the end of it.

use std::collections::BTreeSet;
use std::fmt;

use crate::rr::{Rtype, types};
use crate::wire::{Name, NameRef};
use crate::zone::{Node, Rrset, Zone};

/// What the zones of a run answer.
#[derive(Clone)]
pub struct Answer<'z> {
    /// The aliases on the way, in order.
    pub steps: Vec<Step<'z>>,
    /// What is at the end of them.
    pub end: End<'z>,
}

/// One alias on the way.
#[derive(Clone)]
pub struct Step<'z> {
    /// The name that was looked up; that of a wildcard's CNAME and below a DNAME it is not the owner's.
    pub name: Name,
    /// The CNAME or DNAME RRset.
    pub rrset: Rrset<'z>,
    /// Where it leads; below a DNAME the name that is made of its target: RFC 6672 section 2.2.
    pub target: Name,
}

/// What is at a name that is no alias.
#[derive(Clone)]
#[non_exhaustive]
pub enum End<'z> {
    /// The RRset that was asked for; its owner may be a wildcard.
    Rrset(Rrset<'z>),
    /// The name exists and has no such RRset.
    NoData {
        /// The zone that says so.
        zone: &'z Zone,
        /// The owner that answers, which may be a wildcard; none at an empty non-terminal.
        node: Option<Node<'z>>,
    },
    /// The name does not exist, as this zone says.
    NxDomain(&'z Zone),
    /// The zones of the run do not say.
    Unknown(WhyNot<'z>),
}

/// Why the zones of a run do not say what is at a name.
#[derive(Clone)]
#[non_exhaustive]
pub enum WhyNot<'z> {
    /// No zone of the run has this name.
    Outside(Name),
    /// The name is at or below this zone cut, and the zone that begins there is not given.
    Delegated(Node<'z>),
    /// As [`WhyNot::Delegated`], and records of the name stand below the cut, where no query is answered
    /// with them.
    Occluded(Node<'z>),
    /// Several files are the zone that has the name, and nothing says which one is meant.
    Ambiguous {
        /// The zone's name.
        zone: Name,
        /// How many files.
        files: usize,
    },
    /// This file holds the zone in part only.
    Partial(&'z Zone),
    /// Records of this name and type, or any where there is no type, could not be read.
    Unread(Name, Option<Rtype>),
    /// The name that a DNAME makes of this one has more than 255 octets.
    TooLong(Name),
    /// Aliases lead from this name back to itself or to one that was passed.
    Loop(Name),
    /// Aliases lead from this name over more than so many names.
    Endless(Name, usize),
}

impl<'z> Answer<'z> {
    /// The RRset, where there is one.
    #[must_use]
    pub fn rrset(&self) -> Option<Rrset<'z>> {
        if let End::Rrset(rrset) = self.end { Some(rrset) } else { None }
    }

    /// Whether it is known that there is none.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        matches!(self.end, End::NoData { .. } | End::NxDomain(_))
    }

    /// Why that cannot be told, where it cannot.
    #[must_use]
    pub fn why_not(&self) -> Option<&WhyNot<'z>> {
        if let End::Unknown(why) = &self.end { Some(why) } else { None }
    }

    /// Whether resolvers never come to an end: aliases lead back to a name, or a DNAME makes names of its own
    /// names, longer each time.
    #[must_use]
    pub fn is_endless(&self) -> bool {
        match self.why_not() {
            Some(WhyNot::Loop(_) | WhyNot::TooLong(_)) => true,
            Some(WhyNot::Endless(..)) => {
                let mut seen = BTreeSet::new();
                let mut redirected = self.steps.iter().filter(|step| step.rrset.rtype() == types::DNAME);
                redirected.any(|step| !seen.insert(step.rrset.owner().key()))
            }
            _ => false,
        }
    }

    /// The name at the end of the aliases from `name`, which is the one that was looked up.
    #[must_use]
    pub fn last<'n>(&'n self, name: NameRef<'n>) -> NameRef<'n> {
        self.steps.last().map_or(name, |step| step.target.borrow_name())
    }
}

impl WhyNot<'_> {
    /// Whether resolvers find no end of the aliases either, and answer SERVFAIL.
    #[must_use]
    pub fn is_failure(&self) -> bool {
        matches!(self, WhyNot::TooLong(_) | WhyNot::Loop(_) | WhyNot::Endless(..))
    }

    /// Whether giving more zones may help.
    #[must_use]
    pub fn is_outside(&self) -> bool {
        matches!(self, WhyNot::Outside(_))
    }
}

impl fmt::Display for WhyNot<'_> {
    /// One clause.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WhyNot::Outside(name) => write!(f, "`{name}` is outside the given zones"),
            WhyNot::Delegated(cut) | WhyNot::Occluded(cut) => {
                write!(f, "`{}` is delegated to a zone that is not given", cut.name())
            }
            WhyNot::Ambiguous { zone, files } => {
                write!(f, "{files} of the files given are the zone `{zone}`")
            }
            WhyNot::Partial(zone) => write!(f, "`{}` is given in part only", zone.name()),
            WhyNot::Unread(name, Some(rtype)) => write!(f, "{rtype} records of `{name}` could not be read"),
            WhyNot::Unread(name, None) => write!(f, "records of `{name}` could not be read"),
            WhyNot::TooLong(name) => {
                write!(f, "`{name}` is below a DNAME that makes a name of more than 255 octets of it")
            }
            WhyNot::Loop(name) => write!(f, "`{name}` is an alias that leads back to itself"),
            WhyNot::Endless(name, most) => write!(f, "`{name}` is an alias over more than {most} names"),
        }
    }
}

impl fmt::Debug for WhyNot<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
