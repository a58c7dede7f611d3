//! The rule `chain-out-of-order`.

use crate::dane::{Judged, misplaced};
use crate::finding::Severity;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A chain has certificates in another order than each followed by its issuer's, twice, or that issued
    /// none of the others.
    ///
    /// Asked of services whose certificates are given: with `--cert`, `--cert-dir`, or `[[service]]` in
    /// `danelaw.toml`.
    ///
    /// ## Why it breaks
    /// TLS 1.2 wants each certificate followed by that of its issuer. The usual libraries put chains in order
    /// themselves; small ones do not and see no path to the CA.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _25._tcp.mail TLSA 3 1 1 016d0658…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _25._tcp.mail TLSA 3 1 1 016d0658…
    /// ```
    code: "CRT016",
    name: "chain-out-of-order",
    summary: "chain is out of order",
    breaks: "TLS clients that put nothing in order find no path (RFC 5246 section 7.4.2, relaxed in RFC 8446 \
        section 4.4.2)",
    severity: Severity::Info,
    rfcs: &["RFC 5246 section 7.4.2", "RFC 8446 section 4.4.2"],
    since: "0.1.0",
    check: Check::Service(check),
}

fn check(judged: &Judged<'_>, cx: &mut Cx<'_>) {
    let Some(record) = judged.record(0) else { return };
    for (_, chain) in judged.sendable() {
        let misplaced = misplaced(&chain.parts);
        let Some(first) = misplaced.first() else { continue };
        cx.report_on(record, Part::Rdata, |finding| {
            let (what, more) = first.split_once("; ").unwrap_or((first, ""));
            finding.message(format!("in {}, {what}", chain.name)).here(more).help(format!(
                "write {} anew: the server's certificate, its issuer's, and so on, each once",
                chain.name
            ));
        });
    }
}
