//! The rule `tlsa-path-does-not-verify`.

use crate::cert::PathFault;
use crate::dane::{Cause, Judged};
use crate::finding::Severity;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A `TLSA` record of usage 2 is of a CA that the server sends, and the server's certificate does not
    /// verify below it.
    ///
    /// Asked of services whose certificates are given: with `--cert`, `--cert-dir`, or `[[service]]` in
    /// `danelaw.toml`.
    ///
    /// ## Why it breaks
    /// Clients verify every signature from the server's certificate up to the CA, and what each certificate
    /// may be used for.
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
    code: "CRT007",
    name: "tlsa-path-does-not-verify",
    summary: "chain below the CA of a TLSA record does not verify",
    breaks: "DANE clients do not connect: Postfix defers mail with 4.7.5, Exchange Online returns it with \
        5.7.323 (RFC 7672 section 3.1.2)",
    severity: Severity::Error,
    rfcs: &["RFC 7671 section 5.2", "RFC 5280 section 6.1.3"],
    since: "0.1.0",
    check: Check::Service(check),
}

fn check(judged: &Judged<'_>, cx: &mut Cx<'_>) {
    for (verdict, chain) in judged.sendable() {
        let (what, help) = match &verdict.cause {
            Cause::Path(PathFault::Signature) => (
                "a signature on the way to it is by another key",
                "send the CA certificates that came with the certificate",
            ),
            Cause::Path(PathFault::Broken) => (
                "the server's certificate does not lead to it",
                "send the CA certificates that came with the certificate",
            ),
            Cause::Path(PathFault::Use(why)) => {
                (*why, "have a certificate issued for TLS servers, and send its own CA certificates")
            }
            _ => continue,
        };
        let Some(record) = judged.failed_anchor(verdict) else { continue };
        cx.report_on(record, Part::Rdata, |finding| {
            finding
                .message(format!("{} does not verify up to the CA of this TLSA record", chain.name))
                .here(what);
            let wanted = judged
                .wanted(chain)
                .map(|wanted| format!(", or write `{} TLSA {wanted}`", record.owner()))
                .unwrap_or_default();
            finding.help(format!("{help}{wanted}"));
        });
    }
}
