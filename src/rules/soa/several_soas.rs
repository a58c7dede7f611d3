use crate::finding::Severity;
use crate::record::duplicate;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// The apex has more than one `SOA` record.
    ///
    /// An SOA that repeats the first one, letter for letter or but for case, is a duplicate and not reported
    /// here. Nor is the SOA that ends a zone transfer as it began it.
    ///
    /// ## Why it breaks
    /// A zone has one SOA. Some name servers refuse the file, others take the first SOA or the last.
    /// Secondaries then compare a serial that is not the one that was raised, and stay with the old zone.
    ///
    /// ## Bad
    /// ```zone,bad
    /// @     SOA  ns1.example.net. hostmaster.example.net. 2 14400 3600 1209600 3600
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   A    192.0.2.1
    /// ```
    code: "SOA002",
    name: "several-soas",
    summary: "several SOA records",
    breaks: "servers that load the zone at all take one of the SOAs, and not all the same one (RFC 1035 \
        section 5.2)",
    severity: Severity::Error,
    rfcs: &["RFC 1035 section 5.2", "RFC 2181 section 6.1"],
    since: "0.1.0",
    check: Check::Rrset(&[types::SOA], check),
    applies_to: EVERY_ZONE,
}

/// How many records besides the first two are pointed at.
const SHOWN: usize = 3;

fn check(soa: Rrset<'_>, cx: &mut Cx<'_>) {
    if !soa.node().is_apex() {
        return;
    }
    let distinct = duplicate::distinct(soa);
    let [first, second, others @ ..] = distinct.as_slice() else { return };
    cx.report_on(*second, Part::Type, |finding| {
        finding
            .message(format!("`{}` has {} SOA records that differ", soa.owner(), distinct.len()))
            .label(first.whole(), "the first one");
        for record in others.iter().take(SHOWN) {
            finding.label(record.whole(), "one more");
        }
        finding.help("keep one SOA, the one with the serial that is to be published");
    });
}
