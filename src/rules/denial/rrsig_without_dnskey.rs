use crate::dnssec::Rrsig;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::{Part, Record, Zone};

declare_rule! {
    /// The zone has signatures that it made itself, and no `DNSKEY` at its apex.
    ///
    /// ## Why it breaks
    /// Signatures are checked with the keys at the apex. If the parent has a `DS`, a zone without keys is
    /// bogus as a whole. If the parent has none, the signatures are ballast.
    ///
    /// ## Bad
    /// ```zone,bad
    /// @     RRSIG  SOA 13 1 3600 20270101000000 20261101000000 4711 @ AAAA
    /// www   A      192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   A      192.0.2.1
    /// ```
    code: "DEN015",
    name: "rrsig-without-dnskey",
    summary: "signatures of this zone and no DNSKEY",
    breaks: "validating resolvers answer SERVFAIL for the whole zone if its parent has a DS (RFC 4035 \
        section 2.1)",
    severity: Severity::Error,
    rfcs: &["RFC 4035 section 2.1", "RFC 4035 section 5"],
    since: "0.1.0",
    check: Check::Zone(check),
    applies_to: EVERY_ZONE,
}

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    if zone.is_signed() || !zone.has_type(types::RRSIG) || zone.may_have(zone.name(), types::DNSKEY) {
        return;
    }
    let rrsets = zone.nodes().filter(|node| !node.is_below_cut()).filter_map(|node| node.rrset(types::RRSIG));
    let mut own = rrsets.flat_map(|rrset| rrset.records()).filter_map(|record| own_signature(zone, record));
    let Some(first) = own.next() else { return };
    let more = own.count();
    cx.report_on(first.record, Part::Field(types::rrsig::SIGNER_NAME), |finding| {
        let (covered, owner) = (first.covered, first.record.owner());
        finding.message(format!("RRSIG {covered} of `{owner}` by `{}`, which has no DNSKEY", zone.name()));
        if more > 0 {
            finding.here(format!("and {more} more signatures"));
        }
        finding.help("publish the DNSKEY records of the keys that signed, or remove all signatures");
    });
}

/// A signature that names this zone as its signer.
fn own_signature<'z>(zone: &Zone, record: Record<'z>) -> Option<Rrsig<'z>> {
    Rrsig::of(record).filter(|rrsig| rrsig.signer == zone.name())
}
