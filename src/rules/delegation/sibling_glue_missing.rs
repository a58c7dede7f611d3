use crate::finding::Severity;
use crate::resolve::delegation::{Delegations, NsFault};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A delegation names a server below another zone cut of this zone, and this zone has no address for it.
    ///
    /// Where that other zone can be found without glue, this is advice only.
    ///
    /// ## Why it breaks
    /// It works: the resolver follows the other delegation, and asks there for the address. With glue it
    /// would have got the address with the referral.
    ///
    /// ## Bad
    /// ```zone,bad
    /// shop  NS  ns1.host
    /// host  NS  ns1.example.net.
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// shop      NS  ns1.host
    /// host      NS  ns1.example.net.
    /// ns1.host  A   192.0.2.1
    /// ```
    code: "DEL006",
    name: "sibling-glue-missing",
    summary: "delegation without glue of a sibling",
    breaks: "resolvers ask once more, for the address, before they get to this name server (RFC 9471 section \
        2.2)",
    severity: Severity::Info,
    rfcs: &["RFC 9471 section 2.2"],
    since: "0.1.0",
    check: Check::Delegations(check),
}

fn check(delegations: &Delegations<'_>, cx: &mut Cx<'_>) {
    for target in &delegations.targets {
        let NsFault::SiblingGlue { cut, is_cyclic: false } = target.fault else { continue };
        cx.report_on(target.ns, Part::Field(types::ns::NAME_SERVER), |finding| {
            finding.message(format!(
                "no glue for `{}`, a name server of `{}`",
                target.name,
                target.ns.owner()
            ));
            if let Some(ns) = cut.rrset(types::NS) {
                finding.label(ns.first().whole(), "has the address");
            }
            finding.help(format!("add `{} A <address>` here", target.name));
        });
    }
}
