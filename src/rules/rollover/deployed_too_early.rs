//! The rule `deployed-too-early`.

use crate::finding::{Finding, Holds, Severity};
use crate::rollover::wording::{
    Refusal, apart, chain_name, length, line, place, refusals, senders, term, wanted,
};
use crate::rollover::{ServiceTransition, Transition, Trigger};
use crate::rule::{Check, Cx};
use crate::wire::Timestamp;

declare_rule! {
    /// A certificate goes into service while senders may hold `TLSA` records that do not match it.
    ///
    /// Asked where `--deploy` says which certificate a service gets and when, and of certificates in service
    /// that the new records match and the published ones do not. Every version of every record on the way is
    /// looked at, for as long as a cache may hold it: until its replacement is on all servers, and its TTL
    /// longer.
    ///
    /// ## Why it breaks
    /// Senders that hold the old records find no match, keep the mail in their queue and try again until
    /// those records are gone from their caches; where no published record matches the certificate, that is
    /// never, and the mail returns.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _25._tcp.mail TLSA 3 1 1 016d0658…
    /// _25._tcp.mail TLSA 3 1 1 6cfc6562…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _25._tcp.mail TLSA 3 1 1 016d0658…
    /// _25._tcp.mail TLSA 3 1 1 6cfc6562…
    /// ```
    code: "ROL001",
    name: "deployed-too-early",
    summary: "a certificate is sent before its record is everywhere",
    breaks: "senders that hold the old TLSA records refuse the server and keep or return the mail (RFC 7671 \
        section 8.1)",
    severity: Severity::Error,
    rfcs: &["RFC 7671 section 8.1", "RFC 7672 section 2.2"],
    since: "0.1.0",
    check: Check::Transition(check),
}

fn check(transition: &Transition<'_>, cx: &mut Cx<'_>) {
    for service in &transition.services {
        for refusal in refusals(&service.gaps) {
            if refusal.trigger == Trigger::Standing {
                tell_standing(transition, service, &refusal, cx);
            }
            if let Trigger::Deployment { fact, version } = refusal.trigger {
                let start =
                    service.timeline.server(fact).and_then(|server| server.chains.get(version)?.start);
                tell(transition, service, &refusal, start, cx);
            }
        }
    }
}

/// The chain that is said to be in service never was everywhere.
fn tell_standing(
    transition: &Transition<'_>,
    service: &ServiceTransition<'_>,
    refusal: &Refusal<'_>,
    cx: &mut Cx<'_>,
) {
    let (Some((record, part)), Some(until)) = (place(cx.zone, service), refusal.interval.end) else { return };
    let chain = chain_name(service, refusal.first);
    cx.report_on(record, part, |finding| {
        finding.holds = Holds { from: refusal.interval.start, until: Some(until) };
        finding.message(format!("senders refuse `{chain}` until {until}"));
        finding.here(format!("{} refuse it", senders(transition, service, refusal.first)));
        let model = service.timeline.model(transition.timing.safety_s, transition.limits).ok();
        let term = model
            .zip(refusal.first.gap.ends)
            .map_or_else(String::new, |(model, limit)| format!(" ({})", term(&model, limit)));
        finding.help(format!(
            "keep the certificate of before in service, publish both records, and deploy {chain} from \
            {until} on{term}; \
             where it is in service already, bring the old one back"
        ));
    });
}

fn tell(
    transition: &Transition<'_>,
    service: &ServiceTransition<'_>,
    refusal: &Refusal<'_>,
    start: Option<Timestamp>,
    cx: &mut Cx<'_>,
) {
    let (Some((record, part)), Some(start)) = (place(cx.zone, service), start) else { return };
    let chain = chain_name(service, refusal.first);
    cx.report_on(record, part, |finding| {
        let gap = refusal.interval;
        finding.holds = Holds { from: gap.start, until: gap.end };
        finding.here(format!("{} refuse it", senders(transition, service, refusal.first)));
        match service.instead(refusal.trigger, transition.timing.safety_s, transition.limits) {
            Some((at, limit)) => {
                finding.message(format!("`{chain}` goes into service {} too early", apart(start, at)));
                let model = service.timeline.model(transition.timing.safety_s, transition.limits).ok();
                let term = model
                    .zip(limit)
                    .map_or_else(String::new, |(model, limit)| format!(": {}", term(&model, limit)));
                finding.help(format!(
                    "keep the certificate of before in service, and send {chain} from {at} on{term}"
                ));
            }
            None => never(transition, service, refusal, (&chain, start), finding),
        }
    });
}

/// No published record matches the chain, however long one waits.
fn never(
    transition: &Transition<'_>,
    service: &ServiceTransition<'_>,
    refusal: &Refusal<'_>,
    (chain, start): (&str, Timestamp),
    finding: &mut Finding,
) {
    let lasts = length(refusal.interval)
        .map_or_else(|| format!("from {start} on"), |length| format!("for {length} from {start} on"));
    finding.message(format!("senders refuse `{chain}` {lasts}"));
    let owner = service.timeline.service.owner();
    let record = wanted(service, refusal.first)
        .map_or_else(|| "its record".to_owned(), |tlsa| format!("`{}`", line(&owner.to_string(), &tlsa)));
    let propagation = transition.staged.propagation;
    finding.help(format!(
        "publish {record} beside the records that are there, wait until it is on all servers ({propagation}) \
        and for the TTL, and only then send \
         {chain}; `danelaw rollover plan` has the times"
    ));
}
