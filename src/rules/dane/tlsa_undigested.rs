use sha2::{Digest as _, Sha256};

use crate::dane::Matching;
use crate::dane::pin::Pins;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::base16;
use crate::zone::Part;

declare_rule! {
    /// A `TLSA` record holds a certificate or key as it is, with matching type 0.
    ///
    /// Records of usage 2 are left out: a CA that the server does not send can be published in no other way
    /// (RFC 7671 section 10.1.2).
    ///
    /// ## Why it breaks
    /// The answer is larger by the whole certificate or key, and proves no more than one with its digest.
    /// Large answers need TCP or fragments, which do not get everywhere.
    ///
    /// ## Bad
    /// ```zone,bad
    /// _25._tcp.mx  TLSA  3 1 0 3059301306072a8648ce3d020106082a8648ce3d0301070342000471cb1f504f9e4b33971376c005445dacd33cd79a2881c3ded1981f18e7aaa76609dd0e4ef28265c82703030ad60c5dba6fb8a9397ac0fcf06d424c885d484887
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// _25._tcp.mx  TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    code: "DAN011",
    name: "tlsa-undigested",
    summary: "TLSA holds a whole certificate or key",
    breaks: "answers grow past what UDP carries, and clients behind filters that drop fragments or TCP get \
        none (RFC 7671 section 10.1.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 7671 section 10.1.1", "RFC 7671 section 10.1.2"],
    since: "0.1.0",
    check: Check::Pins(check),
}

fn check(pins: &Pins<'_>, cx: &mut Cx<'_>) {
    for pin in pins.undigested() {
        let mut meant = pin.tlsa.parameters;
        let octets = pin.tlsa.data.len();
        cx.report_on(pin.record, Part::Field(types::tlsa::MATCHING_TYPE), |finding| {
            finding.message(format!("TLSA `{meant}` holds {octets} octets, a SHA-256 digest has 32"));
            meant.matching = Matching::Sha256;
            finding.help(format!("write `{meant} {}`", base16::encode(&Sha256::digest(&pin.tlsa.data))));
        });
    }
}
