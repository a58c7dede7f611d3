//! A service on its way from what is published to what is about to be: when senders refuse it, and which
//! change does it.

use crate::zone::Zone;
use std::cell::RefCell;
use std::collections::BTreeSet;

use super::change::{Change, Concern, Window};
use super::fact::Seen;
use super::model::{Edge, Gap, Limit, ModelError};
use super::service::{NameFact, ServiceTimeline, Sight, Sighted};
use super::stage::{Content, NameVersion, Purpose, Stage};
use super::timing::{Timing, hold_s};
use super::tlsa::ChainVersion;
use crate::cert;
use crate::dane::{Chain, Inventory, Pkix, Published, RECOMMENDED, Service, Tlsa, Usage};
use crate::limits::Limits;
use crate::wire::{Name, Timestamp};

/// One service with all that changes.
pub struct ServiceTransition<'a> {
    /// Its facts.
    pub timeline: ServiceTimeline<'a>,
    /// When senders refuse it, and why, in order of time.
    pub gaps: Vec<ServiceGap>,
    /// When a combination of usage and selector matches nothing though senders accept the service.
    pub uneven: Vec<ServiceGap>,
    /// Why it is not known of some views whether senders refuse them.
    pub not_checked: BTreeSet<String>,
    /// Too many combinations to look at, or times out of order.
    pub error: Option<ModelError>,
    /// The user names one of its chains, and there are records to hold it against.
    pub is_named: bool,
}

/// When senders refuse a service.
pub struct ServiceGap {
    /// Which change does it.
    pub trigger: Trigger,
    /// The numbers of the facts that it depends on, time being the last.
    pub facts: Vec<usize>,
    /// When, and what is seen of each of those facts.
    pub gap: Gap,
}

/// What makes a service fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Trigger {
    /// Nothing that is looked at: the chain in service never fitted what is published.
    Standing,
    /// A chain goes into service.
    Deployment {
        /// The number of the fact that the server is.
        fact: usize,
        /// The number of the chain.
        version: usize,
    },
    /// Records or an alias are published.
    Publication {
        /// The number of the fact that the name is.
        fact: usize,
        /// The number of the version.
        version: usize,
    },
    /// A certificate begins or ends.
    Certificate,
    /// Signatures end.
    Signature,
}

impl<'a> ServiceTransition<'a> {
    /// Looks at a service of the zones on a stage, with the chains that `inventory` has; `None` where nothing
    /// of it changes.
    #[must_use]
    pub fn of<'z>(
        (service, zone): (&Service, Option<&'z Zone>),
        stage: &Stage<'z>,
        inventory: &'a Inventory,
        timing: &Timing,
        now: Timestamp,
        limits: &Limits,
    ) -> Option<ServiceTransition<'a>> {
        let mut timeline =
            ServiceTimeline::of((service, zone), stage, &|base| chains(service, base, inventory), now);
        let has_versions = timeline.names.iter().any(|name| name.versions.len() > 1);
        if !has_versions && timeline.servers.iter().all(|server| server.chains.len() < 2) {
            return None;
        }
        timeline.skew_s = timing.skew_s;
        timeline.pkix = Pkix::of(service, inventory.roots.as_deref());
        timeline
            .next_hops
            .extend(inventory.named(service).into_iter().flat_map(|served| served.next_hops.iter().cloned()));
        assume_before(&mut timeline);
        let has_records = timeline
            .names
            .iter()
            .flat_map(|name| &name.versions)
            .any(|version| matches!(version.content, Content::Records(_)));
        let is_named = has_records && inventory.named(service).is_some();
        let mut transition = ServiceTransition {
            timeline,
            gaps: Vec::new(),
            uneven: Vec::new(),
            not_checked: BTreeSet::new(),
            error: None,
            is_named,
        };
        let reasons = RefCell::new(BTreeSet::new());
        let look = || {
            let (gaps, uneven) = (
                transition.look(ServiceTimeline::is_refused, limits)?,
                transition.look(ServiceTimeline::is_uneven, limits)?,
            );
            let is_unsure = |timeline: &ServiceTimeline<'a>, view: &[Seen]| {
                let why = timeline.not_checked(view);
                let is_unsure = why.is_some();
                reasons.borrow_mut().extend(why);
                is_unsure
            };
            Ok((gaps, uneven, transition.look(is_unsure, limits)?))
        };
        match look() {
            Ok((gaps, uneven, unsure)) => {
                let horizon = transition.horizon(timing);
                let is_ours = |one: &ServiceGap| one.is_within(timing, horizon);
                transition.gaps = gaps.into_iter().filter(is_ours).collect();
                transition.uneven = uneven.into_iter().filter(is_ours).collect();
                if unsure.iter().any(is_ours) {
                    transition.not_checked = reasons.into_inner();
                }
            }
            Err(error) => transition.error = Some(error),
        }
        Some(transition)
    }

    fn look(
        &self,
        holds: impl Fn(&ServiceTimeline<'a>, &[Seen]) -> bool,
        limits: &Limits,
    ) -> Result<Vec<ServiceGap>, ModelError> {
        let gaps = self.timeline.gaps(limits, holds)?;
        let of = |(facts, gap): (Vec<usize>, Gap)| {
            Some(ServiceGap { trigger: self.trigger(&facts, &gap)?, facts, gap })
        };
        Ok(gaps.into_iter().filter_map(of).collect())
    }

    fn trigger(&self, facts: &[usize], gap: &Gap) -> Option<Trigger> {
        // Whatever else changes: an answer whose signatures have ended is none.
        if gap.view.iter().any(|seen| seen.is_expired) {
            return gap.begins.map(|_| Trigger::Signature);
        }
        let Some(Limit { fact, version, edge }) = gap.begins else {
            // What has always failed, and fails with the new zone, no change is to blame for.
            let mut names = facts
                .iter()
                .zip(&gap.view)
                .filter_map(|(fact, seen)| Some((self.timeline.name(*fact)?, seen)));
            let is_old = |(name, seen): (&NameFact, &Seen)| {
                seen.version + 1 < name.versions.len()
                    && name.versions.get(seen.version).is_some_and(|version| version.zone_version.is_some())
            };
            return (gap.interval.end.is_some() && names.any(is_old)).then_some(Trigger::Standing);
        };
        Some(match edge {
            Edge::Expired => Trigger::Signature,
            _ if self.timeline.server(fact).is_some() => Trigger::Deployment { fact, version },
            _ if fact == self.timeline.clock() => Trigger::Certificate,
            _ => Trigger::Publication { fact, version },
        })
    }

    /// Until when the last change is everywhere.
    fn horizon(&self, timing: &Timing) -> Timestamp {
        let starts =
            self.timeline.servers.iter().flat_map(|server| &server.chains).filter_map(|chain| chain.start);
        let held =
            self.timeline.names.iter().flat_map(|name| {
                name.versions.iter().map(|one| hold_s(i64::from(name.propagation_s), one.ttl))
            });
        let last = starts.chain([timing.publish_at]).max().unwrap_or(timing.publish_at);
        let held = held.max().unwrap_or(0) + i64::from(timing.skew_s) + i64::from(timing.safety_s);
        Timestamp(last.0.saturating_add(held))
    }

    /// How many combinations of versions it has, at most.
    #[must_use]
    pub fn views(&self) -> u64 {
        let counts = self.timeline.names.iter().map(|name| name.versions.len());
        let counts = counts.chain(self.timeline.servers.iter().map(|server| server.chains.len()));
        counts.map(|count| u64::try_from(count.max(1)).unwrap_or(u64::MAX)).fold(1, u64::saturating_mul)
    }

    /// From when on what a gap blames may happen instead, and the term that says so; `None` where it may
    /// never.
    #[must_use]
    pub fn instead(
        &self,
        trigger: Trigger,
        safety_s: u32,
        limits: &Limits,
    ) -> Option<(Timestamp, Option<Limit>)> {
        let blamed = match trigger {
            Trigger::Deployment { fact, version } => self.timeline.server(fact)?.chains.get(version)?.start,
            Trigger::Publication { fact, version } => {
                self.timeline.name(fact)?.versions.get(version)?.publish
            }
            Trigger::Standing | Trigger::Certificate | Trigger::Signature => None,
        };
        let turns = self.timeline.turns();
        let now = turns.iter().filter(|turn| Some(**turn) <= blamed).count();
        // The next time at which it may happen, be there earlier ones that are past. That certificates end
        // some day is no reason to wait, unless they do before it.
        (now..=turns.len()).find_map(|turn| {
            let windows = self.windows(trigger, turn, safety_s, limits);
            let later = windows.into_iter().find(|window| window.not_before > blamed)?;
            let at = later.not_before.filter(|at| turns.get(turn).is_none_or(|end| at < end))?;
            Some((at, later.waits_for))
        })
    }

    /// Whether a change may happen at a time without a view that fails.
    #[must_use]
    pub fn may_be_at(&self, trigger: Trigger, at: Timestamp, safety_s: u32, limits: &Limits) -> bool {
        let is_in = |window: &Window| {
            window.not_before.is_none_or(|first| first <= at)
                && window.not_after.is_none_or(|last| at <= last)
        };
        let turn = self.timeline.turns().iter().filter(|turn| **turn <= at).count();
        self.windows(trigger, turn, safety_s, limits).iter().any(is_in)
    }

    /// When a change may happen by what is refused until the certificates' dates have turned `turn` times.
    fn windows(&self, trigger: Trigger, turn: usize, safety_s: u32, limits: &Limits) -> Vec<Window> {
        let (Trigger::Deployment { fact, version } | Trigger::Publication { fact, version }) = trigger else {
            return Vec::new();
        };
        let clock = self.timeline.clock();
        let is_in_time = |view: &[Seen]| view.get(clock).is_none_or(|seen| seen.version <= turn);
        self.timeline
            .model(safety_s, limits)
            .and_then(|model| {
                model.windows(&Change::of(fact, version), Concern::Arrival, |view| {
                    is_in_time(view) && self.timeline.is_refused(view)
                })
            })
            .unwrap_or_default()
    }

    /// What a sender comes to in a gap.
    #[must_use]
    pub fn sight(&self, gap: &ServiceGap) -> Option<Sight<'_>> {
        self.timeline.sight(&self.full_view(gap))
    }

    /// The chain that senders refuse in a gap: of several the one that the verdict is of.
    #[must_use]
    pub fn chain_refused(&self, gap: &ServiceGap) -> Option<&Chain<'a>> {
        let view = self.full_view(gap);
        let verdict = self.timeline.sight(&view).and_then(|sight| self.timeline.verdict(&view, &sight));
        let named = verdict.and_then(|verdict| verdict.chain);
        let chains = &self.chain_seen(gap)?.chains;
        chains.iter().find(|chain| named.as_deref() == Some(chain.name)).or(chains.first())
    }

    /// What is seen of each fact; of those that a gap does not depend on the first version.
    fn full_view(&self, gap: &ServiceGap) -> Vec<Seen> {
        let first = Seen { version: 0, group: 0, is_expired: false };
        let seen = |fact| {
            gap.facts
                .iter()
                .position(|of| *of == fact)
                .and_then(|at| gap.gap.view.get(at))
                .copied()
                .unwrap_or(first)
        };
        (0..=self.timeline.clock()).map(seen).collect()
    }

    /// The version of a name that is seen in a gap.
    #[must_use]
    pub fn name_seen<'s>(
        &'s self,
        gap: &ServiceGap,
        purpose: Purpose,
    ) -> Option<(&'s NameFact, &'s NameVersion)> {
        let mut names = gap.facts.iter().zip(&gap.gap.view).filter_map(|(&fact, seen)| {
            let name = self.timeline.name(fact).filter(|name| name.purpose == purpose)?;
            Some((name, name.versions.get(seen.version)?))
        });
        names.next_back()
    }

    /// The chain that is seen in a gap.
    #[must_use]
    pub fn chain_seen(&self, gap: &ServiceGap) -> Option<&ChainVersion<'a>> {
        gap.facts
            .iter()
            .zip(&gap.gap.view)
            .find_map(|(&fact, seen)| self.timeline.server(fact)?.chains.get(seen.version))
    }
}

impl ServiceGap {
    /// Whether the change that is looked at has a part in it, be it only that it takes so long.
    fn is_within(&self, timing: &Timing, horizon: Timestamp) -> bool {
        let is_over = self.gap.interval.end.is_some_and(|end| end <= timing.asked_at.min(timing.publish_at));
        let is_later = self.gap.interval.start.is_some_and(|start| start >= horizon);
        let is_beyond = is_later && matches!(self.trigger, Trigger::Certificate | Trigger::Signature);
        !is_over && !is_beyond
    }
}

/// What the server of a base domain sends: what was said of the service there, or else of the service itself.
fn chains<'a>(service: &Service, base: &Name, inventory: &'a Inventory) -> Vec<ChainVersion<'a>> {
    let at_base = Service::new(&base.to_string(), service.proto, service.port).ok();
    let of = at_base.as_ref().filter(|at_base| inventory.named(at_base).is_some()).unwrap_or(service);
    let current = inventory.chains(of);
    let deployments = inventory.named(of).map(|served| served.deployments.as_slice()).unwrap_or_default();
    if current.is_empty() && deployments.is_empty() {
        return Vec::new();
    }
    let chain = |material: &'a crate::dane::Material| Chain { name: &material.name, parts: &material.parts };
    let mut versions = vec![ChainVersion { start: None, chains: current.into_iter().map(chain).collect() }];
    let mut deployments: Vec<_> = deployments.iter().collect();
    deployments.sort_by_key(|deployment| deployment.at);
    for deployment in deployments {
        match versions.last_mut() {
            Some(last) if last.start == Some(deployment.at) => last.chains.push(chain(&deployment.chain)),
            _ => versions
                .push(ChainVersion { start: Some(deployment.at), chains: vec![chain(&deployment.chain)] }),
        }
    }
    versions
}

/// Where the first version that is known of records was published at some time, caches may hold what was
/// before. Nobody says what that was: it is taken to fit the chain in service, and nothing else.
fn assume_before(timeline: &mut ServiceTimeline<'_>) {
    let in_service =
        timeline.servers.iter().filter_map(|server| server.chains.first()).flat_map(|first| &first.chains);
    let leaf =
        |chain: &Chain<'_>| Published::parse(&Tlsa::of(cert::leaf(chain.parts)?, RECOMMENDED).ok()?.rdata());
    let mut fitting: Vec<Published> = in_service.filter_map(leaf).collect();
    if fitting.is_empty() {
        fitting.push(of_nothing());
    }
    let mut assumed = Vec::new();
    for (at, name) in timeline.names.iter().enumerate() {
        let Some(first) = name.versions.first().filter(|first| first.publish.is_some()) else { continue };
        let version = match &first.content {
            Content::Records(_) => Some(NameVersion {
                publish: None,
                zone_version: None,
                content: Content::Records(fitting.clone()),
                ..first.clone()
            }),
            // Aliases, addresses and absences are taken to have been there before.
            Content::Alias(_) | Content::Addresses | Content::Nothing | Content::Unknown => None,
        };
        assumed.push((at, version));
    }
    for (at, version) in assumed {
        let Some(name) = timeline.names.get_mut(at) else { continue };
        match (version, name.versions.first_mut()) {
            (Some(version), _) => name.versions.insert(0, version),
            (None, Some(first)) => first.publish = None,
            (None, None) => {}
        }
    }
}

/// A record that fits no certificate.
fn of_nothing() -> Published {
    Published { usage: Usage::DaneEe.number(), selector: 1, matching: 1, data: vec![0; 32] }
}

/// The records of a service that a version of the zones has, behind all aliases as they are in that version.
impl ServiceTransition<'_> {
    /// What senders find who hold only what was current at some moment: the records, or nothing.
    #[must_use]
    pub fn records_at(&self, at: Timestamp) -> Option<Vec<Published>> {
        let current = |name: &NameFact| {
            name.versions
                .iter()
                .rposition(|version| version.publish.is_none_or(|publish| publish <= at))
                .unwrap_or(0)
        };
        let seen = |version| Seen { version, group: 0, is_expired: false };
        let servers = self.timeline.servers.iter().map(|_| seen(0));
        let view: Vec<Seen> = servers
            .chain(self.timeline.names.iter().map(|name| seen(current(name))))
            .chain([seen(0)])
            .collect();
        match self.timeline.sight(&view)?.found {
            Sighted::Records(records) => Some(records.to_vec()),
            Sighted::Nothing => Some(Vec::new()),
            Sighted::Expired | Sighted::Unknown => None,
        }
    }

    /// Those of records that clients can use.
    #[must_use]
    pub fn usable(&self, records: &[Published]) -> Vec<Published> {
        records.iter().filter(|record| record.usable(self.timeline.pkix).is_ok()).cloned().collect()
    }
}
