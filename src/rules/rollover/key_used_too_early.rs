//! The rule `key-used-too-early`.

use crate::finding::{Holds, Severity};
use crate::rollover::wording::{key_names, key_place, keys_seen, outages};
use crate::rollover::{KeyCause, Transition};
use crate::rule::{Check, Cx};

declare_rule! {
    /// Data is signed with a key that is not in the `DNSKEY` RRset that caches may hold.
    ///
    /// Asked where the published zone is given with `--published`.
    ///
    /// ## Why it breaks
    /// Resolvers that hold the old `DNSKEY` RRset fetch the new data, find none of their keys in its
    /// signatures and answer SERVFAIL, until the old keys have left their caches.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. 3600 DNSKEY 256 3 13 dfgKw2TwpqHX…
    /// example. 3600 DNSKEY 256 3 13 4bC+BRe4TsfU…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6p0Sq…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. 3600 DNSKEY 256 3 13 dfgKw2TwpqHX…
    /// example. 3600 DNSKEY 256 3 13 4bC+BRe4TsfU…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6p0Sq…
    /// ```
    code: "ROL010",
    name: "key-used-too-early",
    summary: "data is signed with a key that caches do not have yet",
    breaks: "validating resolvers that hold the old DNSKEY RRset answer SERVFAIL for the new data",
    severity: Severity::Error,
    rfcs: &["RFC 6781 section 4.1.1", "RFC 7583 section 3.2"],
    since: "0.1.0",
    check: Check::Transition(check),
}

fn check(transition: &Transition<'_>, cx: &mut Cx<'_>) {
    let Some(keys) = &transition.keys else { return };
    for (interval, gap) in outages(keys.gaps.iter().filter(|gap| gap.cause == KeyCause::UsedTooEarly)) {
        let Some((record, part)) = key_place(cx.zone) else { continue };
        let signers =
            keys.signers_seen(&gap.gap).map_or_else(String::new, |group| key_names(&group.signed_by));
        let message =
            format!("key {signers} signs {} RRsets before caches have it", keys.rrsets_seen(&gap.gap));
        cx.report_on(record, part, |finding| {
            finding.holds = Holds { from: interval.start, until: interval.end };
            finding.message(message);
            finding.here(format!("{} does not have it", keys_seen(transition, keys, gap)));
            finding.help(format!(
                "publish key {signers} first, without a signature by it over the data, and \
                sign with it when everybody has it: after {} and the TTL of the DNSKEY \
                RRset",
                transition.staged.propagation
            ));
        });
    }
}
