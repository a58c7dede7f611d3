//! The rule `tlsa-combination-uneven`.

use crate::finding::{Holds, Severity};
use crate::rollover::Transition;
use crate::rollover::wording::{chain_name, place, refusals, senders};
use crate::rule::{Check, Cx};

declare_rule! {
    /// During a rollover all `TLSA` records of one usage and selector match nothing, and those of another one
    /// do.
    ///
    /// Asked where the published zone is given with `--published` and the certificate is known.
    ///
    /// ## Why it breaks
    /// Senders of today accept the server by the other records. RFC 7671 section 8 wants every combination of
    /// usage and selector to match at all times, since a sender may use one of them only.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _25._tcp.mail TLSA 3 1 1 016d0658…
    /// _25._tcp.mail TLSA 2 1 1 745d4edb…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _25._tcp.mail TLSA 3 1 1 016d0658…
    /// _25._tcp.mail TLSA 3 1 1 6cfc6562…
    /// _25._tcp.mail TLSA 2 1 1 745d4edb…
    /// ```
    code: "ROL006",
    name: "tlsa-combination-uneven",
    summary: "records of one usage and selector match nothing for a while",
    breaks: "senders that support only that usage and selector refuse the server (RFC 7671 section 8)",
    severity: Severity::Warning,
    rfcs: &["RFC 7671 section 8"],
    since: "0.1.0",
    check: Check::Transition(check),
}

fn check(transition: &Transition<'_>, cx: &mut Cx<'_>) {
    for service in &transition.services {
        for refusal in refusals(&service.uneven) {
            let Some((record, part)) = place(cx.zone, service) else { continue };
            let chain = chain_name(service, refusal.first);
            cx.report_on(record, part, |finding| {
                finding.holds = Holds { from: refusal.interval.start, until: refusal.interval.end };
                finding.message(format!("records of one usage and selector do not match `{chain}`"));
                finding.here(format!("{} match by others", senders(transition, service, refusal.first)));
                finding.help(
                    "publish the record of the next key in every form that is in use, before that key is",
                );
            });
        }
    }
}
