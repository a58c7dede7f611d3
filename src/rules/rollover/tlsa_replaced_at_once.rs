//! The rule `tlsa-replaced-at-once`.

use std::collections::BTreeSet;

use crate::dane::{Published, Usage};
use crate::finding::{Holds, Severity};
use crate::rollover::wording::{line, place};
use crate::rollover::{Purpose, ServiceTransition, Transition};
use crate::rule::{Check, Cx};
use crate::wire::Timestamp;

declare_rule! {
    /// All `TLSA` records of a service are replaced in one publication.
    ///
    /// Asked where the published zone is given with `--published`. Where the certificate in service is given
    /// as well, what is refused and when is told exactly, by `deployed-too-early` and
    /// `tlsa-removed-too-early`.
    ///
    /// ## Why it breaks
    /// Whatever certificate the server sends, either the senders that still hold the old records refuse it,
    /// or those that see the new ones do.
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
    code: "ROL005",
    name: "tlsa-replaced-at-once",
    summary: "no old TLSA record is kept beside the new ones",
    breaks: "whatever certificate the server sends, some senders refuse it and keep or return the mail (RFC \
        7671 section 8.1)",
    severity: Severity::Error,
    rfcs: &["RFC 7671 section 8.1"],
    since: "0.1.0",
    check: Check::Transition(check),
}

fn check(transition: &Transition<'_>, cx: &mut Cx<'_>) {
    for service in &transition.services {
        if service.timeline.servers.iter().any(|server| !server.chains.is_empty()) {
            continue;
        }
        let publish_at = transition.timing.publish_at;
        let (Some(old), Some(new)) =
            (service.records_at(Timestamp(publish_at.0.saturating_sub(1))), service.records_at(publish_at))
        else {
            continue;
        };
        let (old, new) = (service.usable(&old), service.usable(&new));
        if let Some(pinned) = old.first().filter(|_| is_replaced(&old, &new)) {
            tell(transition, service, pinned, cx);
        }
    }
}

/// Whether one key's records cannot be another's: all are of certificates of servers, in one form, and none
/// is kept.
fn is_replaced(old: &[Published], new: &[Published]) -> bool {
    let form = |record: &Published| (record.usage, record.selector, record.matching);
    let forms: BTreeSet<_> = old.iter().chain(new).map(form).collect();
    let is_of_server = |usage: u8| usage == Usage::DaneEe.number() || usage == Usage::PkixEe.number();
    let is_one_form = forms.len() == 1 && forms.iter().all(|(usage, ..)| is_of_server(*usage));
    is_one_form && !old.is_empty() && !new.is_empty() && old.iter().all(|record| !new.contains(record))
}

fn tell(transition: &Transition<'_>, service: &ServiceTransition<'_>, pinned: &Published, cx: &mut Cx<'_>) {
    let Some((record, part)) = place(cx.zone, service) else { return };
    let held = service.timeline.names.iter().filter(|name| name.purpose == Purpose::Tlsa);
    let held = held
        .filter_map(|name| {
            Some(i64::from(name.propagation_s) + i64::from(name.versions.iter().rev().nth(1)?.ttl.0))
        })
        .max();
    let publish_at = transition.timing.publish_at;
    let until = Timestamp(publish_at.0.saturating_add(held.unwrap_or(0)));
    let owner = service.timeline.service.owner();
    cx.report_on(record, part, |finding| {
        finding.holds = Holds { from: Some(publish_at), until: Some(until) };
        finding.message(format!("no published TLSA record of `{owner}` is kept"));
        finding.here(format!("until {until} some senders have only the old records, others only these"));
        finding.help(format!(
            "keep `{}` beside the new records, deploy the new certificate after {until}, and take the old \
            record away in a later version; \
             `danelaw rollover plan` has the times",
            line(&owner.to_string(), pinned)
        ));
    });
}
