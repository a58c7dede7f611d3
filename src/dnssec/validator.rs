//! What a validating resolver makes of single answers of a zone: RFC 4035 section 5. For those who need a few
//! answers; [`Signatures`](super::Signatures) is about all of a zone. Reports nothing.

use super::denial::{Absence, Denials};
use super::message::label_count;
use super::{CanonicalRrset, Ds, Key, Keys, Link, Parent, Rrsig, Singles};
use crate::limits::Limits;
use crate::resolve::Given;
use crate::rr::{Rtype, types};
use crate::wire::{NameRef, Timestamp};
use crate::zone::{Rrset, Zone};

/// What an answer is worth: RFC 4035 section 4.3.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Security {
    /// A chain of signatures leads to it.
    Secure,
    /// It is in a zone that a signer has yet to sign, and will be secure.
    ToBeSigned,
    /// It is unsigned, and may be; why.
    Insecure(String),
    /// Resolvers answer SERVFAIL in its place; why.
    Bogus(String),
    /// That cannot be told here; why.
    Unknown(String),
}

impl Security {
    /// Whether nothing is to be said against it.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        matches!(self, Security::Secure | Security::ToBeSigned)
    }

    /// The worse of two links of one chain.
    #[must_use]
    pub fn and(self, other: impl FnOnce() -> Security) -> Security {
        match self {
            Security::Secure => other(),
            Security::ToBeSigned => match other() {
                Security::Secure => Security::ToBeSigned,
                worse => worse,
            },
            Security::Bogus(_) => self,
            // What resolvers refuse, they refuse whatever else is unsigned.
            Security::Insecure(_) | Security::Unknown(_) => match other() {
                Security::Bogus(why) => Security::Bogus(why),
                _ => self,
            },
        }
    }
}

/// One zone as a validating resolver sees it.
pub struct Validator<'z> {
    zone: &'z Zone,
    keys: Keys<'z>,
    denials: Denials<'z>,
    now: Timestamp,
    limits: &'z Limits,
    /// What the way to the zone's keys is worth.
    entry: Security,
}

impl<'z> Validator<'z> {
    /// For the answers of `zone` at `now`. Where nobody speaks of its DS, there is taken to be the right one.
    #[must_use]
    pub fn new(zone: &'z Zone, given: &Given<'_>, now: Timestamp, limits: &'z Limits) -> Validator<'z> {
        let keys = Keys::of(zone).iter().take(limits.keys).collect();
        let mut validator = Validator {
            zone,
            keys,
            denials: Denials::of(zone, limits),
            now,
            limits,
            entry: Security::Secure,
        };
        validator.entry = validator.enter(given);
        validator
    }

    /// The zone.
    #[must_use]
    pub fn zone(&self) -> &'z Zone {
        self.zone
    }

    /// Whether a signer has been at the zone: keys alone are what it starts from.
    #[must_use]
    pub fn is_signed(&self) -> bool {
        self.zone.is_signed()
            && (self.zone.has_type(types::RRSIG) || self.zone.may_have(self.zone.name(), types::RRSIG))
    }

    /// What the way to the zone's keys is worth: where this is not secure, nothing in the zone is.
    #[must_use]
    pub fn entry(&self) -> &Security {
        &self.entry
    }

    fn enter(&self, given: &Given<'_>) -> Security {
        let name = self.zone.name();
        let parent = Parent::of(self.zone, given);
        let ds = parent.iter().filter(|parent| !parent.may_have_more).flat_map(|parent| &parent.ds);
        let ds: Vec<_> = ds.filter(|ds| ds.is_understood()).collect();
        if !self.is_signed() {
            return match ds.first() {
                Some(ds) => {
                    Security::Bogus(format!("the parent of `{name}` has {ds}, and the zone is not signed"))
                }
                None => Security::Insecure(format!("the zone `{name}` is not signed")),
            };
        }
        let settled = parent.as_ref().is_some_and(|parent| !parent.may_have_more);
        if settled && ds.is_empty() && !name.is_root() {
            return Security::Insecure(format!(
                "the parent of `{name}` has no DS for it that validators know"
            ));
        }
        let Some(dnskey) = self.zone.apex().and_then(|apex| apex.rrset(types::DNSKEY)) else {
            return Security::Unknown(format!("the DNSKEY records of `{name}` could not be read"));
        };
        let names = |ds: &Ds<'_>, key: &Key<'_>| match ds.link(name, &self.keys) {
            Link::Key(named) => named.record.rdata() == key.record.rdata(),
            _ => false,
        };
        let leads = |key: &Key<'_>| !settled || ds.iter().any(|ds| names(ds, key));
        let is_entry =
            |key: &Key<'_>| key.is_usable() && !key.is_revoked() && leads(key) && key.flaw().is_none();
        let entries: Vec<Key<'_>> = self.keys.iter().filter(is_entry).collect();
        if entries.is_empty() {
            let tags: Vec<String> = ds.iter().take(3).map(ToString::to_string).collect();
            return Security::Bogus(match tags.is_empty() {
                true => format!("no key of `{name}` is one that validators may use"),
                false => {
                    format!("no DS at the parent of `{name}` leads to a key of the zone: {}", tags.join(", "))
                }
            });
        }
        self.verified(dnskey, |rrsig| {
            entries.iter().any(|key| (key.algorithm(), key.tag()) == (rrsig.algorithm, rrsig.key_tag))
        })
    }

    /// What an RRset is worth.
    #[must_use]
    pub fn rrset(&self, rrset: Rrset<'z>) -> Security {
        if self.entry.is_secure() { self.verified(rrset, |_| true) } else { self.entry.clone() }
    }

    /// The best of an RRset's signatures among those that `may_sign`.
    fn verified(&self, rrset: Rrset<'z>, may_sign: impl Fn(&Rrsig<'_>) -> bool) -> Security {
        let (owner, rtype) = (rrset.owner(), rrset.rtype());
        let what = format!("{rtype} of `{owner}`");
        if self.zone.may_have(owner, types::RRSIG) {
            return Security::Unknown(format!("signatures of `{owner}` could not be read"));
        }
        let rrsigs = rrset.node().rrset(types::RRSIG);
        let rrsigs = rrsigs.iter().flat_map(|rrsigs| rrsigs.records()).filter_map(Rrsig::of);
        let rrsigs: Vec<Rrsig<'_>> =
            rrsigs.filter(|rrsig| rrsig.covered == rtype).take(self.limits.signatures_per_rrset).collect();
        if rrsigs.is_empty() {
            return Security::Bogus(format!("there is no RRSIG for {what}"));
        }
        let (mut singles, canonical) =
            (Singles::new(self.zone, &self.keys, self.limits), CanonicalRrset::of(rrset));
        let mut worst = Security::Bogus(format!("no RRSIG for {what} is by a key that validators may use"));
        for rrsig in rrsigs.iter().filter(|rrsig| may_sign(rrsig)) {
            let (inception, expiration) = (rrsig.inception(self.now), rrsig.expiration(self.now));
            let named = self.keys.with(rrsig.algorithm, rrsig.key_tag).next().is_some();
            let is_good = rrsig.labels == label_count(owner) && rrsig.algorithm.is_validated();
            let why = match singles.verifies(rrsig, &canonical).filter(|_| is_good) {
                Some(true) if rrsig.is_backwards() => {
                    format!("the RRSIG for {what} expires before its inception")
                }
                Some(true) if self.now >= expiration => {
                    format!("the RRSIG for {what} expired at {expiration}")
                }
                Some(true) if self.now < inception => {
                    format!("the RRSIG for {what} is not valid before {inception}")
                }
                Some(true) => return Security::Secure,
                None if named && !is_good => format!(
                    "the RRSIG for {what} is not for its owner, or by an algorithm that validators do not \
                    know"
                ),
                None if named => {
                    worst = Security::Unknown(format!("the RRSIG for {what} could not be verified here"));
                    continue;
                }
                None => format!(
                    "the key of the RRSIG for {what}, {}/{}, is not in the zone",
                    rrsig.algorithm.0, rrsig.key_tag
                ),
                Some(false) => format!(
                    "the RRSIG for {what} by {}/{} is wrong: they were changed after signing",
                    rrsig.algorithm.0, rrsig.key_tag
                ),
            };
            if !matches!(worst, Security::Unknown(_)) {
                worst = Security::Bogus(why);
            }
        }
        worst
    }

    /// What the answer is worth that there is no such RRset, of a name that the zone answers for.
    #[must_use]
    pub fn absence(&self, name: NameRef<'_>, rtype: Rtype) -> Security {
        if !self.entry.is_secure() {
            return self.entry.clone();
        }
        match self.denials.absence(name, rtype) {
            Absence::Denied(records) => {
                // Such an answer has the SOA as well, and resolvers verify all of it.
                let soa = self.zone.apex().and_then(|apex| apex.rrset(types::SOA));
                let all = records.into_iter().chain(soa);
                all.fold(Security::Secure, |security, rrset| security.and(|| self.verified(rrset, |_| true)))
            }
            Absence::OptOut => Security::Insecure(format!(
                "`{name}` is in an NSEC3 span with the Opt-Out flag (RFC 5155 section 6)"
            )),
            Absence::NotDenied(why) => {
                Security::Bogus(format!("nothing proves that `{name}` has no {rtype}: {why}"))
            }
            Absence::Unknown(why) => Security::Unknown(why),
        }
    }
}
