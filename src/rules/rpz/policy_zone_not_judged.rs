use crate::finding::Severity;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Purpose, Zone};

declare_rule! {
    /// A response policy zone is judged by what servers load, by its triggers and actions, and by its signatures if
    /// it has any.
    ///
    /// Such a zone is known by triggers like `32.1.2.0.192.rpz-ip`, by actions like `CNAME rpz-passthru.`, or
    /// by aliases that all lead to `.` or `*.`, whose owners are whole domain names.
    ///
    /// ## Why it breaks
    /// It does not: resolvers read the zone and nobody asks for its names, so that rules about names say
    /// nothing. If the zone is resolved after all, most faults in it are not found.
    ///
    /// ## Bad
    /// ```zone,bad
    /// evil.example.net      CNAME  .
    /// good.example.net      CNAME  rpz-passthru.
    /// 32.1.2.0.192.rpz-ip   CNAME  rpz-drop.
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www                   CNAME  host.example.net.
    /// ```
    code: "RPZ001",
    name: "policy-zone-not-judged",
    summary: "response policy zone, judged in part",
    breaks: "faults in records of the policy are not found: they are no names that are resolved",
    severity: Severity::Info,
    rfcs: &["draft-vixie-dnsop-dns-rpz"],
    since: "0.1.0",
    check: Check::Zone(check),
    applies_to: &[Purpose::Policy],
}

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    let Some(sign) = zone.sign_of_purpose() else { return };
    cx.report_on(sign, Part::Whole, |finding| {
        finding
            .message(format!(
                "`{}` is a response policy zone: rules about resolved names are left out",
                zone.name()
            ))
            .here("as resolvers of such zones read it");
    });
}
