use std::collections::BTreeSet;

use crate::dane::pin::{self, Pins};
use crate::finding::Severity;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// The answer with the `TLSA` RRset of a name and its signatures has more than 1232 octets.
    ///
    /// Counted are the header, the question, the records, the signatures that are in the file, and an OPT
    /// record. Certificates and keys that need not be there undigested are `tlsa-undigested` and counted as
    /// their digests.
    ///
    /// ## Why it breaks
    /// 1232 octets is what name servers put into a UDP answer by default. Above, the answer is truncated and
    /// asked for again over TCP, or sent in fragments. Where neither comes through, the lookup fails, and a
    /// failed TLSA lookup means no delivery.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _443._tcp.www   TLSA  2 0 0 30820315308201fda003020102021455…
    ///                 TLSA  2 0 0 30820315308201fda003020102021439…
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// _25._tcp.mx  TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    code: "DAN013",
    name: "tlsa-answer-too-large",
    summary: "TLSA answer is larger than 1232 octets",
    breaks: "resolvers whose network drops fragments or TCP get no answer, and mail servers then defer mail \
        (RFC 7671 section 10.1.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 7671 section 10.1.1", "RFC 9715 section 3"],
    since: "0.1.0",
    check: Check::Pins(check),
}

/// What name servers put into a UDP answer by default.
const MOST: usize = 1232;
/// Octets of rdata with a SHA2-256 digest.
const DIGESTED: usize = 35;

fn check(pins: &Pins<'_>, cx: &mut Cx<'_>) {
    let tlsa = pins.rrset;
    if pin::answer_octets(tlsa, |record| record.rdata().len()) <= MOST {
        return;
    }
    let undigested: BTreeSet<&[u8]> = pins.undigested().map(|pin| pin.record.rdata()).collect();
    let octets = pin::answer_octets(tlsa, |record| {
        if undigested.contains(record.rdata()) { DIGESTED } else { record.rdata().len() }
    });
    if octets <= MOST {
        return;
    }
    let largest = tlsa.records().max_by_key(|record| record.rdata().len()).unwrap_or(tlsa.first());
    let (count, own) = (pins.count(), largest.rdata().len());
    cx.report_on(largest, Part::Rdata, |finding| {
        let plural = if count == 1 { "" } else { "s" };
        finding
            .message(format!(
                "answer with {count} TLSA record{plural} of `{}` is {octets} octets, above {MOST}",
                tlsa.owner()
            ))
            .here(format!("{own} octets of rdata"))
            .help("remove records of keys that are gone, and write digests in place of whole certificates");
    });
}
