//! The rule `key-removed-too-early`.

use crate::finding::{Holds, Severity};
use crate::rollover::wording::{data_seen, key_names, key_place, outages};
use crate::rollover::{KeyCause, Transition};
use crate::rule::{Check, Cx};

declare_rule! {
    /// A key leaves the `DNSKEY` RRset while caches may hold data that only it signed.
    ///
    /// Asked where the published zone is given with `--published`.
    ///
    /// ## Why it breaks
    /// Resolvers that hold old data with its signatures fetch the new `DNSKEY` RRset, find no key for them
    /// and answer SERVFAIL, until the old data has left their caches.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
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
    code: "ROL009",
    name: "key-removed-too-early",
    summary: "a key goes while caches hold what only it signed",
    breaks: "validating resolvers answer SERVFAIL for data that they hold with signatures of the removed key",
    severity: Severity::Error,
    rfcs: &["RFC 6781 section 4.1.1", "RFC 7583 section 3.2"],
    since: "0.1.0",
    check: Check::Transition(check),
}

fn check(transition: &Transition<'_>, cx: &mut Cx<'_>) {
    let Some(keys) = &transition.keys else { return };
    for (interval, gap) in outages(keys.gaps.iter().filter(|gap| gap.cause == KeyCause::RemovedTooEarly)) {
        let Some((record, part)) = key_place(cx.zone) else { continue };
        let signers =
            keys.signers_seen(&gap.gap).map_or_else(String::new, |group| key_names(&group.signed_by));
        let message = format!("key {signers} is removed while caches hold what it signed");
        cx.report_on(record, part, |finding| {
            finding.holds = Holds { from: interval.start, until: interval.end };
            finding.message(message);
            finding.here(format!(
                "resolvers that hold {} find no key \
                here",
                data_seen(transition, keys, gap)
            ));
            finding.help(format!(
                "keep key {signers} in the DNSKEY RRset until nothing is left of its signatures: publish \
                them away first, then wait {} and the TTL",
                transition.staged.propagation
            ));
        });
    }
}
