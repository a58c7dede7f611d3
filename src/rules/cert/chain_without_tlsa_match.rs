//! The rule `chain-without-tlsa-match`.

use crate::dane::{Cause, Judged, VerdictKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A server has several certificates, of RSA and ECDSA say, and `TLSA` records match some of them only.
    ///
    /// Asked of services whose certificates are given: with `--cert`, `--cert-dir`, or `[[service]]` in
    /// `danelaw.toml`.
    ///
    /// ## Why it breaks
    /// Which certificate a server sends is settled in each handshake, by the algorithms that the client
    /// knows. Clients that get the one without a record make no connection, and others go on to work: mail
    /// from some comes in and from others not.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _25._tcp.mail TLSA 3 1 1 016d0658…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _25._tcp.mail TLSA 3 1 1 016d0658…
    /// TLSA 3 1 1 e1aeb284…
    /// ```
    code: "CRT002",
    name: "chain-without-tlsa-match",
    summary: "one of several certificates has no TLSA record",
    breaks: "clients to whom the server sends that certificate refuse it: Exchange Online with 5.7.323 (RFC \
        7671 section 8)",
    severity: Severity::Error,
    rfcs: &["RFC 7671 section 8"],
    since: "0.1.0",
    check: Check::Service(check),
}

fn check(judged: &Judged<'_>, cx: &mut Cx<'_>) {
    let sendable = judged.sendable();
    let Some((good, good_chain)) =
        sendable.iter().find(|(verdict, _)| verdict.kind == VerdictKind::Authenticated)
    else {
        return;
    };
    let Some(record) = good.matched.first().and_then(|one| judged.record(one.record)) else { return };
    for (_, chain) in sendable.iter().filter(|(verdict, _)| verdict.cause == Cause::NoMatch) {
        cx.report_on(record, Part::Rdata, |finding| {
            finding
                .message(format!(
                    "TLSA records of `{}` match {} and not {}",
                    judged.service.owner(),
                    good_chain.name,
                    chain.name
                ))
                .here(format!("matches {}", good_chain.name));
            if let Some(wanted) = judged.wanted(chain) {
                finding.help(format!("add `{} TLSA {wanted}`", record.owner()));
            }
        });
    }
}
