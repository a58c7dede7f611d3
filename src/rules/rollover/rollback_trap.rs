//! The rule `rollback-trap`.

use crate::cert;
use crate::dane::{Case, Chain, Names, Published, RECOMMENDED, Tlsa, VerdictKind, judge};
use crate::finding::{Holds, Severity};
use crate::rollover::wording::{apart, leaf_of, line, place};
use crate::rollover::{Purpose, ServiceTransition, Transition};
use crate::rule::{Check, Cx};
use crate::wire::Timestamp;

declare_rule! {
    /// The record of the certificate of before goes away soon after the new certificate comes into service.
    ///
    /// Asked where `--deploy` says which certificate a service gets, and when. Soon is before resolvers have
    /// everywhere what was published when the certificate changed: propagation and TTL, and at least two
    /// TTLs.
    ///
    /// ## Why it breaks
    /// Nothing, as long as the new certificate stays. Where it has to be taken back, senders refuse the old
    /// one until its record is published again and everywhere.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _25._tcp.mail TLSA 3 1 1 6cfc6562…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _25._tcp.mail TLSA 3 1 1 016d0658…
    /// _25._tcp.mail TLSA 3 1 1 6cfc6562…
    /// ```
    code: "ROL004",
    name: "rollback-trap",
    summary: "there is no way back to the certificate of before",
    breaks: "who has to take the new certificate back is refused until the old record is everywhere again",
    severity: Severity::Info,
    rfcs: &["RFC 7671 section 8.1"],
    since: "0.1.0",
    check: Check::Transition(check),
}

fn check(transition: &Transition<'_>, cx: &mut Cx<'_>) {
    for service in &transition.services {
        for server in &service.timeline.servers {
            let pairs = server
                .chains
                .windows(2)
                .filter_map(|pair| if let [old, new] = pair { Some((old, new)) } else { None });
            for (old, new) in pairs {
                if let (Some(chain), Some(start)) = (old.chains.first(), new.start) {
                    tell(transition, service, (chain, start), cx);
                }
            }
        }
    }
}

fn tell(
    transition: &Transition<'_>,
    service: &ServiceTransition<'_>,
    (chain, start): (&Chain<'_>, Timestamp),
    cx: &mut Cx<'_>,
) {
    let publish_at = transition.timing.publish_at;
    let safe = start
        .0
        .saturating_add(i64::from(transition.timing.skew_s))
        .saturating_add(wait_s(service))
        .saturating_add(i64::from(transition.timing.safety_s));
    let pins = |at: Timestamp| {
        service.records_at(at).is_some_and(|records| is_accepted(service, &records, chain, at))
    };
    // Records that are published before the certificate changes are another rule's business.
    let is_soon = start <= publish_at && publish_at.0 < safe;
    if !is_soon || !pins(Timestamp(publish_at.0.saturating_sub(1))) || pins(publish_at) {
        return;
    }
    let (Some((record, part)), Some(leaf)) = (place(cx.zone, service), cert::leaf(chain.parts)) else {
        return;
    };
    let (name, owner) = (leaf_of(chain.name), service.timeline.service.owner().to_string());
    cx.report_on(record, part, |finding| {
        finding.holds = Holds { from: Some(publish_at), until: Some(Timestamp(safe)) };
        finding
            .message(format!("no way back to `{name}` {} after its replacement", apart(start, publish_at)));
        finding.here(format!("senders that see this refuse {name}, should it have to come back"));
        let record = Tlsa::of(leaf, RECOMMENDED)
            .map_or_else(|_| "its record".to_owned(), |tlsa| format!("`{}`", line(&owner, &tlsa)));
        finding.help(format!(
            "keep {record} until {}, when the new certificate has proved itself",
            Timestamp(safe)
        ));
    });
}

/// How long it takes until what is published is everywhere, and at least two TTLs.
fn wait_s(service: &ServiceTransition<'_>) -> i64 {
    let names = service.timeline.names.iter().filter(|name| name.purpose == Purpose::Tlsa);
    let waits = names.flat_map(|name| {
        name.versions
            .iter()
            .map(|version| crate::rollover::wait_s(i64::from(name.propagation_s), version.ttl))
    });
    waits.max().unwrap_or(0)
}

/// Whether senders that find these records accept a chain.
fn is_accepted(
    service: &ServiceTransition<'_>,
    records: &[Published],
    chain: &Chain<'_>,
    at: Timestamp,
) -> bool {
    let timeline = &service.timeline;
    let names = Names { base: vec![timeline.service.host.clone()], next_hops: timeline.next_hops.clone() };
    let case = Case {
        records,
        chains: std::slice::from_ref(chain),
        names: &names,
        at,
        pkix: timeline.pkix,
        known: &[],
    };
    judge(&case).kind == VerdictKind::Authenticated
}
