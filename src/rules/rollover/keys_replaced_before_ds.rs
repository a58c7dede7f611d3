//! The rule `keys-replaced-before-ds`.

use crate::finding::{Holds, Severity};
use crate::rollover::wording::{key_place, outages};
use crate::rollover::{KeyCause, Transition};
use crate::rule::{Check, Cx};

declare_rule! {
    /// Keys are replaced while caches may hold a `DS` RRset that leads to none of the new ones.
    ///
    /// Asked where the published zone is given with `--published`, and the parent's records with `--parent`
    /// or `--ds`.
    ///
    /// ## Why it breaks
    /// Resolvers that hold the old `DS` RRset find none of its keys in the zone, and answer SERVFAIL for
    /// every name in it.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone,also=ds-without-key
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
    code: "ROL011",
    name: "keys-replaced-before-ds",
    summary: "no cached DS record leads to the new keys",
    breaks: "validating resolvers that hold the old DS RRset answer SERVFAIL for the whole zone",
    severity: Severity::Error,
    rfcs: &["RFC 6781 section 4.1.2", "RFC 7583 section 3.3"],
    since: "0.1.0",
    check: Check::Transition(check),
}

fn check(transition: &Transition<'_>, cx: &mut Cx<'_>) {
    let Some(keys) = &transition.keys else { return };
    for (interval, _) in outages(keys.gaps.iter().filter(|gap| gap.cause == KeyCause::KeysBeforeDs)) {
        let Some((record, part)) = key_place(cx.zone) else { continue };
        let message = "the keys that cached DS records lead to are gone".to_owned();
        cx.report_on(record, part, |finding| {
            finding.holds = Holds { from: interval.start, until: interval.end };
            finding.message(message);
            finding.here("resolvers that hold the DS RRset of before find none of its keys here");
            finding.help(
                "keep the key that the old DS records lead to, signing the DNSKEY RRset, until the \
                new DS RRset is on all servers of the parent and the old one's TTL has passed"
                    .to_owned(),
            );
        });
    }
}
