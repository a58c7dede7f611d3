//! What messages say of rollovers: who sees what, until when, and where in the new zone that is. Reports
//! nothing.

use std::collections::BTreeMap;

use super::{
    Content, Edge, Interval, KeyGap, KeyTransition, Limit, Model, NameFact, NameVersion, Purpose, ServiceGap,
    ServiceTransition, SigningKey, Transition, Trigger, ZoneTimeline, union,
};
use crate::dane::{RECOMMENDED, Tlsa};
use crate::rr::types;
use crate::wire::{Timestamp, duration_text};
use crate::zone::{Lookup, Part, Record, Zone};

/// Gaps of one service that one change makes, with all their seconds.
pub struct Refusal<'s> {
    /// The change.
    pub trigger: Trigger,
    /// The first gap.
    pub first: &'s ServiceGap,
    /// From when to when somebody fails.
    pub interval: Interval,
}

/// The gaps of a service, those that one change makes together. What is apart in time is another one.
#[must_use]
pub fn refusals(gaps: &[ServiceGap]) -> Vec<Refusal<'_>> {
    let mut by_trigger: BTreeMap<Trigger, Vec<&ServiceGap>> = BTreeMap::new();
    for gap in gaps {
        by_trigger.entry(gap.trigger).or_default().push(gap);
    }
    let mut refusals: Vec<Refusal<'_>> = Vec::new();
    for (trigger, gaps) in by_trigger {
        for interval in union(gaps.iter().map(|gap| gap.gap.interval)) {
            let first = gaps.iter().find(|gap| gap.gap.interval.start == interval.start);
            refusals.extend(first.map(|first| Refusal { trigger, first, interval }));
        }
    }
    refusals.sort_by_key(|refusal| (refusal.interval.start, refusal.trigger));
    refusals
}

/// How long an interval is, where it has two ends.
#[must_use]
pub fn length(interval: Interval) -> Option<String> {
    interval.length_s().map(duration_text)
}

/// Seconds between two times, as text; empty where the second is not later.
#[must_use]
pub fn apart(from: Timestamp, to: Timestamp) -> String {
    duration_text(u64::try_from(to.0.saturating_sub(from.0)).unwrap_or(0))
}

/// `senders that hold the TLSA RRset of serial 7 (TTL 3600 s)`.
#[must_use]
pub fn senders(transition: &Transition<'_>, service: &ServiceTransition<'_>, gap: &ServiceGap) -> String {
    let held = service.name_seen(gap, Purpose::Tlsa);
    let is_moving = |name: &NameFact| {
        name.versions.len() > 1
            && name.versions.iter().any(|version| matches!(version.content, Content::Alias(_)))
    };
    let alias = service.name_seen(gap, Purpose::Address).filter(|(name, _)| is_moving(name));
    let described = |(name, version): (&NameFact, &NameVersion)| {
        let what = if name.purpose == Purpose::Tlsa { "the TLSA RRset" } else { "the alias" };
        let last = name.versions.last().is_some_and(|last| last.zone_version == version.zone_version);
        match version.zone_version {
            Some(_) if last && name.versions.len() > 1 => format!("{what} of the new zone"),
            Some(at) => format!("{what} of {} (TTL {} s)", transition.staged.label(at), version.ttl.0),
            None => format!("what stood there before (TTL {} s)", version.ttl.0),
        }
    };
    // Of two things both TTLs would not fit a line; the times of the finding say when.
    let both = alias.is_some() && held.is_some();
    let parts: Vec<String> = [alias, held].into_iter().flatten().map(described).collect();
    let parts: Vec<String> = parts
        .into_iter()
        .map(|part| if both { part.split(" (").next().unwrap_or_default().to_owned() } else { part })
        .collect();
    if parts.is_empty() {
        "all senders".to_owned()
    } else {
        format!("senders that have {}", parts.join(" and "))
    }
}

/// The name of the file of the chain that is seen in a gap.
#[must_use]
pub fn chain_name(service: &ServiceTransition<'_>, gap: &ServiceGap) -> String {
    service
        .chain_refused(gap)
        .map_or_else(|| "the certificate".to_owned(), |chain| leaf_of(chain.name).to_owned())
}

/// The last part of a path.
#[must_use]
pub fn leaf_of(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// The recommended record for the chains that are seen in a gap, where the records do not have it.
#[must_use]
pub fn wanted(service: &ServiceTransition<'_>, gap: &ServiceGap) -> Option<Tlsa> {
    Tlsa::of(crate::cert::leaf(service.chain_refused(gap)?.parts)?, RECOMMENDED).ok()
}

/// Where the records of a service stand in the new zone, or would.
#[must_use]
pub fn place<'z>(zone: &'z Zone, service: &ServiceTransition<'_>) -> Option<(Record<'z>, Part)> {
    let names = service.timeline.names.iter().filter(|name| name.purpose == Purpose::Tlsa);
    let rrset = names.rev().find_map(|name| match zone.lookup(name.name.borrow_name()) {
        Lookup::Exists(node) | Lookup::Wildcard(node) => {
            node.rrset(types::TLSA).map(|rrset| (rrset.first(), Part::Rdata))
        }
        _ => None,
    });
    rrset.or_else(|| Some((zone.soa()?, Part::Owner)))
}

/// Where the keys of the new zone stand, or the SOA record.
#[must_use]
pub fn key_place(zone: &Zone) -> Option<(Record<'_>, Part)> {
    let keys =
        zone.apex().and_then(|apex| apex.rrset(types::DNSKEY)).map(|rrset| (rrset.first(), Part::Rdata));
    keys.or_else(|| Some((zone.soa()?, Part::Owner)))
}

/// The gaps of a cause with all their seconds, and the first of them.
#[must_use]
pub fn outages<'k>(gaps: impl IntoIterator<Item = &'k KeyGap>) -> Vec<(Interval, &'k KeyGap)> {
    let gaps: Vec<&KeyGap> = gaps.into_iter().collect();
    let intervals = union(gaps.iter().map(|gap| gap.gap.interval));
    intervals
        .into_iter()
        .filter_map(|interval| {
            Some((interval, *gaps.iter().find(|gap| gap.gap.interval.start == interval.start)?))
        })
        .collect()
}

/// `13/40212`, several with commas.
#[must_use]
pub fn key_names<'k>(keys: impl IntoIterator<Item = &'k SigningKey>) -> String {
    let names: Vec<String> =
        keys.into_iter().map(|key| format!("{}/{}", key.algorithm.0, key.key_tag)).collect();
    if names.is_empty() { "no key".to_owned() } else { names.join(", ") }
}

/// `the DNSKEY RRset of serial 7 (TTL 3600 s)`: that which is seen in a gap.
#[must_use]
pub fn keys_seen(transition: &Transition<'_>, keys: &KeyTransition, gap: &KeyGap) -> String {
    let Some(seen) = gap.gap.view.get(ZoneTimeline::KEYS) else { return String::new() };
    let ttl = keys
        .timeline
        .keys
        .get(seen.version)
        .map_or_else(String::new, |version| format!(" (TTL {} s)", version.ttl.0));
    format!("the DNSKEY RRset of {}{ttl}", transition.staged.label(seen.version))
}

/// `214 RRsets of serial 7 (TTL up to 3600 s)`: those which are seen in a gap.
#[must_use]
pub fn data_seen(transition: &Transition<'_>, keys: &KeyTransition, gap: &KeyGap) -> String {
    let Some(seen) = gap.gap.view.get(ZoneTimeline::DATA) else { return String::new() };
    let ttl = keys
        .signers_seen(&gap.gap)
        .map_or_else(String::new, |group| format!(" (TTL up to {} s)", group.ttl.0));
    let count = keys.rrsets_seen(&gap.gap);
    format!(
        "{count} RRset{} of {}{ttl}",
        if count == 1 { "" } else { "s" },
        transition.staged.label(seen.version)
    )
}

/// A term in symbols and numbers: `P(v1)+D+ttl(v0) = 2026-12-01T00:00:00Z + 600 + 3600`.
#[must_use]
pub fn term(model: &Model, limit: Limit) -> String {
    let (term, sum) = (model.term(limit), model.sum(limit));
    if limit.edge == Edge::Expired || sum.is_empty() { term } else { format!("{term} = {sum}") }
}

/// A record as zone files have it, with its owner.
#[must_use]
pub fn line(owner: &str, record: &impl std::fmt::Display) -> String {
    format!("{owner} TLSA {record}")
}
