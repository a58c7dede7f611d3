//! The rule `signatures-removed-under-ds`.

use crate::dnssec::Parent;
use crate::finding::{Holds, Severity};
use crate::rollover::wording::{key_place, outages};
use crate::rollover::{KeyCause, Transition};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Zone;

declare_rule! {
    /// The published zone is signed and the new one is not, while `DS` records are at the parent or in
    /// caches.
    ///
    /// Asked where the published zone is given with `--published`, and the parent's records with `--parent`
    /// or `--ds`.
    ///
    /// ## Why it breaks
    /// Resolvers that have the `DS` RRset want signatures, and answer SERVFAIL for every name in the zone.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// @ NS ns1.example.net.
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// child.example. 3600 DNSKEY 256 3 13 dfgKw2TwpqHX…
    /// child.example. 3600 DNSKEY 257 3 13 0pwetjo6p0Sq…
    /// ```
    code: "ROL013",
    name: "signatures-removed-under-ds",
    summary: "the zone loses its signatures while DS records are there",
    breaks: "validating resolvers that hold DS records answer SERVFAIL for the whole zone",
    severity: Severity::Error,
    rfcs: &["RFC 6781 section 4.3.5"],
    since: "0.1.0",
    check: Check::Transition(check),
}

fn check(transition: &Transition<'_>, cx: &mut Cx<'_>) {
    let Some(keys) = &transition.keys else {
        tell_unknown(transition, cx);
        return;
    };
    for (interval, _) in outages(keys.gaps.iter().filter(|gap| gap.cause == KeyCause::Unsigned)) {
        let Some((record, part)) = key_place(cx.zone) else { continue };
        let message = "the zone is signed no more, and its DS records still count".to_owned();
        cx.report_on(record, part, |finding| {
            finding.holds = Holds { from: interval.start, until: interval.end };
            finding.message(message);
            finding.here("resolvers that have DS records find no signature");
            finding.help(
                "remove the DS records first, wait until they are gone from the servers of the \
                parent and from caches, and only then publish the zone unsigned"
                    .to_owned(),
            );
        });
    }
}

/// Nobody says whether there are DS records.
fn tell_unknown(transition: &Transition<'_>, cx: &mut Cx<'_>) {
    let [.., published, new] = transition.staged.versions.as_slice() else { return };
    let is_signed = |zone: &Zone| zone.is_signed() && zone.has_type(types::RRSIG);
    let loses = is_signed(published.zone) && !is_signed(new.zone) && !cx.policy.signed_later;
    // With DS records known, the keys are looked at; without any, there is nothing to lose.
    if !loses || Parent::of(cx.zone, cx.given).is_some() || cx.given.signed_form(cx.zone).is_some() {
        return;
    }
    let Some((record, part)) = key_place(cx.zone) else { return };
    cx.report_on(record, part, |finding| {
        finding.message("the published zone is signed, and this one is not");
        finding.here("nothing is known of its DS records");
        finding.help(
            "sign it; or give the DS records with --ds or --parent; where a server signs it, write `unsigned \
            = \"signed-later\"` in danelaw.toml",
        );
    });
}
