use crate::finding::Severity;
use crate::rr::{Rtype, types};
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// The records of one owner and type do not fit into a DNS message.
    ///
    /// ## Why it breaks
    /// A message has at most 65535 octets, over TCP too, and an RRset is sent whole or not at all. `named`
    /// does not load a zone with an RRset of that size: `ran out of space`.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone,also=too-many-records
    /// $GENERATE 1-250 list TXT "$ xxx…
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// list  TXT  "short"
    /// ```
    code: "RRS005",
    name: "rrset-too-large",
    summary: "RRset that no message can hold",
    breaks: "BIND does not load the zone: `ran out of space`, and no server can send the answer (RFC 1035 \
        section 4.2.2)",
    severity: Severity::Error,
    rfcs: &["RFC 1035 section 4.2.2", "RFC 2181 section 9"],
    since: "0.1.0",
    check: Check::Rrset(&[], check),
    applies_to: EVERY_ZONE,
}

/// The most octets of a message.
const MOST_OCTETS: usize = 65_535;
/// Octets of a header, and of the type and class of a question.
const HEAD_OCTETS: usize = 12 + 4;
/// Octets of a record before its rdata, its owner compressed.
const RECORD_OCTETS: usize = 12;
/// Records of a type that has little but one name or address, so many of which always fit.
const FEW: usize = 200;

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    // Signatures are sent with what they cover, and not all at once.
    if rrset.len() < 2 || rrset.len() <= FEW && is_short(rrset.rtype()) || is_signature(rrset.rtype()) {
        return;
    }
    let records = rrset.records().map(|record| RECORD_OCTETS + record.rdata().len()).sum::<usize>();
    let octets = HEAD_OCTETS + rrset.owner().wire().len() + records;
    if octets <= MOST_OCTETS {
        return;
    }
    cx.report_on(rrset.first(), Part::Type, |finding| {
        finding
            .message(format!(
                "an answer with `{} {}` has {octets} octets, the most are {MOST_OCTETS}",
                rrset.owner(),
                rrset.rtype()
            ))
            .help("spread the records over several names");
    });
}

fn is_short(rtype: Rtype) -> bool {
    matches!(rtype, types::A | types::AAAA | types::NS | types::PTR | types::MX | types::SRV)
}

fn is_signature(rtype: Rtype) -> bool {
    matches!(rtype, types::RRSIG | types::SIG)
}
