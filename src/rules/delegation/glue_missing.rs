use crate::finding::Severity;
use crate::resolve::delegation::{Delegations, NsFault};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A delegation names a server at or below the delegated name, and this zone has no address for it.
    ///
    /// ## Why it breaks
    /// To ask the name server, a resolver needs its address, and for that it would have to ask the name
    /// server. The parent must have the address as glue. Without it this server is never asked by who comes
    /// from here; if no other has its address, the zone is gone.
    ///
    /// ## Bad
    /// ```zone,bad
    /// shop      NS  ns1.shop
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// shop      NS  ns1.shop
    /// ns1.shop  A   192.0.2.1
    /// ```
    code: "DEL005",
    name: "glue-missing",
    summary: "delegation without the glue it needs",
    breaks: "resolvers cannot find the address of this name server: only the zone that it serves has it (RFC \
        9471 section 2.1)",
    severity: Severity::Error,
    rfcs: &["RFC 1034 section 4.2.1", "RFC 9471 section 2.1", "RFC 1912 section 2.3"],
    since: "0.1.0",
    check: Check::Delegations(check),
}

fn check(delegations: &Delegations<'_>, cx: &mut Cx<'_>) {
    for target in &delegations.targets {
        if matches!(target.fault, NsFault::RequiredGlue) {
            cx.report_on(target.ns, Part::Field(types::ns::NAME_SERVER), |finding| {
                finding
                    .message(format!(
                        "no glue for `{}`, a name server of `{}`",
                        target.name,
                        target.ns.owner()
                    ))
                    .help(format!("add `{} A <address>` here", target.name));
            });
        }
    }
}
