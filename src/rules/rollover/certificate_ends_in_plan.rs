//! The rule `certificate-ends-in-plan`.

use crate::finding::{Holds, Severity};
use crate::rollover::wording::{chain_name, place, refusals};
use crate::rollover::{Transition, Trigger};
use crate::rule::{Check, Cx};

declare_rule! {
    /// A certificate that senders check the dates of ends, or has not begun, before a rollover is over.
    ///
    /// Asked of services whose certificates are given and which have records of usage 2: below them dates
    /// count (RFC 7671 section 5.1 leaves dates out of account for usage 3).
    ///
    /// ## Why it breaks
    /// Senders refuse the server from the end of the certificate on.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone,also=tlsa-without-3-1-1
    /// _25._tcp.mail 1800 TLSA 2 1 1 745d4edb…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _25._tcp.mail TLSA 2 1 1 745d4edb…
    /// _25._tcp.mail TLSA 3 1 1 016d0658…
    /// ```
    code: "ROL007",
    name: "certificate-ends-in-plan",
    summary: "a certificate ends before a rollover is over",
    breaks: "senders that check its dates refuse the server and keep or return the mail",
    severity: Severity::Error,
    rfcs: &["RFC 7671 section 5.2", "RFC 5280 section 6.1.3"],
    since: "0.1.0",
    check: Check::Transition(check),
}

fn check(transition: &Transition<'_>, cx: &mut Cx<'_>) {
    for service in &transition.services {
        for refusal in
            refusals(&service.gaps).into_iter().filter(|refusal| refusal.trigger == Trigger::Certificate)
        {
            let (Some((record, part)), Some(start)) = (place(cx.zone, service), refusal.interval.start)
            else {
                continue;
            };
            let chain = chain_name(service, refusal.first);
            cx.report_on(record, part, |finding| {
                finding.holds = Holds { from: refusal.interval.start, until: refusal.interval.end };
                finding.message(format!("senders refuse `{chain}` from {start} on, inside the rollover"));
                finding.here("senders look at the dates of what this record leads to");
                finding
                    .help(format!("deploy a certificate before {start} whose record is everywhere by then"));
            });
        }
    }
}
