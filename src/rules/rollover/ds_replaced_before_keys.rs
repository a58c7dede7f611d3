//! The rule `ds-replaced-before-keys`.

use crate::finding::{Holds, Severity};
use crate::rollover::wording::{key_place, keys_seen, outages};
use crate::rollover::{KeyCause, Transition};
use crate::rule::{Check, Cx};

declare_rule! {
    /// `DS` records are replaced while caches may hold a `DNSKEY` RRset without the keys that they lead to.
    ///
    /// Asked where published versions of the zone or its parent are given with `--published`.
    ///
    /// ## Why it breaks
    /// Resolvers that hold the old `DNSKEY` RRset and fetch the new `DS` RRset find none of its keys, and
    /// answer SERVFAIL for every name in the zone.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// child.example. 3600 DNSKEY 256 3 13 dfgKw2TwpqHX…
    /// child.example. 3600 DNSKEY 257 3 13 pvduMcnlfv2z…
    /// child.example. 3600 DNSKEY 257 3 13 0pwetjo6p0Sq…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// child.example. 3600 DNSKEY 256 3 13 dfgKw2TwpqHX…
    /// child.example. 3600 DNSKEY 257 3 13 pvduMcnlfv2z…
    /// child.example. 3600 DNSKEY 257 3 13 0pwetjo6p0Sq…
    /// ```
    code: "ROL012",
    name: "ds-replaced-before-keys",
    summary: "DS records lead to keys that caches do not have yet",
    breaks: "validating resolvers that hold the old DNSKEY RRset answer SERVFAIL for the whole zone",
    severity: Severity::Error,
    rfcs: &["RFC 6781 section 4.1.2", "RFC 7583 section 3.3"],
    since: "0.1.0",
    check: Check::Transition(check),
}

fn check(transition: &Transition<'_>, cx: &mut Cx<'_>) {
    let Some(keys) = &transition.keys else { return };
    for (interval, gap) in outages(keys.gaps.iter().filter(|gap| gap.cause == KeyCause::DsBeforeKeys)) {
        let Some((record, part)) = key_place(cx.zone) else { continue };
        let message = "DS records lead to keys that caches do not have yet".to_owned();
        cx.report_on(record, part, |finding| {
            finding.holds = Holds { from: interval.start, until: interval.end };
            finding.message(message);
            finding.here(format!("{} has none of these keys", keys_seen(transition, keys, gap)));
            finding.help(format!(
                "publish the new key, and replace the DS records when everybody has it: after {} and the TTL \
                of the DNSKEY RRset",
                transition.staged.propagation
            ));
        });
    }
}
