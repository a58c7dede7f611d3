//! The rule `signature-ends-in-plan`.

use crate::finding::{Holds, Severity};
use crate::rollover::wording::{data_seen, key_place, keys_seen, outages, place, refusals};
use crate::rollover::{KeyCause, Transition, Trigger, ZoneTimeline};
use crate::rule::{Check, Cx};

declare_rule! {
    /// Signatures end while servers may still serve them.
    ///
    /// That is before the zone that replaces them is everywhere, or before the rollover is over.
    ///
    /// ## Why it breaks
    /// A secondary server that is late serves the old zone until it has the new one. Once its signatures have
    /// ended, validating resolvers answer SERVFAIL for what they get from it.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. 3600 SOA ns1.example.net. hostmaster.example.net. 2 14400 3600 1209600 3600
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. 3600 SOA ns1.example.net. hostmaster.example.net. 2 14400 3600 1209600 3600
    /// ```
    code: "ROL008",
    name: "signature-ends-in-plan",
    summary: "signatures end before their replacement is everywhere",
    breaks: "validating resolvers answer SERVFAIL for what late servers give them",
    severity: Severity::Error,
    rfcs: &["RFC 4035 section 5.3.3", "RFC 6781 section 4.4.2"],
    since: "0.1.0",
    check: Check::Transition(check),
}

fn check(transition: &Transition<'_>, cx: &mut Cx<'_>) {
    let mut told = false;
    if let Some(keys) = &transition.keys {
        for (interval, gap) in outages(keys.gaps.iter().filter(|gap| gap.cause == KeyCause::Expired)) {
            let (Some((record, part)), Some(start)) = (key_place(cx.zone), interval.start) else { continue };
            told = true;
            let is_of_keys = gap.gap.view.get(ZoneTimeline::KEYS).is_some_and(|seen| seen.is_expired);
            let what =
                if is_of_keys { keys_seen(transition, keys, gap) } else { data_seen(transition, keys, gap) };
            cx.report_on(record, part, |finding| {
                finding.holds = Holds { from: interval.start, until: interval.end };
                finding.message(format!("signatures end at {start}, before all servers have new ones"));
                finding.here(format!("late servers have {what}"));
                finding.help(format!(
                    "sign the zone again and publish it so that it is on all servers before {start}; that \
                    takes {}",
                    transition.staged.propagation
                ));
            });
        }
    }
    // Where the keys of the zone are looked at, its TLSA records are among the data.
    for service in transition.services.iter().filter(|_| !told) {
        for refusal in
            refusals(&service.gaps).into_iter().filter(|refusal| refusal.trigger == Trigger::Signature)
        {
            let (Some((record, part)), Some(start)) = (place(cx.zone, service), refusal.interval.start)
            else {
                continue;
            };
            cx.report_on(record, part, |finding| {
                finding.holds = Holds { from: refusal.interval.start, until: refusal.interval.end };
                finding.message(format!("signatures over TLSA records end at {start}, inside the plan"));
                finding.here("late servers have ended signatures over it");
                finding.help(format!(
                    "sign the zone again and publish it so that it is on all servers before {start}"
                ));
            });
        }
    }
}
