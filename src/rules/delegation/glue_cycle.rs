use crate::finding::Severity;
use crate::resolve::delegation::{Delegations, NsFault};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// Delegations name servers below each other, and none of them has glue.
    ///
    /// Or the delegation that leads to the name server of another has no server that can be found itself.
    ///
    /// ## Why it breaks
    /// To find the address the resolver has to ask the other zone, whose name servers it cannot find without
    /// asking the first one. Glue in this zone is the only way out.
    ///
    /// ## Bad
    /// ```zone,bad,also=glue-missing,also=glue-cycle
    /// shop      NS   ns1.host
    /// host      NS   ns2.host
    /// host      NS   ns1.shop
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// shop      NS   ns1.host
    /// host      NS   ns2.example.net.
    /// ns1.host  A    192.0.2.1
    /// ```
    code: "DEL007",
    name: "glue-cycle",
    summary: "delegations that need each other and have no glue",
    breaks: "no resolver finds the address of this name server: each zone waits for the other (RFC 9471 \
        section 2.3)",
    severity: Severity::Error,
    rfcs: &["RFC 9471 section 2.3", "RFC 4472 section 4.1"],
    since: "0.1.0",
    check: Check::Delegations(check),
}

fn check(delegations: &Delegations<'_>, cx: &mut Cx<'_>) {
    for target in &delegations.targets {
        let NsFault::SiblingGlue { cut, is_cyclic: true } = target.fault else { continue };
        cx.report_on(target.ns, Part::Field(types::ns::NAME_SERVER), |finding| {
            finding.message(format!("no way to `{}`, a name server of `{}`", target.name, target.ns.owner()));
            if let Some(ns) = cut.rrset(types::NS) {
                finding.label(
                    ns.first().whole(),
                    format!("the servers of `{}` cannot be found either", cut.name()),
                );
            }
            finding.help(format!("add `{} A <address>` here", target.name));
        });
    }
}
