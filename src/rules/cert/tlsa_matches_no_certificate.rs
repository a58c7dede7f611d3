//! The rule `tlsa-matches-no-certificate`.

use crate::dane::{Case, Cause, Chain, Judged, Material, Published, VerdictKind, judge};
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Record};

declare_rule! {
    /// No usable `TLSA` record matches the certificates that the server sends.
    ///
    /// Asked of services whose certificates are given: with `--cert`, `--cert-dir`, or `[[service]]` in
    /// `danelaw.toml`.
    ///
    /// ## Why it breaks
    /// Clients that find usable records and none that matches make no connection: mail waits in the queues of
    /// others and goes back to its senders. Most often the certificate was renewed with a new key and the
    /// records were not.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _25._tcp.mail TLSA 3 1 1 d2470c8c…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _25._tcp.mail TLSA 3 1 1 016d0658…
    /// ```
    code: "CRT001",
    name: "tlsa-matches-no-certificate",
    summary: "TLSA records match no certificate of the server",
    breaks: "DANE clients do not connect; for mail, Postfix defers with 4.7.5 and Exchange Online returns it \
        with 5.7.323 (RFC 7672 section 2.2)",
    severity: Severity::Error,
    rfcs: &["RFC 7671 section 8", "RFC 7672 section 2.2"],
    since: "0.1.0",
    check: Check::Service(check),
}

fn check(judged: &Judged<'_>, cx: &mut Cx<'_>) {
    let sendable = judged.sendable();
    // A server of several chains, one of which matches, has another fault.
    if sendable.iter().any(|(verdict, _)| verdict.kind == VerdictKind::Authenticated) {
        return;
    }
    let unmatched: Vec<_> = sendable.iter().filter(|(verdict, _)| verdict.cause == Cause::NoMatch).collect();
    let Some((verdict, chain)) = unmatched.first() else { return };
    let Some(first) = verdict.unmatched.first().and_then(|unmatched| judged.record(unmatched.record)) else {
        return;
    };
    // What the published records match, and these do not, is told as the removal that it is.
    if unmatched.iter().all(|(_, chain)| was_matched(judged, chain, first, cx)) {
        return;
    }
    cx.report_on(first, Part::Rdata, |finding| {
        let and = match unmatched.len() {
            0 | 1 => String::new(),
            2 => " and 1 chain more".to_owned(),
            many => format!(" and {} chains more", many - 1),
        };
        finding.message(format!(
            "no TLSA record of `{}` matches {}{and}",
            judged.service.owner(),
            chain.name
        ));
        for unmatched in &verdict.unmatched {
            if let (Some(record), Some(why)) = (judged.record(unmatched.record), &unmatched.why) {
                if record.id() == first.id() {
                    finding.here(why.clone());
                } else {
                    finding.label(record.span(Part::Rdata), why.clone());
                }
            }
        }
        let wanted = unmatched.iter().filter_map(|(_, chain)| judged.wanted(chain));
        let mut wanted: Vec<String> =
            wanted.map(|wanted| format!("`{} TLSA {wanted}`", first.owner())).collect();
        wanted.dedup();
        finding.help(format!(
            "write {}, beside the old record until the server has the new certificate",
            wanted.join(" and ")
        ));
    });
}

/// Whether the published records at the same owner match a chain.
fn was_matched(judged: &Judged<'_>, chain: &Material, record: Record<'_>, cx: &Cx<'_>) -> bool {
    let published =
        cx.given.published(cx.zone).and_then(|zone| zone.node(record.owner())?.rrset(types::TLSA));
    let records: Vec<Published> = published
        .iter()
        .flat_map(|rrset| rrset.records())
        .filter_map(|record| Published::parse(record.rdata()))
        .collect();
    let chains = [Chain { name: &chain.name, parts: &chain.parts }];
    let case = Case {
        records: &records,
        chains: &chains,
        names: &judged.names,
        at: cx.now,
        pkix: judged.pkix(),
        known: &[],
    };
    judge(&case).kind == VerdictKind::Authenticated
}
