use crate::finding::Severity;
use crate::resolve::shadow::shadowed;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Zone};

declare_rule! {
    /// A wildcard has addresses, and a name that could get them does not: it has records of other types, or
    /// names of services below it.
    ///
    /// Names that are known to need what the wildcard has are `wildcard-lost`. Names that exist only because of
    /// hosts below them, and names with an `MX` record, are not reported.
    ///
    /// ## Why it breaks
    /// A wildcard answers only for names that do not exist. A record at a name, or at any name below it, makes
    /// the name exist, and from then on queries for its address find no data. That may be meant.
    ///
    /// ## Bad
    /// ```zone,bad
    /// *     A    192.0.2.1
    /// shop  CAA  0 issue "ca.example.net"
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// *     A    192.0.2.1
    /// shop  A    192.0.2.1
    /// shop  CAA  0 issue "ca.example.net"
    /// ```
    code: "WLD005",
    name: "wildcard-not-answering",
    summary: "name that a wildcard with addresses does not answer for",
    breaks: "clients find no address at the name although the wildcard has one (RFC 4592 section 2.2.1)",
    severity: Severity::Info,
    rfcs: &["RFC 4592 section 2.2.1", "RFC 4592 section 2.2.2"],
    since: "0.1.0",
    check: Check::Zone(check),
}

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    for shadowed in shadowed(zone) {
        let Some(record) = shadowed.needed.is_none().then_some(shadowed.first) else { continue };
        cx.report_on(record, Part::Owner, |finding| {
            finding.message(shadowed.message());
            if let Some(answer) = shadowed.answer() {
                let (rtype, data) = (answer.rtype(), answer.present());
                finding
                    .label(answer.whole(), "answers only for names that do not exist")
                    .help(format!("add `{} {rtype} {data}`, unless it is to have no address", shadowed.name));
            }
        });
    }
}
