//! The rule `tlsa-match-shadowed`.

use crate::dane::{Cause, Judged, Matching};
use crate::finding::Severity;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A `TLSA` record matches, and a record of the same usage and selector with a stronger digest does not.
    ///
    /// Asked of services whose certificates are given: with `--cert`, `--cert-dir`, or `[[service]]` in
    /// `danelaw.toml`.
    ///
    /// ## Why it breaks
    /// Of one usage and selector, clients look at the records with the strongest digest that they know and
    /// pass the others over. A SHA2-512 record that was left behind makes the SHA2-256 record beside it
    /// worthless.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _25._tcp.mail TLSA 3 1 1 016d0658…
    /// TLSA 3 1 2 43cc83a6…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _25._tcp.mail TLSA 3 1 1 016d0658…
    /// TLSA 3 1 2 dc025678…
    /// ```
    code: "CRT004",
    name: "tlsa-match-shadowed",
    summary: "TLSA that matches is passed over for a stronger digest",
    breaks: "DANE clients do not connect: Postfix defers mail with 4.7.5, Exchange Online returns it with \
        5.7.323 (RFC 7672 section 5)",
    severity: Severity::Error,
    rfcs: &["RFC 7671 section 9", "RFC 7672 section 5"],
    since: "0.1.0",
    check: Check::Service(check),
}

fn check(judged: &Judged<'_>, cx: &mut Cx<'_>) {
    for (verdict, chain) in judged.sendable() {
        let Cause::Shadowed { record: at } = &verdict.cause else { continue };
        let (Some(record), Some(weak)) = (judged.record(*at), judged.records.get(*at)) else { continue };
        let is_stronger = |place: usize| {
            let other = judged.records.get(place);
            other.is_some_and(|other| {
                (other.usage, other.selector, other.matching)
                    == (weak.usage, weak.selector, Matching::Sha512.number())
            })
        };
        cx.report_on(record, Part::Rdata, |finding| {
            let numbers = format!("{} {} {}", weak.usage, weak.selector, weak.matching);
            let strong = format!("{} {} {}", weak.usage, weak.selector, Matching::Sha512.number());
            finding
                .message(format!(
                    "the `{numbers}` record of {} is passed over for `{strong}` \
                records",
                    chain.name
                ))
                .here("it would match");
            for stronger in verdict
                .unmatched
                .iter()
                .filter(|one| is_stronger(one.record))
                .filter_map(|one| judged.record(one.record))
            {
                finding.label(stronger.span(Part::Rdata), "stronger digest, of another certificate or key");
            }
            finding.help(format!(
                "remove the `{strong}` records, or add one for each certificate and key \
                that has another digest"
            ));
        });
    }
}
