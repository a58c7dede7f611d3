//! All zones of a run, as the records of one of them see them.

use super::{Answer, End, Given, Step, WhyNot};
use crate::rr::{Rtype, types};
use crate::wire::{Name, NameRef};
use crate::zone::{Completeness, Lookup, Rrset, Zone};

/// All zones of a run, seen from one of them, or from none where the user asks.
#[derive(Clone, Copy)]
pub struct Perspective<'a> {
    given: &'a Given<'a>,
    own: Option<&'a Zone>,
}

impl<'a> Perspective<'a> {
    /// As the records of `own` see them.
    #[must_use]
    pub fn of(own: &'a Zone, given: &'a Given<'a>) -> Perspective<'a> {
        Perspective { given, own: Some(own) }
    }

    /// As the user sees them.
    #[must_use]
    pub fn of_user(given: &'a Given<'a>) -> Perspective<'a> {
        Perspective { given, own: None }
    }

    /// The zones of the run.
    #[must_use]
    pub fn given(self) -> &'a Given<'a> {
        self.given
    }

    /// The same zones as another one's records see them.
    #[must_use]
    pub fn from(self, own: &'a Zone) -> Perspective<'a> {
        Perspective { own: Some(own), ..self }
    }

    /// The zone that a name is in: the own zone, or the nearest one of the same view at or above the name.
    ///
    /// # Errors
    /// Why that cannot be told.
    pub fn zone_of(self, name: NameRef<'_>) -> Result<&'a Zone, WhyNot<'a>> {
        self.given.zone_of(name, self.own)
    }

    /// What a resolver finds for a name and type: RFC 1034 section 5.3.3, aliases followed.
    #[must_use]
    pub fn lookup(self, name: NameRef<'_>, rtype: Rtype) -> Answer<'a> {
        self.resolve(name, &[rtype])
    }

    /// What a resolver finds for a name and the first of the types that is there.
    #[must_use]
    pub fn lookup_any(self, name: NameRef<'_>, rtypes: &[Rtype]) -> Answer<'a> {
        self.resolve(name, rtypes)
    }

    /// Where the aliases from a name lead: the end is never an RRset.
    #[must_use]
    pub fn follow(self, name: NameRef<'_>) -> Answer<'a> {
        self.resolve(name, &[])
    }

    /// Whether a name has records or names below it; `None` where the zones do not say.
    #[must_use]
    pub fn exists(self, name: NameRef<'_>) -> Option<bool> {
        let zone = self.zone_of(name).ok()?;
        match zone.lookup(name) {
            Lookup::Exists(_) | Lookup::EmptyNonTerminal | Lookup::Wildcard(_) | Lookup::Delegated(_) => {
                Some(true)
            }
            Lookup::NxDomain if zone.completeness() == Completeness::Whole => Some(false),
            Lookup::NxDomain | Lookup::OutOfZone | Lookup::Redirected(_) | Lookup::Unread => None,
        }
    }

    fn resolve(self, name: NameRef<'_>, rtypes: &[Rtype]) -> Answer<'a> {
        let most = self.given.alias_chain();
        let mut steps: Vec<Step<'a>> = Vec::new();
        loop {
            let at = steps.last().map_or(name, |step| step.target.borrow_name());
            let (rrset, target) = match self.at(at, rtypes) {
                Ok(alias) => alias,
                Err(end) => return Answer { steps, end },
            };
            let Some(target) = target else {
                let end = End::Unknown(WhyNot::TooLong(at.to_name()));
                return Answer { steps, end };
            };
            let passed = steps.iter().map(|step| step.name.borrow_name()).chain([at]);
            let is_loop = passed.into_iter().any(|passed| passed == target.borrow_name());
            steps.push(Step { name: at.to_name(), rrset, target });
            let why = match () {
                () if is_loop => WhyNot::Loop(name.to_name()),
                () if steps.len() > most => WhyNot::Endless(name.to_name(), most),
                () => continue,
            };
            return Answer { steps, end: End::Unknown(why) };
        }
    }

    /// The alias at a name with what it makes of the name, `None` where that is too long.
    ///
    /// # Errors
    /// What is there where it is no alias.
    fn at(self, name: NameRef<'_>, rtypes: &[Rtype]) -> Result<(Rrset<'a>, Option<Name>), End<'a>> {
        let zone = self.zone_of(name).map_err(End::Unknown)?;
        let whole = |end: End<'a>| match zone.completeness() {
            Completeness::Whole => end,
            Completeness::Fragment => End::Unknown(WhyNot::Partial(zone)),
        };
        let node = match zone.lookup(name) {
            Lookup::Exists(node) | Lookup::Wildcard(node) => node,
            Lookup::Redirected(node) => {
                let dname = node.rrset(types::DNAME);
                let alias = dname.and_then(|dname| Some((dname, dname.first().name(types::dname::TARGET)?)));
                let Some((dname, target)) = alias else {
                    return Err(End::Unknown(WhyNot::Unread(node.name().to_name(), Some(types::DNAME))));
                };
                return Ok((dname, name.moved(node.name(), target)));
            }
            Lookup::Delegated(cut) => {
                let is_there = zone.node(name).is_some_and(|node| node.is_below_cut());
                let why = if is_there { WhyNot::Occluded(cut) } else { WhyNot::Delegated(cut) };
                return Err(End::Unknown(why));
            }
            Lookup::Unread => return Err(End::Unknown(WhyNot::Unread(name.to_name(), None))),
            Lookup::EmptyNonTerminal => return Err(whole(End::NoData { zone, node: None })),
            Lookup::NxDomain | Lookup::OutOfZone => return Err(whole(End::NxDomain(zone))),
        };
        if let Some(rrset) = rtypes.iter().find_map(|&rtype| node.rrset(rtype)) {
            return Err(End::Rrset(rrset));
        }
        let cname = node.rrset(types::CNAME);
        if let Some((cname, target)) =
            cname.and_then(|cname| Some((cname, cname.first().name(types::cname::CANONICAL_NAME)?)))
        {
            return Ok((cname, Some(target.to_name())));
        }
        let mut asked = rtypes.iter().copied().chain([types::CNAME]);
        match asked.find(|&rtype| zone.may_have(node.name(), rtype)) {
            Some(rtype) => Err(End::Unknown(WhyNot::Unread(name.to_name(), Some(rtype)))),
            None => Err(End::NoData { zone, node: Some(node) }),
        }
    }
}
