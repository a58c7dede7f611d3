use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::{Part, Zone};

declare_rule! {
    /// The zone has no `NS` record at its apex.
    ///
    /// A zone without SOA is `soa-missing` alone: what its apex should have can be told once it is known
    /// which name that is.
    ///
    /// ## Why it breaks
    /// The NS records at the apex say who is authoritative. Servers that insist on them do not load the zone;
    /// behind those that do not, resolvers that ask for the NS records get none and give up on the zone.
    ///
    /// ## Bad
    /// ```zone,bad,whole
    /// $ORIGIN example.
    /// $TTL 3600
    /// @     SOA  ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600
    /// www   A    192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good,whole
    /// $ORIGIN example.
    /// $TTL 3600
    /// @     SOA  ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600
    /// @     NS   ns1.example.net.
    /// @     NS   ns2.example.net.
    /// www   A    192.0.2.1
    /// ```
    code: "APX001",
    name: "apex-ns-missing",
    summary: "no NS at the apex",
    breaks: "BIND and Knot do not load a zone without NS at its apex (RFC 1034 section 4.2.1)",
    severity: Severity::Error,
    rfcs: &["RFC 1034 section 4.2.1", "RFC 1035 section 5.2"],
    since: "0.1.0",
    check: Check::Zone(check),
    applies_to: EVERY_ZONE,
}

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    let Some(soa) = zone.soa() else { return };
    if zone.apex().is_some_and(|apex| apex.has(&[types::NS])) || zone.may_have(zone.name(), types::NS) {
        return;
    }
    let misread = zone.name().prefixed("in").and_then(|name| zone.node(name.borrow_name())?.rrset(types::NS));
    if let Some(misread) = misread {
        cx.report_on(soa, Part::Owner, |finding| {
            finding
                .message(format!("zone `{}` has no NS, its lines begin with `IN` in column 1", zone.name()))
                .here("the apex")
                .label(misread.first().whole(), format!("is at `{}`", misread.owner()))
                .help("begin these lines with a blank or `@`: the first column is the owner");
        });
        return;
    }
    cx.report_on(soa, Part::Owner, |finding| {
        finding.message(format!("zone `{}` has no NS at its apex", zone.name())).here("the apex").help(
            format!(
                "add one `{} NS <name server>` for each name server that the parent zone lists",
                zone.name()
            ),
        );
    });
}
