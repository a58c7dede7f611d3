//! Walks one zone and asks the rules of a plan. Findings come out by position, the same at any number of
//! threads.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::Run;
use super::gathered::Gathered;
use super::plan::{Active, Bucket};
use crate::dane::Judged;
use crate::dane::across::Across;
use crate::dane::owner::Stray;
use crate::dane::pin::Pins;
use crate::dnssec::duty::PublicKeys;
use crate::fault::Fault;
use crate::finding::Finding;
use crate::mail::domain::ZoneMail;
use crate::record::duplicate::duplicates;
use crate::report::HeldAgainst;
use crate::resolve::alias::Aliases;
use crate::resolve::{Given, Perspective};
use crate::rollover::{KeyTransition, ServiceTransitions, Stage, Timing, Transition};
use crate::rr::{Rtype, types};
use crate::rule::{Cx, Sink, Surroundings};
use crate::source::{SourceId, Span};
use crate::zone::{Completeness, Rrset, Zone, ZoneId};

/// Owners that one job walks.
const NODES_PER_JOB: usize = 8192;

/// What the rules of a run said of one zone.
pub struct Outcome {
    /// By position.
    pub findings: Vec<Finding>,
    /// How many more findings there are than are kept, by code.
    pub unshown: BTreeMap<&'static str, u64>,
    /// What could not be checked, one clause each.
    pub not_checked: BTreeSet<String>,
}

/// What is computed of all inputs together.
pub struct Beside<'a> {
    /// All zones that rules may look at.
    pub given: &'a Given<'a>,
    /// What the checked zones lead to.
    pub across: &'a Across<'a>,
    /// What changes, where anything does.
    pub changes: Option<&'a Changes<'a>>,
    /// The services of which the user says something, by the zone that has their records.
    pub services: BTreeMap<ZoneId, Vec<Judged<'a>>>,
}

impl<'a> Beside<'a> {
    /// The services whose records are in a zone and of which the user says something.
    pub fn services_of(&self, zone: &Zone) -> &[Judged<'a>] {
        self.services.get(&zone.id()).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Runs the rules on one zone.
pub fn run(run: &Run<'_>, zone: &Zone, beside: &Beside<'_>) -> Outcome {
    let Beside { given, across, changes, .. } = *beside;
    let run = &Run { plan: run.plan.of_purpose(zone.purpose()), ..*run };
    let policy = run.policies.of(zone.name());
    let around = Surroundings {
        zone,
        naming: zone.naming(),
        given,
        across,
        now: run.now,
        timing: run.timing,
        policy: &policy,
        mta_sts: run.mta_sts,
        inventory: run.inventory,
        limits: run.limits,
    };
    let asker = Asker { run, zone, around };
    let mut sinks = vec![
        asker.once(zone.faults()),
        asker.services(beside.services_of(zone)),
        asker.transition(changes),
        asker.mail(),
    ];
    let jobs = zone.node_count().div_ceil(NODES_PER_JOB);
    let slots: Vec<OnceLock<Sink>> = (0..jobs).map(|_| OnceLock::new()).collect();
    run.workers.run(jobs, &|job| {
        if let Some(slot) = slots.get(job) {
            slot.get_or_init(|| asker.walk(job * NODES_PER_JOB));
        }
    });
    sinks.extend(slots.into_iter().filter_map(OnceLock::into_inner));
    merge(sinks, run.limits.findings_per_rule)
}

/// What changes between the published zones and the checked ones.
pub struct Changes<'a> {
    /// The zones with their versions.
    pub stage: &'a Stage<'a>,
    /// The services of which something changes.
    pub services: ServiceTransitions<'a>,
}

impl Changes<'_> {
    /// What a zone is held against; `None` where nothing of it changes.
    pub fn held_against(&self, zone: &Zone, timing: &Timing) -> Option<HeldAgainst> {
        let staged = self
            .stage
            .of(zone)
            .filter(|staged| staged.last().is_some_and(|last| std::ptr::eq(last.zone, zone)))?;
        let (_, older) = staged.versions.split_last()?;
        if older.is_empty() && self.services.in_zone(zone).next().is_none() {
            return None;
        }
        let file = |zone: &Zone| zone.sources().first().map(|source| source.name.clone());
        let published = older.iter().filter_map(|version| file(version.zone)).collect();
        let propagation = staged.propagation;
        Some(HeldAgainst {
            published,
            publish_at: timing.publish_at,
            propagation_s: propagation.seconds,
            propagation: propagation.to_string(),
        })
    }
}

struct Asker<'a> {
    run: &'a Run<'a>,
    zone: &'a Zone,
    around: Surroundings<'a>,
}

impl Asker<'_> {
    /// Runs rules that have the same kind of subject.
    fn each<F: Copy>(&self, rules: &[Active<F>], sink: &mut Sink, mut run: impl FnMut(F, &mut Cx<'_>)) {
        for active in rules {
            run(active.check, &mut Cx::new(&self.around, active.rule, active.severity, sink));
        }
    }

    /// The rules about faults and about the zone as a whole.
    fn once(&self, faults: &[(SourceId, Fault)]) -> Sink {
        let (plan, mut sink) = (self.run.plan, Sink::default());
        for (source, fault) in faults {
            let span = Span::new(*source, fault.start, fault.end);
            self.each(plan.faults(fault.kind), &mut sink, |check, cx| check(fault, span, cx));
        }
        self.each(&plan.files, &mut sink, |check, cx| check(self.zone, cx));
        if !plan.aliases.is_empty() && self.zone.has_type(types::CNAME) {
            let aliases = Aliases::of(self.zone);
            self.each(&plan.aliases, &mut sink, |check, cx| check(&aliases, cx));
        }
        // Where no record is in the zone its name is wrong, and it would lack everything.
        if self.zone.completeness() == Completeness::Whole && self.zone.record_count() > 0 {
            self.each(&plan.zones, &mut sink, |check, cx| check(self.zone, cx));
            self.facts(&mut sink);
        }
        sink
    }

    /// The rules about facts, which are computed here, once.
    fn facts(&self, sink: &mut Sink) {
        let plan = self.run.plan;
        let facts = Gathered::of(self.zone, self.around.given, self.run, self.around.policy);
        if let Some(fact) = &facts.signatures {
            self.each(&plan.signatures, sink, |check, cx| check(fact, cx));
        }
        if let Some(fact) = &facts.denial {
            self.each(&plan.denial, sink, |check, cx| check(fact, cx));
        }
        if let Some(fact) = &facts.zonemd {
            self.each(&plan.zonemd, sink, |check, cx| check(fact, cx));
        }
        if let Some(fact) = &facts.delegations {
            self.each(&plan.delegations, sink, |check, cx| check(fact, cx));
        }
        if let Some(fact) = &facts.chain {
            self.each(&plan.chain, sink, |check, cx| check(fact, cx));
        }
        if let Some(fact) = &facts.unsigned_child {
            self.each(&plan.unsigned_child, sink, |check, cx| check(fact, cx));
        }
        if let Some(fact) = &facts.parentage {
            self.each(&plan.parentage, sink, |check, cx| check(fact, cx));
        }
        if let Some(fact) = &facts.sync {
            self.each(&plan.sync, sink, |check, cx| check(fact, cx));
        }
        if let Some(fact) = &facts.mail_hosts {
            self.each(&plan.mail_hosts, sink, |check, cx| check(fact, cx));
        }
    }

    /// The rules about services, for those whose TLSA records are here.
    fn services(&self, services: &[Judged<'_>]) -> Sink {
        let mut sink = Sink::default();
        for judged in services {
            self.each(&self.run.plan.services, &mut sink, |check, cx| check(judged, cx));
        }
        sink
    }

    /// The rules about what changes.
    fn transition(&self, changes: Option<&Changes<'_>>) -> Sink {
        let mut sink = Sink::default();
        let Some(Changes { stage, services }) = changes else { return sink };
        let Some(staged) = stage
            .of(self.zone)
            .filter(|staged| staged.last().is_some_and(|last| std::ptr::eq(last.zone, self.zone)))
        else {
            return sink;
        };
        let Run { timing, now, limits, .. } = *self.run;
        let keys = KeyTransition::of(staged, stage, self.around.given, timing, now, limits);
        let transition =
            Transition { staged, timing, services: services.in_zone(self.zone).collect(), keys, limits };
        self.each(&self.run.plan.transitions, &mut sink, |check, cx| check(&transition, cx));
        sink
    }

    /// The rules about mail.
    fn mail(&self) -> Sink {
        let mut sink = Sink::default();
        if !is_asked_of_mail(self.run, self.zone) {
            return sink;
        }
        let answers = Perspective::of(self.zone, self.around.given);
        if let Some(mail) = ZoneMail::of(self.zone, answers, self.run.mta_sts, self.run.limits) {
            self.each(&self.run.plan.mail, &mut sink, |check, cx| check(&mail, cx));
        }
        sink
    }

    /// The rules about names, RRsets and records, for the owners from `first` on.
    fn walk(&self, first: usize) -> Sink {
        let mut sink = Sink::default();
        let mut last: Option<(Rtype, &Bucket)> = None;
        for node in (first..first + NODES_PER_JOB).map_while(|at| self.zone.node_at(at)) {
            self.each(&self.run.plan.nodes, &mut sink, |check, cx| check(node, cx));
            for rrset in node.rrsets() {
                let rtype = rrset.rtype();
                let bucket = last
                    .filter(|(of, _)| *of == rtype)
                    .map_or_else(|| self.run.plan.bucket(rtype), |(_, bucket)| bucket);
                last = Some((rtype, bucket));
                self.duplicates(rrset, &mut sink);
                match rtype {
                    types::DNSKEY | types::CDNSKEY | types::KEY => self.public_keys(rrset, &mut sink),
                    types::TLSA => self.tlsa(rrset, &mut sink),
                    _ => {}
                }
                self.each(&bucket.rrsets, &mut sink, |check, cx| check(rrset, cx));
                self.each(&bucket.records, &mut sink, |check, cx| {
                    rrset.records().for_each(|record| check(record, cx));
                });
            }
        }
        sink
    }

    /// The rules about records that an RRset has twice.
    fn duplicates(&self, rrset: Rrset<'_>, sink: &mut Sink) {
        let rules = &self.run.plan.duplicates;
        if rules.is_empty() || rrset.len() == 1 {
            return;
        }
        for duplicate in duplicates(rrset) {
            self.each(rules, sink, |check, cx| check(&duplicate, cx));
        }
    }

    /// The rules about the keys of an RRset.
    fn public_keys(&self, rrset: Rrset<'_>, sink: &mut Sink) {
        let rules = &self.run.plan.public_keys;
        if !rules.is_empty()
            && let Some(keys) = PublicKeys::of(rrset, self.around.given)
        {
            self.each(rules, sink, |check, cx| check(&keys, cx));
        }
    }

    /// The rules about a TLSA RRset.
    fn tlsa(&self, rrset: Rrset<'_>, sink: &mut Sink) {
        let plan = self.run.plan;
        if !plan.pins.is_empty()
            && let Some(pins) = Pins::of(rrset)
        {
            self.each(&plan.pins, sink, |check, cx| check(&pins, cx));
        }
        if !plan.stray_tlsa.is_empty()
            && let Some(stray) = Stray::of(rrset)
            && !self.around.across.is_aliased(rrset.owner(), self.zone)
        {
            self.each(&plan.stray_tlsa, sink, |check, cx| check(&stray, cx));
        }
    }
}

/// Whether rules of mail are asked of a zone.
pub fn is_asked_of_mail(run: &Run<'_>, zone: &Zone) -> bool {
    run.plan.of_purpose(zone.purpose()).asks_of_mail() && zone.completeness() == Completeness::Whole
}

/// One list by position, at most `most` of each rule.
fn merge(sinks: Vec<Sink>, most: usize) -> Outcome {
    let mut findings = Vec::new();
    let mut not_checked = BTreeSet::new();
    let mut counts: BTreeMap<&'static str, u64> = BTreeMap::new();
    for sink in sinks {
        findings.extend(sink.findings);
        not_checked.extend(sink.not_checked);
        for (code, count) in sink.counts {
            *counts.entry(code).or_default() += count;
        }
    }
    findings.sort_by(|a: &Finding, b| {
        (a.span.source, a.span.start, a.code, &a.message).cmp(&(
            b.span.source,
            b.span.start,
            b.code,
            &b.message,
        ))
    });
    let mut kept: BTreeMap<&'static str, usize> = BTreeMap::new();
    findings.retain(|finding| {
        let kept = kept.entry(finding.code).or_default();
        *kept += 1;
        *kept <= most
    });
    let shown = |code| u64::try_from(most.min(kept.get(code).copied().unwrap_or(0))).unwrap_or(u64::MAX);
    let unshown = counts
        .into_iter()
        .map(|(code, count)| (code, count.saturating_sub(shown(code))))
        .filter(|&(_, more)| more > 0)
        .collect();
    Outcome { findings, unshown, not_checked }
}
