use crate::finding::Severity;
use crate::resolve::delegation::{Delegations, NsFault};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// An `NS` record has an IP address where the name of a host belongs.
    ///
    /// A host of the zone that really has such a name is not meant.
    ///
    /// ## Why it breaks
    /// The digits are taken for labels of a name, to which the zone's name is added if there is no dot at the
    /// end. There is no such host.
    ///
    /// ## Bad
    /// ```zone,bad
    /// shop  NS  192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// shop      NS  ns1.shop
    /// ns1.shop  A   192.0.2.1
    /// ```
    code: "DEL003",
    name: "ns-target-is-address",
    summary: "NS target is an address",
    breaks: "resolvers look for a host whose name is those digits, and never ask this server (RFC 1035 \
        section 3.3.11)",
    severity: Severity::Error,
    rfcs: &["RFC 1035 section 3.3.11", "RFC 1912 section 2.3"],
    since: "0.1.0",
    check: Check::Delegations(check),
}

fn check(delegations: &Delegations<'_>, cx: &mut Cx<'_>) {
    for target in &delegations.targets {
        let NsFault::Address(address) = target.fault else { continue };
        cx.report_on(target.ns, Part::Field(types::ns::NAME_SERVER), |finding| {
            let rtype = if address.is_ipv4() { "A" } else { "AAAA" };
            let owner = target.ns.owner();
            finding
                .message(format!("NS target of `{owner}` is the address `{address}`"))
                .here(format!("read as the name `{}`", target.name))
                .help(format!(
                    "write the name of the host, and `<name> {rtype} {address}` if it is in this zone"
                ));
        });
    }
}
