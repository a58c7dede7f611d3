//! The rule `deployed-inside-safety`.

use crate::finding::Severity;
use crate::rollover::wording::{apart, leaf_of, place};
use crate::rollover::{ServiceTransition, Transition, Trigger};
use crate::rule::{Check, Cx};

declare_rule! {
    /// A certificate goes into service when no sender should refuse it any more, and before the safety margin
    /// is over.
    ///
    /// Asked where `--deploy` says which certificate a service gets and when, and `--safety` how long to wait
    /// on top of every wait.
    ///
    /// ## Why it breaks
    /// Nothing, as long as caches and servers do what they should. The margin is for those that do not.
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
    code: "ROL020",
    name: "deployed-inside-safety",
    summary: "a certificate goes into service inside the safety margin",
    breaks: "senders whose resolver keeps records longer than it should refuse the server",
    severity: Severity::Warning,
    rfcs: &["RFC 7671 section 8.1"],
    since: "0.1.0",
    check: Check::Transition(check),
}

fn check(transition: &Transition<'_>, cx: &mut Cx<'_>) {
    for service in transition.services.iter().filter(|_| transition.timing.safety_s > 0) {
        for (fact, server) in service.timeline.servers.iter().enumerate() {
            for (version, chain) in server.chains.iter().enumerate() {
                let trigger = Trigger::Deployment { fact, version };
                let is_refused = service.gaps.iter().any(|gap| gap.trigger == trigger);
                if let (Some(start), Some(first), false) = (chain.start, chain.chains.first(), is_refused) {
                    tell(transition, service, trigger, (start, leaf_of(first.name)), cx);
                }
            }
        }
    }
}

fn tell(
    transition: &Transition<'_>,
    service: &ServiceTransition<'_>,
    trigger: Trigger,
    (start, name): (crate::wire::Timestamp, &str),
    cx: &mut Cx<'_>,
) {
    if service.may_be_at(trigger, start, transition.timing.safety_s, transition.limits) {
        return;
    }
    let Some((at, _)) = service.instead(trigger, transition.timing.safety_s, transition.limits) else {
        return;
    };
    let Some((record, part)) = place(cx.zone, service) else { return };
    cx.report_on(record, part, |finding| {
        finding.message(format!("`{name}` goes into service {} inside the safety margin", apart(start, at)));
        finding.help(format!("send {name} from {at} on"));
    });
}
