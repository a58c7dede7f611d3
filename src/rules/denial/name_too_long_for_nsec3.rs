use crate::dnssec::denial_text::MAX_NAME_FOR_HASH;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::{Part, Zone};

declare_rule! {
    /// The zone announces NSEC3, and its name has more than 222 octets.
    ///
    /// ## Why it breaks
    /// The owner of an NSEC3 is a label of 32 digits in front of the zone's name. With a longer zone name
    /// there is no room for it.
    ///
    /// ## Bad
    /// ```zone,bad,whole,file=zone.txt
    /// $ORIGIN aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.
    /// $TTL 3600
    /// @     SOA         ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600
    /// @     NS          ns1.example.net.
    /// @     NS          ns2.example.net.
    /// @     NSEC3PARAM  1 0 0 -
    /// ```
    ///
    /// ## Good
    /// ```zone,good,whole,file=zone.txt
    /// $ORIGIN aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.
    /// $TTL 3600
    /// @     SOA         ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600
    /// @     NS          ns1.example.net.
    /// @     NS          ns2.example.net.
    /// @     NSEC3PARAM  1 0 0 -
    /// ```
    code: "DEN031",
    name: "name-too-long-for-nsec3",
    summary: "zone name too long for NSEC3",
    breaks: "no NSEC3 record can be made: a hash takes 33 octets of the 255 that a name may have (RFC 5155 \
        section 3)",
    severity: Severity::Error,
    rfcs: &["RFC 5155 section 3", "RFC 1035 section 2.3.4"],
    since: "0.1.0",
    check: Check::Zone(check),
    applies_to: EVERY_ZONE,
}

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    let octets = zone.name().wire().len();
    if octets <= MAX_NAME_FOR_HASH {
        return;
    }
    let Some(param) = zone.apex().and_then(|apex| apex.rrset(types::NSEC3PARAM)) else { return };
    cx.report_on(param.first(), Part::Owner, |finding| {
        finding.message(format!("zone name has {octets} octets, NSEC3 leaves room for {MAX_NAME_FOR_HASH}"));
        finding.help("sign the zone with NSEC");
    });
}
