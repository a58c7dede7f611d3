//! The rule `key-of-another-certificate`.

use crate::dane::Judged;
use crate::finding::Severity;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A chain file has a private key too, and it belongs to none of the certificates.
    ///
    /// Asked of services whose certificates are given: with `--cert`, `--cert-dir`, or `[[service]]` in
    /// `danelaw.toml`.
    ///
    /// ## Why it breaks
    /// A server that loads the file does not offer TLS, or does not start: certificate and key are of two
    /// pairs. With `TLSA` records, no TLS is no mail. Only the public half of the key is looked at, and
    /// nothing of it is printed.
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
    code: "CRT017",
    name: "key-of-another-certificate",
    summary: "private key belongs to another certificate",
    breaks: "a server that loads this file offers no TLS, and mail servers with DANE then do not deliver \
        (RFC 7672 section 2.2)",
    severity: Severity::Warning,
    rfcs: &["RFC 7672 section 2.2"],
    since: "0.1.0",
    check: Check::Service(check),
}

fn check(judged: &Judged<'_>, cx: &mut Cx<'_>) {
    let Some(record) = judged.record(0) else { return };
    for chain in judged.served.iter().flat_map(|served| &served.chains) {
        if crate::cert::partner_mismatch(&chain.parts).is_none() {
            continue;
        }
        cx.report_on(record, Part::Rdata, |finding| {
            finding
                .message(format!("the private key in {} belongs to none of its certificates", chain.name))
                .help(format!("put the key of the first certificate into {}", chain.name));
        });
    }
}
