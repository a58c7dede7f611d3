use crate::dane::owner;
use crate::dane::pin::{Pin, Pins};
use crate::dane::{Matching, Parameters, Selector, Usage};
use crate::finding::Severity;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// The usable `TLSA` records of a mail server are of other kinds than `3 1 1`.
    ///
    /// Not said where another rule of this group has something to say about the parameters.
    ///
    /// ## Why it breaks
    /// RFC 7672 recommends `3 1 1`, the SHA-256 digest of the server's own public key: names, dates and the
    /// chain do not matter then, and a renewal with the same key needs no change in the DNS. Records of a CA
    /// (`2 1 1`) are fine as long as the server sends that CA and its certificate names the host.
    ///
    /// ## Bad
    /// ```zone,bad
    /// _25._tcp.mx  TLSA  2 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// _25._tcp.mx  TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// _25._tcp.mx  TLSA  2 1 1 9b74c9897bac770ffc029102a200c5de5a1d2b6fd0a7c6d1f5f3b4e2a8c9d0e1
    /// ```
    code: "DAN008",
    name: "tlsa-without-3-1-1",
    summary: "TLSA for mail without 3 1 1",
    breaks: "renewal or another chain breaks these records where 3 1 1 would stay true (RFC 7672 section \
        3.1)",
    severity: Severity::Info,
    rfcs: &["RFC 7672 section 3.1", "RFC 7671 section 5.1"],
    since: "0.1.0",
    check: Check::Pins(check),
}

/// What RFC 7672 section 3.1 recommends.
const RECOMMENDED: Parameters =
    Parameters { usage: Usage::DaneEe, selector: Selector::Spki, matching: Matching::Sha256 };

fn check(pins: &Pins<'_>, cx: &mut Cx<'_>) {
    let tlsa = pins.rrset;
    if !owner::is_smtp(tlsa.owner()) {
        return;
    }
    if pins.usable.is_empty() || !pins.unusable.is_empty() || !pins.private.is_empty() {
        return;
    }
    let recommended = |pin: &Pin<'_>| pin.tlsa.parameters == RECOMMENDED;
    if pins.usable.iter().any(recommended)
        || pins.is_sha512_only()
        || pins.undigested().next().is_some()
        || !pins.gaps().is_empty()
        || pins.have_ended(cx.now)
    {
        return;
    }
    let mut kinds: Vec<String> = pins.usable.iter().map(|pin| format!("`{}`", pin.tlsa.parameters)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    cx.report_on(tlsa.first(), Part::Rdata, |finding| {
        finding
            .message(format!("TLSA records of `{}` are {}, none is `3 1 1`", tlsa.owner(), kinds.join(", ")))
            .help(
                "add `3 1 1` with the SHA-256 digest of the server's public key, and keep the key when \
                renewing",
            );
    });
}
