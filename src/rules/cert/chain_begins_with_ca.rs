//! The rule `chain-begins-with-ca`.

use crate::dane::{HeadFault, Judged};
use crate::finding::Severity;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// The chain of a service begins with a CA certificate in the place of the server's own.
    ///
    /// Asked of services whose certificates are given: with `--cert`, `--cert-dir`, or `[[service]]` in
    /// `danelaw.toml`.
    ///
    /// ## Why it breaks
    /// A TLS server takes the first certificate of the file as its own. With a CA's in front most do not
    /// start, since its key is another, and others send a certificate that no `TLSA` record of usage 3 should
    /// be of.
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
    code: "CRT015",
    name: "chain-begins-with-ca",
    summary: "chain begins with a CA certificate",
    breaks: "TLS servers do not load the file, or send the certificate of the CA as their own (RFC 8446 \
        section 4.4.2)",
    severity: Severity::Error,
    rfcs: &["RFC 8446 section 4.4.2", "RFC 5246 section 7.4.2"],
    since: "0.1.0",
    check: Check::Service(check),
}

fn check(judged: &Judged<'_>, cx: &mut Cx<'_>) {
    let Some(record) = judged.record(0) else { return };
    for chain in judged.served.iter().flat_map(|served| &served.chains) {
        let Some(HeadFault { first, server }) = judged.head_fault(chain) else { continue };
        cx.report_on(record, Part::Rdata, |finding| {
            finding
                .message(format!(
                    "{} begins with the CA \
                `{}`",
                    chain.name,
                    first.short_name()
                ))
                .here(format!("not compared with {}", chain.name));
            finding.help(match server {
                Some(server) => format!(
                    "put the certificate of `{}` first in \
                    {}",
                    server.short_name(),
                    chain.name
                ),
                None => format!(
                    "put the certificate of the server in front of {}: certbot calls such a file \
                    fullchain.pem",
                    chain.name
                ),
            });
        });
    }
}
