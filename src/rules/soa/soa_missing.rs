use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Zone;

declare_rule! {
    /// The zone has no `SOA` record at its apex.
    ///
    /// ## Why it breaks
    /// The SOA makes a set of records a zone. Name servers do not load a file without one.
    ///
    /// ## Bad
    /// ```zone,bad,whole
    /// $ORIGIN example.
    /// $TTL 3600
    /// @     NS   ns1.example.net.
    /// @     NS   ns2.example.net.
    /// ```
    ///
    /// ## Good
    /// ```zone,good,whole
    /// $ORIGIN example.
    /// $TTL 3600
    /// @     SOA  ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600
    /// @     NS   ns1.example.net.
    /// @     NS   ns2.example.net.
    /// ```
    code: "SOA001",
    name: "soa-missing",
    summary: "no SOA at the apex",
    breaks: "no name server loads a zone without SOA (RFC 1035 section 5.2)",
    severity: Severity::Error,
    rfcs: &["RFC 1035 section 5.2"],
    since: "0.1.0",
    check: Check::Zone(check),
    applies_to: EVERY_ZONE,
}

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    if zone.soa().is_some() || zone.may_have(zone.name(), types::SOA) {
        return;
    }
    let elsewhere = zone.nodes().find_map(|node| node.rrset(types::SOA));
    cx.report(zone.start(), |finding| {
        finding.message(format!("zone `{}` has no SOA at its apex", zone.name()));
        match elsewhere {
            Some(soa) => finding
                .label(soa.first().whole(), format!("an SOA stands at `{}`", soa.owner()))
                .help("give the zone's name with `--origin`, or move the SOA to the apex"),
            None => finding.help(format!(
                "add `{} SOA <primary server> <mailbox> <serial> 14400 3600 1209600 3600`",
                zone.name()
            )),
        };
    });
}
