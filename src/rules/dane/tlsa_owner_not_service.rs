use crate::dane::owner::Stray;
use crate::finding::Severity;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// The owner of a `TLSA` RRset is not of the form `_port._transport.host`, and no client can come there.
    ///
    /// Reported where the first labels are those of a service with a fault, and where the owner is a host
    /// itself: it has addresses, `MX` or `NS` records. A name that an alias in the zones of the run leads to
    /// is fine whatever it looks like, and so are wildcards.
    ///
    /// ## Why it breaks
    /// Clients look for the records of `mx.example.` at `_25._tcp.mx.example.` and nowhere else. A port is a
    /// number without leading zeros, a transport `_tcp`, `_udp` or `_sctp`, and mail between servers uses
    /// TCP.
    ///
    /// ## Bad
    /// ```zone,bad
    /// _smtp._tcp.mx  TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// _25._tcp.mx  TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    code: "DAN001",
    name: "tlsa-owner-not-service",
    summary: "TLSA owner is no port and transport of a host",
    breaks: "no client asks for TLSA records at this name, so the service has none (RFC 6698 section 3)",
    severity: Severity::Error,
    rfcs: &["RFC 6698 section 3", "RFC 7672 section 2.2.3", "RFC 7671 section 6"],
    since: "0.1.0",
    check: Check::StrayTlsa(check),
}

fn check(stray: &Stray<'_>, cx: &mut Cx<'_>) {
    let owner = stray.rrset.owner();
    let Some(flaw) = &stray.flaw else { return };
    let other = if flaw.port_is_guess { ", or that of another port" } else { "" };
    cx.report_on(stray.rrset.first(), Part::Owner, |finding| {
        finding
            .message(format!("TLSA owner `{owner}` {}", flaw.note))
            .help(format!("move the records to the owner `{}`{other}", flaw.meant));
    });
}
