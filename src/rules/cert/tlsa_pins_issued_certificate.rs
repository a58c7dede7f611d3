//! The rule `tlsa-pins-issued-certificate`.

use crate::dane::{Judged, Selector};
use crate::finding::Severity;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// The only `TLSA` record that matches is of a whole certificate that a CA issued (`3 0 x`).
    ///
    /// Asked of services whose certificates are given: with `--cert`, `--cert-dir`, or `[[service]]` in
    /// `danelaw.toml`.
    ///
    /// ## Why it breaks
    /// Each renewal makes another certificate, and on that day the record matches no more. A record of the
    /// key (`3 1 1`) goes on to match where the key is kept, and can be published before the renewal where it
    /// is not.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _443._tcp.mail TLSA 3 0 1 9c4ea146…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _25._tcp.mail TLSA 3 1 1 016d0658…
    /// ```
    code: "CRT011",
    name: "tlsa-pins-issued-certificate",
    summary: "TLSA record of a certificate that will be renewed",
    breaks: "at the next renewal DANE clients refuse the server until the record is changed, Exchange Online \
        with 5.7.323 (RFC 7671 section 5.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 7671 section 5.1"],
    since: "0.1.0",
    check: Check::Service(check),
}

fn check(judged: &Judged<'_>, cx: &mut Cx<'_>) {
    // Who gives the next certificate has its record ready, or is told so.
    if judged.served.as_ref().is_some_and(|served| !served.next.is_empty()) {
        return;
    }
    for (verdict, chain) in
        judged.sendable().into_iter().filter(|(verdict, _)| judged.is_by_leaf_alone(verdict))
    {
        let is_of_certificate = |at: usize| {
            judged.records.get(at).is_some_and(|record| record.selector == Selector::Cert.number())
        };
        let Some(leaf) = crate::cert::leaf(&chain.parts).and_then(|leaf| leaf.certificate.as_ref()) else {
            continue;
        };
        if leaf.is_self_issued() || !verdict.matched.iter().all(|one| is_of_certificate(one.record)) {
            continue;
        }
        let Some(record) = verdict.matched.first().and_then(|one| judged.record(one.record)) else {
            continue;
        };
        cx.report_on(record, Part::Rdata, |finding| {
            finding
                .message(format!(
                    "the TLSA record of {} matches until the certificate is renewed",
                    chain.name
                ))
                .here(format!("of the certificate itself, which ends at {}", leaf.not_after));
            if let Some(wanted) = judged.wanted(chain) {
                finding
                    .help(format!("write `{} TLSA {wanted}`, and keep the key at renewals", record.owner()));
            }
        });
    }
}
