//! Whether a renewed chain may be sent, with the TLSA records that are published now. Reads no clock and
//! prints nothing.

use std::collections::BTreeMap;

use super::set::Set;
use crate::cert::{PathFault, Roots};
use crate::dane::{
    Case, Cause, Chain, Matching, Names, Parameters, Pkix, Published, Service, Tlsa, Unsigned, VerdictKind,
    Zones, judge, place_of,
};
use crate::error::Problem;
use crate::limits::Limits;
use crate::resolve::Given;
use crate::rollover::{Propagation, wait_s};
use crate::wire::{NameRef, Timestamp, Ttl, duration_text};
use crate::zone::Zone;

/// The renewed chain, and what is known of when the published records became so.
#[derive(Debug)]
pub struct DeploymentCheck<'a> {
    /// The chain that servers are to send.
    pub chain: Chain<'a>,
    /// The roots that clients trust, where they are known.
    pub roots: Option<&'a Roots>,
    /// The records that are made of it and of the keys that come next.
    pub new: Vec<Published>,
    /// When.
    pub now: Timestamp,
    /// Since when the zone is as it is, where that was said.
    pub published_at: Option<Timestamp>,
    /// How long until every server of the zone has a new version.
    pub propagation: Propagation,
}

/// What may be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Safety {
    /// The chain may be sent.
    Safe,
    /// The records are there, and not for long enough.
    TooEarly,
    /// Clients would refuse it.
    Refused,
    /// What clients would do is not known: worse than a refusal, since that is said for certain.
    NotChecked,
}

/// What becomes of one service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Owner name of the service.
    pub owner: String,
    /// Whether the chain may be sent.
    pub safety: Safety,
    /// What is to be said of it, a clause.
    pub text: String,
    /// What to do, where something is.
    pub help: Option<String>,
}

impl DeploymentCheck<'_> {
    /// What becomes of each service whose records stand in the zone. `sets` are where they stand.
    ///
    /// # Errors
    /// When the zone does not say what is published.
    pub fn outcomes(
        &self,
        zone: &Zone,
        services: &[Service],
        sets: &[Set],
        limits: &Limits,
    ) -> Result<Vec<Outcome>, Vec<Problem>> {
        // What is published is asked, not what it is worth: a server is made ready for the day it is signed,
        // too.
        let given = Given::new([zone], &[], &[], limits);
        let zones = Zones::new(&given, self.now, limits, Some(Unsigned::SignedLater));
        let (mut outcomes, mut problems) = (Vec::new(), Vec::new());
        let key = |name: NameRef<'_>| name.to_lowercase().to_vec();
        let by_owner: BTreeMap<Vec<u8>, &Set> =
            sets.iter().map(|set| (key(set.owner.borrow_name()), set)).collect();
        for service in services {
            let owner = service.owner();
            if !owner.borrow_name().is_at_or_below(zone.name()) {
                let message = format!(
                    "is not in the zone `{}`, so nobody can say whether the record of the renewed key is \
                    published; give it in a run of its own, with its zone",
                    zone.name()
                );
                problems.push(Problem::new(owner.to_string(), message));
                continue;
            }
            // Where no record can stand, that was said already.
            let Ok(place) = place_of(zone, owner, limits) else { continue };
            let Some(set) = by_owner.get(&key(place.borrow_name())) else { continue };
            let found = zones.find(service, Some(zone));
            match &found.tlsa {
                Ok(_) => {
                    let records: Vec<Published> = found
                        .records()
                        .iter()
                        .filter_map(|record| Published::parse(record.rdata()))
                        .collect();
                    outcomes.push(self.outcome(service, &records, &zones.names(service, &found.base), set));
                }
                Err(why) => problems.push(Problem::new(
                    owner.to_string(),
                    format!("nobody can say what is published: {why}"),
                )),
            }
        }
        if problems.is_empty() { Ok(outcomes) } else { Err(problems) }
    }

    fn outcome(&self, service: &Service, records: &[Published], names: &Names, set: &Set) -> Outcome {
        let verdict = judge(&self.case(service, records, names));
        let wait = Wait {
            ttl: set.ttl.max(set.published.as_ref().map_or(Ttl(0), |published| Ttl(published.ttl))),
            propagation: self.propagation,
        };
        let (safety, text, help) = match verdict.kind {
            VerdictKind::Refused => {
                let text = format!(
                    "clients that look at TLSA records would refuse every connection: {}",
                    verdict.reason
                );
                if let Some(help) = renewal_help(&verdict.cause) {
                    return Outcome {
                        owner: service.owner().to_string(),
                        safety: Safety::Refused,
                        text,
                        help: Some(help.to_owned()),
                    };
                }
                (Safety::Refused, text, Some(self.remedy(service, records, names, &wait)))
            }
            VerdictKind::NotChecked => {
                let text = format!("nobody can say whether clients would refuse it: {}", verdict.reason);
                (Safety::NotChecked, text, Some(self.remedy(service, records, names, &wait)))
            }
            VerdictKind::TlsRequired => {
                let text = "no published record is usable, and nobody is authenticated; publish these when \
                    every server sends the new chain";
                (Safety::Safe, text.to_owned(), None)
            }
            VerdictKind::Opportunistic => {
                let text = "no TLSA record is published; publish these when every server sends the new chain"
                    .to_owned();
                (Safety::Safe, text, None)
            }
            VerdictKind::Authenticated => self.since(&wait),
        };
        Outcome { owner: service.owner().to_string(), safety, text, help }
    }

    /// What to do where the published records do not authenticate the chain.
    fn remedy(&self, service: &Service, records: &[Published], names: &Names, wait: &Wait) -> String {
        let both = judge(&self.case(service, &[records, &self.new].concat(), names));
        match both.kind {
            VerdictKind::Refused => format!("the records given here do not help: {}", both.reason),
            VerdictKind::NotChecked => {
                format!(
                    "keep the old certificate and key in service; nobody can say whether the records given \
                    here help: {}",
                    both.reason
                )
            }
            VerdictKind::Authenticated | VerdictKind::Opportunistic | VerdictKind::TlsRequired => format!(
                "keep the old certificate and key in service, publish the records given here, and run this \
                again no sooner than {} after that ({})",
                duration_text(wait.seconds()),
                wait.reason()
            ),
        }
    }

    /// Whether records that match have been there for long enough.
    fn since(&self, wait: &Wait) -> (Safety, String, Option<String>) {
        let Some(at) = self.published_at else {
            let text = format!(
                "safe to deploy: a published record matches the new chain, unless it is newer than {} \
                (--published-at TIME looks at that)",
                duration_text(wait.seconds())
            );
            return (Safety::Safe, text, None);
        };
        let until = Timestamp(at.0.saturating_add(i64::try_from(wait.seconds()).unwrap_or(i64::MAX)));
        if until <= self.now {
            return (
                Safety::Safe,
                format!(
                    "safe to deploy: a published record matches the new chain, and since {until} all \
                    resolvers have it"
                ),
                None,
            );
        }
        let left = u64::try_from(until.0.saturating_sub(self.now.0)).unwrap_or(0);
        let text = format!(
            "the record of the new chain is published since {at}, and until {until} resolvers may have the \
            records of before, with which clients refuse it"
        );
        let help = format!(
            "keep the old certificate and key in service for {} more ({})",
            duration_text(left),
            wait.reason()
        );
        (Safety::TooEarly, text, Some(help))
    }

    fn case<'c>(&'c self, service: &Service, records: &'c [Published], names: &'c Names) -> Case<'c> {
        let pkix = Pkix::of(service, self.roots);
        Case { records, chains: std::slice::from_ref(&self.chain), names, at: self.now, pkix, known: &[] }
    }
}

/// What to do where no record helps: the certificate is the one that is wrong.
fn renewal_help(cause: &Cause) -> Option<&'static str> {
    match cause {
        Cause::Path(PathFault::Expired(_)) => {
            Some("renew the certificate, or the CA's in its chain: what ended cannot be pinned by usage 2")
        }
        Cause::Path(PathFault::NotYetValid(_)) => {
            Some("wait until the certificate is valid: clients check the dates below a CA of usage 2")
        }
        Cause::Name => {
            Some("issue the certificate for the host's own name: clients check it below a CA of usage 2")
        }
        _ => None,
    }
}

/// How long records must be published before a chain that needs them may be sent: RFC 7671 section 8.1, and
/// until the last server of the zone has them.
struct Wait {
    ttl: Ttl,
    propagation: Propagation,
}

impl Wait {
    fn seconds(&self) -> u64 {
        wait_s(i64::from(self.propagation.seconds), self.ttl).unsigned_abs()
    }

    fn reason(&self) -> String {
        let ttl = u64::from(self.ttl.0);
        match ttl >= u64::from(self.propagation.seconds) {
            true => format!("twice the TTL of {}, RFC 7671 section 8.1", duration_text(ttl)),
            false => format!("propagation of {}, and the TTL of {}", self.propagation, duration_text(ttl)),
        }
    }
}

/// A published record that clients would stop to look at beside the new ones: RFC 7671 section 9.
#[must_use]
pub fn shadowed<'a>(published: &'a [Tlsa], new: &[Tlsa]) -> Option<(&'a Tlsa, Parameters)> {
    let shadow = |old: &Tlsa| {
        let parameters = |tlsa: &Tlsa| (tlsa.parameters.usage, tlsa.parameters.selector);
        let stronger = |tlsa: &&Tlsa| {
            parameters(tlsa) == parameters(old) && tlsa.parameters.matching > old.parameters.matching
        };
        new.iter()
            .filter(|_| old.parameters.matching != Matching::Full)
            .find(stronger)
            .map(|tlsa| tlsa.parameters)
    };
    published.iter().find_map(|old| shadow(old).map(|by| (old, by)))
}
