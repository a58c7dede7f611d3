use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::NameRef;
use crate::zone::{NameFact, Part, Rrset};

declare_rule! {
    /// A delegation names the root, `.`, as its name server.
    ///
    /// ## Why it breaks
    /// The root has no address. A resolver that follows the delegation finds no server to ask and answers
    /// SERVFAIL for the name and everything below it. A name that is to have no data needs no NS record.
    ///
    /// ## Bad
    /// ```zone,bad
    /// sub   NS   .
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// sub   NS   ns1.example.net.
    /// ```
    code: "DEL015",
    name: "delegation-to-root",
    summary: "NS target is the root",
    breaks: "resolvers answer SERVFAIL: the root is no host and has no address (RFC 1034 section 4.2.1)",
    severity: Severity::Error,
    rfcs: &["RFC 1034 section 4.2.1", "RFC 1035 section 3.3.11"],
    since: "0.1.0",
    check: Check::Rrset(&[types::NS], check),
}

fn check(ns: Rrset<'_>, cx: &mut Cx<'_>) {
    let Some(root) = ns.targets_that(NameFact::Root, NameRef::is_root).next() else { return };
    if !ns.node().is_cut() {
        return;
    }
    cx.report_on(root.record(), Part::Field(types::ns::NAME_SERVER), |finding| {
        finding
            .message(format!("`{}` is delegated to the root, which is no name server", ns.owner()))
            .help(format!("name a server, as in `{} NS ns1.example.net.`, or remove the record", ns.owner()));
    });
}
