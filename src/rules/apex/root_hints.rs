use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Completeness, Part, Zone};

declare_rule! {
    /// The file holds only `NS` records of the root and addresses of their hosts, without SOA: the hints of a resolver.
    ///
    /// ## Why it breaks
    /// Nothing breaks. A resolver reads such a file, often named `db.root` or `named.root`, beside its zones, and asks
    /// one of the servers for what is in it today. It is not checked as a zone.
    ///
    /// ## Bad
    /// ```zone,bad,whole
    /// .                   3600000  NS    a.root-servers.net.
    /// a.root-servers.net. 3600000  A     198.41.0.4
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
    code: "APX020",
    name: "root-hints",
    summary: "root hints, not a zone",
    breaks: "these are the names and addresses with which a resolver begins, and no name server loads them \
        as a zone",
    severity: Severity::Info,
    rfcs: &["RFC 8109 section 2"],
    since: "0.1.0",
    check: Check::File(check),
}

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    // Loose records of the root that are no keys.
    let hint = (zone.completeness() == Completeness::Fragment && zone.name().is_root())
        .then(|| zone.apex()?.rrset(types::NS))
        .flatten();
    let Some(hint) = hint else { return };
    let hosts = hint.len();
    cx.report_on(hint.first(), Part::Whole, |finding| {
        finding.message(format!("root hints with {hosts} name servers, which are not checked as a zone"));
    });
}
