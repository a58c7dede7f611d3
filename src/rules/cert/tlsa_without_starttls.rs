//! The rule `tlsa-without-starttls`.

use crate::dane::{Cause, Judged};
use crate::finding::Severity;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A service has `TLSA` records, and its `[[service]]` in `danelaw.toml` says `starttls = false`.
    ///
    /// ## Why it breaks
    /// `TLSA` records promise TLS. Senders that find them and are offered no STARTTLS do not deliver.
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
    code: "CRT014",
    name: "tlsa-without-starttls",
    summary: "TLSA records for a server without STARTTLS",
    breaks: "mail servers with DANE do not deliver: Postfix defers with 4.7.4, Exchange Online returns it \
        with 5.7.321 (RFC 7672 section 2.2)",
    severity: Severity::Error,
    rfcs: &["RFC 7672 section 2.2", "RFC 7672 section 9.2"],
    since: "0.1.0",
    check: Check::Service(check),
}

fn check(judged: &Judged<'_>, cx: &mut Cx<'_>) {
    let (Cause::NoStarttls, Some(record)) = (&judged.on_records().cause, judged.record(0)) else { return };
    cx.report_on(record, Part::Rdata, |finding| {
        finding
            .message(format!("`{}` has TLSA records and offers no STARTTLS", judged.service.owner()))
            .here("promises TLS")
            .help(
                "turn STARTTLS on for everybody who connects, or remove the TLSA records and wait for \
                their TTL before it is off",
            );
    });
}
