//! The rule `algorithm-incomplete-in-rollover`.

use crate::finding::{Holds, Severity};
use crate::rollover::Transition;
use crate::rollover::wording::{key_place, keys_seen, outages};
use crate::rule::{Check, Cx};

declare_rule! {
    /// During an algorithm rollover a resolver may see keys of an algorithm and data without its signatures.
    ///
    /// Asked where the published zone is given with `--published`.
    ///
    /// ## Why it breaks
    /// RFC 4035 section 2.2 wants every algorithm of the `DNSKEY` RRset to sign everything. Validators are
    /// told to accept any path (RFC 6840 section 5.11), and most do; some insist, and answer SERVFAIL.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. 3600 DNSKEY 256 3 13 dfgKw2TwpqHX…
    /// example. 3600 DNSKEY 256 3 15 alHAd1P5Lvn9…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6p0Sq…
    /// example. 3600 DNSKEY 257 3 15 xnBz0tgSoShB…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. 3600 DNSKEY 256 3 13 dfgKw2TwpqHX…
    /// example. 3600 DNSKEY 256 3 13 4bC+BRe4TsfU…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6p0Sq…
    /// ```
    code: "ROL014",
    name: "algorithm-incomplete-in-rollover",
    summary: "caches may mix keys and signatures of different algorithms",
    breaks: "validating resolvers that want every algorithm to sign answer SERVFAIL",
    severity: Severity::Warning,
    rfcs: &["RFC 4035 section 2.2", "RFC 6781 section 4.1.4", "RFC 6840 section 5.11"],
    since: "0.1.0",
    check: Check::Transition(check),
}

fn check(transition: &Transition<'_>, cx: &mut Cx<'_>) {
    let Some(keys) = &transition.keys else { return };
    for (interval, gap) in outages(&keys.strict) {
        let Some((record, part)) = key_place(cx.zone) else { continue };
        cx.report_on(record, part, |finding| {
            finding.holds = Holds { from: interval.start, until: interval.end };
            finding.message("an algorithm's keys and signatures do not change in the safe order");
            finding.here(format!("{} may meet data of another version", keys_seen(transition, keys, gap)));
            finding.help(
                "add the new algorithm's signatures first, then its keys when the old data has left the \
                caches, then its DS; take keys away before \
                 signatures (RFC 6781 section 4.1.4)",
            );
        });
    }
}
