use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::{Node, Part, Zone};

declare_rule! {
    /// The zone has `NSEC` or `NSEC3` records, but neither `DNSKEY` nor signatures.
    ///
    /// ## Why it breaks
    /// Denial records say nothing without keys and signatures. They remain where signatures were stripped by
    /// hand, or where unsigned and signed data were mixed.
    ///
    /// ## Bad
    /// ```zone,bad
    /// @     NSEC  www  A NS SOA RRSIG NSEC
    /// www   A     192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   A     192.0.2.1
    /// ```
    code: "DEN014",
    name: "nsec-without-dnskey",
    summary: "NSEC or NSEC3 in an unsigned zone",
    breaks: "nobody: servers pass over denial records of an unsigned zone (RFC 4035 section 2.3)",
    severity: Severity::Warning,
    rfcs: &["RFC 4035 section 2.3"],
    since: "0.1.0",
    check: Check::Zone(check),
    applies_to: EVERY_ZONE,
}

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    let has_any = zone.has_type(types::NSEC) || zone.has_type(types::NSEC3);
    if !has_any
        || zone.is_signed()
        || zone.may_have(zone.name(), types::DNSKEY)
        || zone.has_type(types::RRSIG)
    {
        return;
    }
    let own = |node: Node<'_>| !node.is_below_cut() && node.has(&[types::NSEC, types::NSEC3]);
    let mut nodes = zone.nodes().filter(|node| own(*node));
    let Some(first) =
        nodes.next().and_then(|node| node.rrset(types::NSEC).or_else(|| node.rrset(types::NSEC3)))
    else {
        return;
    };
    let more = nodes.count();
    cx.report_on(first.first(), Part::Owner, |finding| {
        finding.message(format!(
            "{} of `{}` in a zone without DNSKEY and RRSIG",
            first.rtype(),
            first.owner()
        ));
        if more > 0 {
            finding.here(format!("and at {more} more names"));
        }
        finding.help("remove the NSEC and NSEC3 records, or sign the zone");
    });
}
