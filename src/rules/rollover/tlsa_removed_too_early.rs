//! The rule `tlsa-removed-too-early`.

use crate::finding::{Holds, Severity};
use crate::rollover::wording::{Refusal, chain_name, line, place, refusals, senders, term, wanted};
use crate::rollover::{Content, NameFact, Purpose, ServiceTransition, Transition, Trigger};
use crate::rule::{Check, Cx};

declare_rule! {
    /// The new zone lacks the `TLSA` record of a certificate that is still in service.
    ///
    /// Asked where the published zone is given with `--published` and the certificate with `--cert`,
    /// `--cert-dir` or `[[service]]` in `danelaw.toml`.
    ///
    /// ## Why it breaks
    /// Senders that see the new records refuse the server until each of its hosts sends a certificate that
    /// they match.
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
    code: "ROL002",
    name: "tlsa-removed-too-early",
    summary: "the record of a certificate in service is gone",
    breaks: "senders that see the new records refuse the server and keep or return the mail (RFC 7671 \
        section 8.1)",
    severity: Severity::Error,
    rfcs: &["RFC 7671 section 8.1", "RFC 7672 section 2.2"],
    since: "0.1.0",
    check: Check::Transition(check),
}

fn check(transition: &Transition<'_>, cx: &mut Cx<'_>) {
    for service in &transition.services {
        for refusal in refusals(&service.gaps) {
            if let Trigger::Publication { fact, .. } = refusal.trigger {
                let moves = |name: &NameFact| {
                    name.versions.iter().any(|version| matches!(version.content, Content::Alias(_)))
                };
                let is_alias = service
                    .timeline
                    .name(fact)
                    .is_some_and(|name| name.purpose == Purpose::Address && moves(name));
                tell(transition, service, &refusal, is_alias, cx);
            }
        }
    }
}

fn tell(
    transition: &Transition<'_>,
    service: &ServiceTransition<'_>,
    refusal: &Refusal<'_>,
    is_alias: bool,
    cx: &mut Cx<'_>,
) {
    let Some((record, part)) = place(cx.zone, service) else { return };
    let chain = chain_name(service, refusal.first);
    let gap = refusal.interval;
    cx.report_on(record, part, |finding| {
        finding.holds = Holds { from: gap.start, until: gap.end };
        let start = gap.start.map_or_else(|| "now".to_owned(), |start| start.to_string());
        if is_alias {
            finding.message(format!("the alias moves: senders refuse `{chain}` from {start} on"));
        } else {
            finding.message(format!("senders refuse `{chain}` from {start} on: no record matches"));
        }
        finding.here(format!("{} refuse it", senders(transition, service, refusal.first)));
        let owner = service.timeline.service.owner().to_string();
        let record = wanted(service, refusal.first).map_or_else(
            || {
                "the record of \
            before"
                    .to_owned()
            },
            |tlsa| format!("`{}`", line(&owner, &tlsa)),
        );
        let instead = service.instead(refusal.trigger, transition.timing.safety_s, transition.limits);
        let model = service.timeline.model(transition.timing.safety_s, transition.limits).ok();
        let help = match instead {
            Some((at, limit)) => {
                let term = model
                    .zip(limit)
                    .map_or_else(String::new, |(model, limit)| format!(" ({})", term(&model, limit)));
                format!("keep {record} beside the others, and publish this zone no sooner than {at}{term}")
            }
            None => {
                format!(
                    "keep {record} until every server sends another certificate; --deploy {}=FILE@TIME \
                    says when",
                    owner.trim_end_matches('.')
                )
            }
        };
        finding.help(help);
    });
}
