//! The rule `tlsa-path-out-of-date`.

use crate::cert::PathFault;
use crate::dane::{Cause, Judged};
use crate::finding::{Holds, Severity};
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A `TLSA` record of usage 2 matches, and a certificate of the chain has expired or is not yet valid.
    ///
    /// Asked of services whose certificates are given: with `--cert`, `--cert-dir`, or `[[service]]` in
    /// `danelaw.toml`.
    ///
    /// ## Why it breaks
    /// Below usage 2 clients validate the chain as usual, dates included. Only usage 3 asks for none.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _443._tcp.mail TLSA 2 1 1 745d4edb…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _443._tcp.mail TLSA 2 1 1 745d4edb…
    /// ```
    code: "CRT006",
    name: "tlsa-path-out-of-date",
    summary: "chain below the CA of a TLSA record is out of date",
    breaks: "DANE clients do not connect: Postfix defers mail with 4.7.5, Exchange Online returns it with \
        5.7.322, or 5.7.323 before its first day (RFC 7672 section 3.1.2)",
    severity: Severity::Error,
    rfcs: &["RFC 7671 section 5.2", "RFC 5280 section 6.1.3"],
    since: "0.1.0",
    check: Check::Service(check),
}

fn check(judged: &Judged<'_>, cx: &mut Cx<'_>) {
    for (verdict, chain) in judged.sendable() {
        let (holds, what) = match &verdict.cause {
            Cause::Path(PathFault::Expired(end)) => {
                (Holds { from: Some(*end), until: None }, format!("ended at {end}"))
            }
            Cause::Path(PathFault::NotYetValid(begin)) => {
                (Holds { from: None, until: Some(*begin) }, format!("begins at {begin}"))
            }
            _ => continue,
        };
        let Some(record) = judged.failed_anchor(verdict) else { continue };
        cx.report_on(record, Part::Rdata, |finding| {
            finding
                .message(format!("a certificate in {} {what}", chain.name))
                .here("of its CA, and so the dates count")
                .help(if holds.until.is_some() {
                    "send the certificate that is valid now"
                } else {
                    "renew the certificate"
                });
            finding.holds = holds;
        });
    }
}
