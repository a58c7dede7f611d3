//! The rule `next-key-without-tlsa`.

use crate::cert::{self, PublicPart};
use crate::dane::{Case, Chain, Judged, Material, RECOMMENDED, Selector, Tlsa, VerdictKind, judge, pins};
use crate::finding::Severity;
use crate::rollover::wait_s;
use crate::rule::{Check, Cx};
use crate::wire::{Ttl, duration_text};
use crate::zone::Part;

declare_rule! {
    /// A key or certificate that comes next has no `TLSA` record yet.
    ///
    /// ## Why it breaks
    /// When the server begins to send it, clients find no record that matches. The record has to be published
    /// beside the one in use before that: for twice the TTL, and until no cache holds the records of before.
    /// Asked where next keys are given: with `--next-key`, with `next-key` of a `[[service]]`, or in the
    /// directories of acme.sh and dehydrated.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _25._tcp.mail TLSA 3 1 1 016d0658…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _25._tcp.mail TLSA 3 1 1 016d0658…
    /// TLSA 3 1 1 6cfc6562…
    /// ```
    code: "CRT013",
    name: "next-key-without-tlsa",
    summary: "next key has no TLSA record",
    breaks: "clients refuse the server when it changes to this key, until the record is there and seen (RFC \
        7671 section 8.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 7671 section 8.1"],
    since: "0.1.0",
    check: Check::Service(check),
}

fn check(judged: &Judged<'_>, cx: &mut Cx<'_>) {
    let Some(served) = &judged.served else { return };
    let sendable = judged.sendable();
    // Of stored chains, only the host's own have their next keys here.
    if served.is_stored && sendable.len() != served.chains.len() {
        return;
    }
    // Where a CA is pinned, its next certificate is as good as this one; where nothing matches, that is told
    // already.
    let Some((verdict, _)) = sendable.iter().find(|(verdict, _)| judged.is_by_leaf_alone(verdict)) else {
        return;
    };
    let Some(record) = verdict.matched.first().and_then(|one| judged.record(one.record)) else { return };
    let mut seen: Vec<&[u8]> = Vec::new();
    for next in &served.next {
        for part in cert::leaves(&next.parts) {
            if seen.contains(&part.spki.as_slice()) || is_ready(judged, next, part, cx) {
                continue;
            }
            seen.push(&part.spki);
            let Ok(wanted) = Tlsa::of(part, RECOMMENDED) else { continue };
            // As `rollover plan` and `tlsa hook` have it.
            let propagation = cx.timing.propagation(record.zone());
            let wait = wait_s(i64::from(propagation.seconds), Ttl(record.ttl()));
            let wait = wait.saturating_add(i64::from(cx.timing.safety_s));
            cx.report_on(record, Part::Rdata, |finding| {
                finding
                    .message(format!("{}, which comes next, has no TLSA record", next.name))
                    .here("of the one in use")
                    .help(format!(
                        "add `{} TLSA {wanted}`, {} at least before the server changes",
                        record.owner(),
                        duration_text(wait.unsigned_abs())
                    ));
            });
        }
    }
}

/// Whether a record is there for what comes next.
fn is_ready(judged: &Judged<'_>, next: &Material, part: &PublicPart, cx: &Cx<'_>) -> bool {
    let Some(certificate) = &part.certificate else {
        // A record of the certificate may be there, which a key alone does not have.
        let may_be = |record: &crate::dane::Published| {
            record.selector == Selector::Cert.number() && record.usage % 2 == 1
        };
        return pins(&judged.records, part, judged.pkix())
            || judged.records.iter().filter(|record| may_be(record)).count() > 1;
    };
    let chains = [Chain { name: &next.name, parts: &next.parts }];
    let at = cx.now.max(certificate.not_before);
    let case = Case {
        records: &judged.records,
        chains: &chains,
        names: &judged.names,
        at,
        pkix: judged.pkix(),
        known: &[],
    };
    judge(&case).kind != VerdictKind::Refused
}
