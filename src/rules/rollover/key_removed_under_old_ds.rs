//! The rule `key-removed-under-old-ds`.

use crate::finding::{Holds, Severity};
use crate::rollover::wording::{key_names, key_place};
use crate::rollover::{Transition, forgotten_at};
use crate::rule::{Check, Cx};
use crate::wire::{Ttl, duration_text};

declare_rule! {
    /// A key that signs the published `DNSKEY` RRset signs the new one no longer, no known `DS` leads to it,
    /// and since when the parent has these `DS` records is not known.
    ///
    /// Asked where the published zone is given with `--published`, and the `DS` records with `--ds` or
    /// `--parent`. With `--ds-since` it is known until when caches hold the `DS` RRset of before: a key that
    /// leaves earlier is `keys-replaced-before-ds`.
    ///
    /// ## Why it breaks
    /// Resolvers that hold the old `DS` RRset, often for a day, find none of its keys in the zone and answer
    /// SERVFAIL for every name in it.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// child.example. 3600 DNSKEY 256 3 13 dfgKw2TwpqHX…
    /// child.example. 3600 DNSKEY 257 3 13 pvduMcnlfv2z…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// child.example. 3600 DNSKEY 256 3 13 dfgKw2TwpqHX…
    /// child.example. 3600 DNSKEY 257 3 13 pvduMcnlfv2z…
    /// child.example. 3600 DNSKEY 257 3 13 0pwetjo6p0Sq…
    /// ```
    code: "ROL021",
    name: "key-removed-under-old-ds",
    summary: "a key goes that a cached DS record may lead to",
    breaks: "validating resolvers that hold the old DS RRset answer SERVFAIL for the whole zone (RFC 6781 \
        section 4.1.2)",
    severity: Severity::Warning,
    rfcs: &["RFC 6781 section 4.1.2", "RFC 7583 section 3.3"],
    since: "0.1.0",
    check: Check::Transition(check),
}

fn check(transition: &Transition<'_>, cx: &mut Cx<'_>) {
    let Some(keys) = transition.keys.as_ref().filter(|keys| !keys.departed.is_empty()) else { return };
    let Some((record, part)) = key_place(cx.zone) else { return };
    let ttl = keys.timeline.ds.last().map_or(Ttl(0), |ds| ds.ttl);
    let names = key_names(&keys.departed);
    cx.report_on(record, part, |finding| {
        let from = transition.timing.publish_at;
        finding.holds = Holds {
            from: Some(from),
            until: Some(forgotten_at(from, i64::from(keys.timeline.parent_propagation_s), ttl)),
        };
        finding.message(format!("{names} leaves, and caches may hold a DS record that leads to it"));
        finding.here("since when the parent has its new DS records is not known");
        let held = duration_text(u64::from(ttl.0));
        finding.help(format!(
            "keep {names}, signing the DNSKEY RRset, until {held} after the parent replaced its DS records; \
            `--ds-since TIME` says when that was"
        ));
    });
}
