use crate::dane::lookup;
use crate::finding::Severity;
use crate::record::literal::address_in;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// An `SRV` record has an IP address where the name of a host belongs.
    ///
    /// ## Why it breaks
    /// The digits are taken for labels of a name, to which the zone's name is added if there is no dot at the
    /// end. There is no such host.
    ///
    /// ## Bad
    /// ```zone,bad
    /// _ldap._tcp  SRV  0 0 389 192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// _ldap._tcp  SRV  0 0 389 host
    /// host        A    192.0.2.1
    /// ```
    code: "SRV003",
    name: "srv-target-is-address",
    summary: "SRV target is an address",
    breaks: "clients look for a host whose name is those digits, and find none (RFC 2782)",
    severity: Severity::Error,
    rfcs: &["RFC 2782"],
    since: "0.1.0",
    check: Check::Rrset(&[types::SRV], check),
}

fn check(srv: Rrset<'_>, cx: &mut Cx<'_>) {
    if lookup::is_occluded(srv.node()) {
        return;
    }
    for record in srv.records() {
        let Some(target) = record.name(types::srv::TARGET) else { continue };
        let Some(address) = address_in(target, cx.zone.name()).filter(|_| cx.zone.node(target).is_none())
        else {
            continue;
        };
        cx.report_on(record, Part::Field(types::srv::TARGET), |finding| {
            let rtype = if address.is_ipv4() { "A" } else { "AAAA" };
            finding
                .message(format!("SRV target of `{}` is the address `{address}`", record.owner()))
                .here(format!("read as the name `{target}`"))
                .help(format!(
                    "write the name of the host, and `<name> {rtype} {address}` if it is in this zone"
                ));
        });
    }
}
