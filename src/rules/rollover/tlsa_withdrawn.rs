//! The rule `tlsa-withdrawn`.

use crate::finding::{Holds, Severity};
use crate::rollover::wording::place;
use crate::rollover::{Purpose, ServiceTransition, Transition};
use crate::rule::{Check, Cx};
use crate::wire::Timestamp;

declare_rule! {
    /// The published zone has `TLSA` records for a service, and the new one has none.
    ///
    /// Asked where the published zone is given with `--published`.
    ///
    /// ## Why it breaks
    /// Nothing is refused, but nobody is authenticated any more. Senders hold the records until their TTL has
    /// passed: until then the certificate must still match them, and STARTTLS must be offered.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// mail A 192.0.2.25
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _25._tcp.mail TLSA 3 1 1 016d0658…
    /// ```
    code: "ROL003",
    name: "tlsa-withdrawn",
    summary: "a service loses its TLSA records",
    breaks: "anyone on the path may read and change the mail; senders that hold the records still refuse \
        what does not match",
    severity: Severity::Warning,
    rfcs: &["RFC 7671 section 8", "RFC 7672 section 2.2"],
    since: "0.1.0",
    check: Check::Transition(check),
}

fn check(transition: &Transition<'_>, cx: &mut Cx<'_>) {
    for service in &transition.services {
        let before = service.records_at(Timestamp(transition.timing.publish_at.0.saturating_sub(1)));
        let after = service.records_at(transition.timing.publish_at);
        let had = before.is_some_and(|records| !service.usable(&records).is_empty());
        if had && after.is_some_and(|records| records.is_empty()) {
            tell(transition, service, cx);
        }
    }
}

fn tell(transition: &Transition<'_>, service: &ServiceTransition<'_>, cx: &mut Cx<'_>) {
    let Some((record, part)) = place(cx.zone, service) else { return };
    let held = service.timeline.names.iter().filter(|name| name.purpose == Purpose::Tlsa);
    let held = held
        .flat_map(|name| {
            name.versions.iter().rev().skip(1).map(|old| i64::from(name.propagation_s) + i64::from(old.ttl.0))
        })
        .max();
    let until = Timestamp(
        transition
            .timing
            .publish_at
            .0
            .saturating_add(held.unwrap_or(0))
            .saturating_add(i64::from(transition.timing.safety_s)),
    );
    let owner = service.timeline.service.owner();
    cx.report_on(record, part, |finding| {
        finding.holds = Holds { from: Some(transition.timing.publish_at), until: None };
        finding.message(format!("`{owner}` loses its TLSA records")).here(format!(
            "until {until} senders may \
            hold the records of before"
        ));
        finding.help(format!(
            "if that is meant, keep the certificate and STARTTLS as they are until {until}; if not, keep the \
            records of `{owner}` in the zone"
        ));
    });
}
