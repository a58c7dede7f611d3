//! A service whose TLSA records stand behind aliases that may change as well: the host's own, which decides
//! where senders look (RFC 7671 section 7), and those of the records. Each name is a fact of its own, so that
//! a sender may hold any mix.

use crate::zone::Zone;
use std::collections::{BTreeMap, BTreeSet};

use super::change::{Change, Concern, Window};
use super::fact::{Fact, Group, Lag, Seen, Version};
use super::model::{Gap, Model, ModelError};
use super::stage::{Content, NameVersion, Purpose, Stage};
use super::tlsa::{ChainVersion, turns};
use crate::dane::{self, Case, Names, Pkix, Published, Service, Verdict, VerdictKind};
use crate::limits::Limits;
use crate::wire::{Name, NameRef, Timestamp, Ttl};

/// Names that are followed for one service.
const NAMES: usize = 24;

/// A name on the way to the records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameFact {
    /// The name.
    pub name: Name,
    /// What it is asked for.
    pub purpose: Purpose,
    /// What is there, version for version.
    pub versions: Vec<NameVersion>,
    /// Seconds until a change of it is on all authoritative servers.
    pub propagation_s: u32,
}

/// The server that a TLSA base domain stands for.
#[derive(Debug, Clone)]
pub struct Server<'a> {
    /// The base domain.
    pub base: Name,
    /// What it sends; none where nobody says.
    pub chains: Vec<ChainVersion<'a>>,
}

/// One service over time.
#[derive(Debug, Clone)]
pub struct ServiceTimeline<'a> {
    /// Which.
    pub service: Service,
    /// The names on the way to its records.
    pub names: Vec<NameFact>,
    /// Its servers: one, unless the host's alias moves.
    pub servers: Vec<Server<'a>>,
    /// Domains whose clients come, for certificates below a CA.
    pub next_hops: Vec<Name>,
    /// What clients do with usages 0 and 1.
    pub pkix: Pkix<'a>,
    /// Seconds between the first server that sends a chain and the last.
    pub skew_s: u32,
    /// When certificates are looked at first.
    pub from: Timestamp,
}

/// What a sender comes to.
#[derive(Debug, Clone)]
pub struct Sight<'t> {
    /// The numbers of the facts that it depends on, the clock left aside.
    pub facts: Vec<usize>,
    /// The TLSA base domain.
    pub base: &'t Name,
    /// What is found there.
    pub found: Sighted<'t>,
}

/// What a sender finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Sighted<'t> {
    /// Records.
    Records(&'t [Published]),
    /// No records.
    Nothing,
    /// Signatures on the way have ended: SERVFAIL.
    Expired,
    /// The zones at hand do not say.
    Unknown,
}

/// Where aliases end.
enum End<'t> {
    At(&'t Name, &'t Content),
    Expired,
    Unknown,
}

impl<'a> ServiceTimeline<'a> {
    /// A service of the zones on a stage. `chains` says what the server of a base domain sends.
    #[must_use]
    pub fn of<'z>(
        (service, zone): (&Service, Option<&'z Zone>),
        stage: &Stage<'z>,
        chains: &dyn Fn(&Name) -> Vec<ChainVersion<'a>>,
        from: Timestamp,
    ) -> ServiceTimeline<'a> {
        let mut names = Gathering::default();
        names.follow((stage, zone), &service.host, Purpose::Address);
        let hosts: Vec<Name> = names.facts.iter().map(|fact| fact.name.clone()).collect();
        for host in &hosts {
            if let Ok(at_host) = Service::new(&host.to_string(), service.proto, service.port) {
                names.follow((stage, zone), at_host.owner(), Purpose::Tlsa);
            }
        }
        let servers = hosts.into_iter().map(|base| Server { chains: chains(&base), base }).collect();
        ServiceTimeline {
            service: service.clone(),
            names: names.facts,
            servers,
            next_hops: Vec::new(),
            pkix: Pkix::of(service, None),
            skew_s: 0,
            from,
        }
    }

    /// The facts: servers first, then names, then time itself. Waits on top of every wait are lags of their
    /// own.
    ///
    /// # Errors
    /// [`ModelError::Empty`] and [`ModelError::Order`].
    pub fn model(&self, safety_s: u32, limits: &Limits) -> Result<Model, ModelError> {
        let safety = Lag { name: "sigma", seconds_s: safety_s };
        let server = |server: &Server<'_>| {
            let mut fact = Fact::direct(
                format!("the chain of {}", server.base),
                "S",
                vec![Lag { name: "delta", seconds_s: self.skew_s }, safety],
            );
            fact.versions = server.chains.iter().map(|one| Version::new(one.start, Ttl(0))).collect();
            if fact.versions.is_empty() { fact.with(Version::new(None, Ttl(0))) } else { fact }
        };
        let name = |name: &NameFact| {
            let what = if name.purpose == Purpose::Tlsa { "TLSA" } else { "CNAME" };
            let mut fact = Fact::cached(
                format!("the {what} RRset of {}", name.name),
                "P",
                vec![Lag { name: "D", seconds_s: name.propagation_s }, safety],
            );
            fact.versions = name
                .versions
                .iter()
                .map(|one| Version { publish: one.publish, groups: vec![Group::new(one.ttl, one.expires)] })
                .collect();
            fact
        };
        let mut clock = Fact::direct("the time", "t", Vec::new()).with(Version::new(None, Ttl(0)));
        clock.versions.extend(self.turns().into_iter().map(|at| Version::new(Some(at), Ttl(0))));
        let facts =
            self.servers.iter().map(server).chain(self.names.iter().map(name)).chain([clock]).collect();
        Model::new(facts, limits)
    }

    /// The number of the fact that a server is.
    #[must_use]
    pub fn server(&self, fact: usize) -> Option<&Server<'a>> {
        self.servers.get(fact)
    }

    /// The name that a fact is.
    #[must_use]
    pub fn name(&self, fact: usize) -> Option<&NameFact> {
        self.names.get(fact.checked_sub(self.servers.len())?)
    }

    /// The number of the fact that time is.
    #[must_use]
    pub fn clock(&self) -> usize {
        self.servers.len() + self.names.len()
    }

    /// The number of the fact that a name is.
    #[must_use]
    pub fn fact_of(&self, name: NameRef<'_>, purpose: Purpose) -> Option<usize> {
        let at =
            self.names.iter().position(|fact| fact.purpose == purpose && fact.name.borrow_name() == name)?;
        Some(self.servers.len() + at)
    }

    /// Views of which something holds, each with the facts that it depends on, be all others as they will.
    /// Time is the last of them; a view of which it holds on both sides of a certificate's end is one.
    ///
    /// # Errors
    /// Those of [`ServiceTimeline::model`] and [`Model::gaps`].
    pub fn gaps(
        &self,
        limits: &Limits,
        holds: impl Fn(&Self, &[Seen]) -> bool,
    ) -> Result<Vec<(Vec<usize>, Gap)>, ModelError> {
        let model = self.model(0, limits)?;
        let mut views: BTreeSet<Vec<(usize, Seen)>> = BTreeSet::new();
        model.gaps(|view| {
            if holds(self, view) {
                let mut facts = self.sight(view).map_or_else(Vec::new, |sight| sight.facts);
                facts.push(self.clock());
                views.insert(facts.into_iter().filter_map(|fact| Some((fact, *view.get(fact)?))).collect());
            }
            false
        })?;
        let mut gaps: Vec<(Vec<usize>, Gap)> = Vec::new();
        // Views are in order, time last: what differs only in time stands together.
        for view in views {
            let facts: Vec<usize> = view.iter().map(|(fact, _)| *fact).collect();
            let Some(gap) = model.gap(&view) else { continue };
            let but_time = |gap: &Gap| gap.view.split_last().map(|(_, view)| view.to_vec());
            match gaps.last_mut() {
                Some((same, before))
                    if *same == facts
                        && but_time(before) == but_time(&gap)
                        && before.interval.end == gap.interval.start =>
                {
                    (before.interval.end, before.ends) = (gap.interval.end, gap.ends);
                }
                _ => gaps.push((facts, gap)),
            }
        }
        gaps.sort_by(|(a_facts, a), (b_facts, b)| {
            (a.interval.ends(), a_facts, &a.view).cmp(&(b.interval.ends(), b_facts, &b.view))
        });
        Ok(gaps)
    }

    /// When a change makes no sender fail that a predicate is of concern for, the safety margin kept.
    ///
    /// # Errors
    /// Those of [`ServiceTimeline::model`] and [`Model::windows`].
    pub fn windows(
        &self,
        change: &Change,
        concern: Concern,
        safety_s: u32,
        limits: &Limits,
    ) -> Result<Vec<Window>, ModelError> {
        self.model(safety_s, limits)?.windows(change, concern, |view| self.is_refused(view))
    }

    /// Whether senders refuse a view, or get no answer to their question for TLSA records, which is as bad:
    /// RFC 7672 section 2.1.
    #[must_use]
    pub fn is_refused(&self, view: &[Seen]) -> bool {
        match self.sight(view) {
            Some(Sight { found: Sighted::Expired, .. }) => true,
            Some(sight) => {
                self.verdict(view, &sight).is_some_and(|verdict| verdict.kind == VerdictKind::Refused)
            }
            None => false,
        }
    }

    /// Why a view could not be judged, with certificates and records at hand.
    #[must_use]
    pub fn not_checked(&self, view: &[Seen]) -> Option<String> {
        let verdict = self.verdict(view, &self.sight(view)?)?;
        match verdict.kind {
            VerdictKind::NotChecked => Some(verdict.reason),
            VerdictKind::Authenticated
            | VerdictKind::Opportunistic
            | VerdictKind::TlsRequired
            | VerdictKind::Refused => None,
        }
    }

    /// Whether all records of one usage and selector match nothing, though no sender refuses: RFC 7671
    /// section 8 wants each combination to match.
    #[must_use]
    pub fn is_uneven(&self, view: &[Seen]) -> bool {
        let Some(sight @ Sight { found: Sighted::Records(records), .. }) = self.sight(view) else {
            return false;
        };
        let is_refused = |records: &[Published]| {
            let sight = Sight { found: Sighted::Records(records), ..sight.clone() };
            self.verdict(view, &sight).is_some_and(|verdict| verdict.kind == VerdictKind::Refused)
        };
        let combinations: BTreeSet<(u8, u8)> =
            records.iter().map(|record| (record.usage, record.selector)).collect();
        let of = |combination: (u8, u8)| {
            let same = |record: &&Published| (record.usage, record.selector) == combination;
            records.iter().filter(same).cloned().collect::<Vec<Published>>()
        };
        !is_refused(records) && combinations.into_iter().any(|combination| is_refused(&of(combination)))
    }

    /// What a sender comes to; `None` for a view of other facts.
    #[must_use]
    pub fn sight(&self, view: &[Seen]) -> Option<Sight<'_>> {
        let mut facts = Vec::new();
        let host = self.service.host.borrow_name();
        let base = match self.walk(view, host, Purpose::Address, &mut facts)? {
            End::At(name, _) => name,
            End::Expired => return self.sighted(facts, host, Sighted::Expired),
            End::Unknown => return self.sighted(facts, host, Sighted::Unknown),
        };
        for name in [base.borrow_name(), host] {
            let owner = Service::new(&name.to_string(), self.service.proto, self.service.port).ok()?;
            let end = self.walk(view, owner.owner().borrow_name(), Purpose::Tlsa, &mut facts)?;
            let found = match end {
                End::At(_, Content::Records(records)) => Sighted::Records(records),
                End::Expired => Sighted::Expired,
                End::Unknown | End::At(_, Content::Unknown) => Sighted::Unknown,
                End::At(..) if name != host => continue,
                End::At(..) => Sighted::Nothing,
            };
            return self.sighted(facts, name, found);
        }
        None
    }

    fn sighted<'t>(
        &'t self,
        mut facts: Vec<usize>,
        base: NameRef<'_>,
        found: Sighted<'t>,
    ) -> Option<Sight<'t>> {
        // Mail goes to where the address is, be the records those of the host or of what it is an alias of.
        let at_end = facts
            .iter()
            .filter_map(|&fact| self.name(fact))
            .rfind(|name| name.purpose == Purpose::Address)?;
        facts.extend(self.servers.iter().position(|server| server.base == at_end.name));
        facts.sort_unstable();
        facts.dedup();
        let base = self.servers.iter().find(|server| server.base.borrow_name() == base)?;
        Some(Sight { facts, base: &base.base, found })
    }

    /// Follows aliases.
    fn walk(
        &self,
        view: &[Seen],
        name: NameRef<'_>,
        purpose: Purpose,
        facts: &mut Vec<usize>,
    ) -> Option<End<'_>> {
        let mut at = name.to_name();
        for _ in 0..=NAMES {
            let Some(fact) = self.fact_of(at.borrow_name(), purpose) else { return Some(End::Unknown) };
            let seen = view.get(fact)?;
            facts.push(fact);
            if seen.is_expired {
                return Some(End::Expired);
            }
            let name = self.name(fact)?;
            match &name.versions.get(seen.version)?.content {
                Content::Alias(target) => at = target.clone(),
                content => return Some(End::At(&name.name, content)),
            }
        }
        Some(End::Unknown)
    }

    /// What becomes of a view; `None` where that is not known.
    #[must_use]
    pub fn verdict(&self, view: &[Seen], sight: &Sight<'_>) -> Option<Verdict> {
        let Sighted::Records(records) = sight.found else { return None };
        let (server, seen) =
            sight.facts.iter().find_map(|&fact| Some((self.server(fact)?, view.get(fact)?)))?;
        let chains = server
            .chains
            .get(seen.version)
            .map(|version| version.chains.as_slice())
            .filter(|chains| !chains.is_empty())?;
        let turns = self.turns();
        let clock = view.get(self.clock()).map_or(0, |seen| seen.version);
        // Nothing begins or ends before the next turn.
        let at = clock.checked_sub(1).and_then(|before| turns.get(before)).copied().unwrap_or(self.from);
        let names = Names { base: vec![sight.base.clone()], next_hops: self.next_hops.clone() };
        Some(dane::judge(&Case { records, chains, names: &names, at, pkix: self.pkix, known: &[] }))
    }

    /// The times at which certificates begin and end.
    pub(super) fn turns(&self) -> Vec<Timestamp> {
        turns(self.servers.iter().flat_map(|server| &server.chains), self.from, None)
    }
}

/// The names on the way, each once.
#[derive(Default)]
struct Gathering {
    facts: Vec<NameFact>,
    known: BTreeMap<(Box<[u8]>, Purpose), ()>,
}

impl Gathering {
    fn follow<'z>(&mut self, (stage, zone): (&Stage<'z>, Option<&'z Zone>), name: &Name, purpose: Purpose) {
        let mut open = vec![name.clone()];
        while let Some(name) = open.pop() {
            let key: Box<[u8]> = (*name.borrow_name().to_lowercase()).into();
            if self.facts.len() >= NAMES || self.known.insert((key, purpose), ()).is_some() {
                continue;
            }
            let (versions, propagation_s) = stage.name(name.borrow_name(), purpose, zone);
            open.extend(versions.iter().filter_map(|version| match &version.content {
                Content::Alias(target) => Some(target.clone()),
                _ => None,
            }));
            self.facts.push(NameFact { name, purpose, versions, propagation_s });
        }
    }
}
