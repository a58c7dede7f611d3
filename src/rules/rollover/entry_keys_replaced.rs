//! The rule `entry-keys-replaced`.

use crate::finding::Severity;
use crate::rollover::wording::key_place;
use crate::rollover::{DsKnown, Transition};
use crate::rule::{Check, Cx};

declare_rule! {
    /// No key that signs the published `DNSKEY` RRset signs the new one, and nothing is known of the `DS`
    /// records.
    ///
    /// Asked where the published zone is given with `--published`, and no `--parent` or `--ds`.
    ///
    /// ## Why it breaks
    /// `DS` records lead to the old key, to the new one, or to both. Only where they have led to both for
    /// long enough does nobody fail; otherwise resolvers answer SERVFAIL for the whole zone.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. 3600 DNSKEY 256 3 13 dfgKw2TwpqHX…
    /// example. 3600 DNSKEY 257 3 13 pvduMcnlfv2z…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. 3600 DNSKEY 256 3 13 dfgKw2TwpqHX…
    /// example. 3600 DNSKEY 257 3 13 pvduMcnlfv2z…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6p0Sq…
    /// ```
    code: "ROL018",
    name: "entry-keys-replaced",
    summary: "the keys that DS records may lead to are all replaced",
    breaks: "validating resolvers answer SERVFAIL for the whole zone unless DS records have long led to the \
        new key as well",
    severity: Severity::Warning,
    rfcs: &["RFC 6781 section 4.1.2", "RFC 7583 section 3.3"],
    since: "0.1.0",
    check: Check::Transition(check),
}

fn check(transition: &Transition<'_>, cx: &mut Cx<'_>) {
    let is_blind =
        transition.keys.as_ref().is_some_and(|keys| keys.ds == DsKnown::Nothing && keys.shares_no_entry());
    if let Some((record, part)) = key_place(cx.zone).filter(|_| is_blind) {
        cx.report_on(record, part, |finding| {
            finding.message("no key that signs the published keys signs these");
            finding.here("nothing is known of the DS records that lead here");
            finding.help(
                "give them with --ds or --parent; where they do not lead to both keys yet, publish \
                both keys first",
            );
        });
    }
}
