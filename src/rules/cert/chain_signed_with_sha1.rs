//! The rule `chain-signed-with-sha1`.

use crate::cert::PathFault;
use crate::dane::{Cause, Judged};
use crate::finding::Severity;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A `TLSA` record of usage 2 is of a CA in the chain, and a certificate below it is signed with SHA-1.
    ///
    /// Asked of services whose certificates are given: with `--cert`, `--cert-dir`, or `[[service]]` in
    /// `danelaw.toml`.
    ///
    /// ## Why it breaks
    /// Below usage 2 clients verify the signatures of the chain, and TLS libraries take no SHA-1 for that any
    /// more: OpenSSL 3 refuses it at its default security level. Usage 3 asks for no signature.
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
    code: "CRT018",
    name: "chain-signed-with-sha1",
    summary: "chain is signed with SHA-1",
    breaks: "clients whose TLS library refuses SHA-1, OpenSSL 3 by default, do not connect (RFC 9155 section \
        2, RFC 7671 section 5.2)",
    severity: Severity::Warning,
    rfcs: &["RFC 7671 section 5.2", "RFC 9155 section 2"],
    since: "0.1.0",
    check: Check::Service(check),
}

fn check(judged: &Judged<'_>, cx: &mut Cx<'_>) {
    for (verdict, chain) in judged.sendable() {
        if !matches!(verdict.cause, Cause::Path(PathFault::Unsupported(_))) {
            continue;
        }
        let Some(record) = judged.failed_anchor(verdict) else { continue };
        // Nobody verifies a root's signature on itself.
        let is_old = |certificate: &&crate::cert::Certificate| {
            !certificate.is_self_issued() && certificate.is_signed_with_sha1()
        };
        let Some(old) = chain
            .parts
            .iter()
            .find(|part| part.certificate.as_ref().is_some_and(|certificate| is_old(&certificate)))
        else {
            continue;
        };
        cx.report_on(record, Part::Rdata, |finding| {
            finding
                .message(format!("`{}` in {} is signed with SHA-1", old.short_name(), chain.name))
                .here("of its CA, and so the signature counts")
                .help("have the certificate issued anew, signed with SHA-256");
        });
    }
}
