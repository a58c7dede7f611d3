use crate::finding::Severity;
use crate::record::private::Network;
use crate::resolve::delegation::{Delegations, is_private};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// Glue of a delegation is a loopback, link-local or unspecified address.
    ///
    /// Private addresses are `name-server-private`. Zones of private networks are not looked at.
    ///
    /// ## Why it breaks
    /// A resolver that follows the delegation asks itself, or a host of its own link, and never the name
    /// server.
    ///
    /// ## Bad
    /// ```zone,bad
    /// sub     NS   ns1.sub
    /// ns1.sub A    127.0.0.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// sub     NS   ns1.sub
    /// ns1.sub A    192.0.2.1
    /// ```
    code: "DEL016",
    name: "glue-not-reachable",
    summary: "glue is an address of the resolver itself or its link",
    breaks: "resolvers ask themselves instead of the name server (RFC 1122 section 3.2.1.3, RFC 4291 section \
        2.5)",
    severity: Severity::Error,
    rfcs: &["RFC 1122 section 3.2.1.3", "RFC 6890 section 2.2"],
    since: "0.1.0",
    check: Check::Delegations(check),
}

fn check(delegations: &Delegations<'_>, cx: &mut Cx<'_>) {
    for rrset in &delegations.addresses {
        let node = rrset.node();
        if !(node.is_cut() || node.is_below_cut()) {
            continue;
        }
        for record in rrset.records() {
            let Some(network) = Network::of(record.rdata()).filter(|network| *network != Network::Private)
            else {
                continue;
            };
            if is_private(delegations) {
                return;
            }
            cx.report_on(record, Part::Field(types::a::ADDRESS), |finding| {
                finding
                    .message(format!(
                        "glue of `{}` is the {network} address `{}`",
                        record.owner(),
                        record.present()
                    ))
                    .help("write the address that resolvers reach the name server at");
            });
        }
    }
}
