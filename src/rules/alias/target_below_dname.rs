use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Lookup, Part, Rrset};

declare_rule! {
    /// The host that an `NS`, `MX` or `SRV` record names is below a `DNAME` of this zone.
    ///
    /// ## Why it breaks
    /// A DNAME turns every name below it into an alias, and these records must not name an alias. There is no
    /// address to put beside them in the answer, and resolvers and mail servers that keep to the rule drop
    /// the target.
    ///
    /// ## Bad
    /// ```zone,bad
    /// old   DNAME  example.org.
    /// @     MX     10 mail.old
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// old   DNAME  example.org.
    /// @     MX     10 mail.example.org.
    /// ```
    code: "ALI012",
    name: "target-below-dname",
    summary: "NS, MX or SRV target below a DNAME",
    breaks: "BIND refuses such an NS, and mail and service clients may not follow the redirection (RFC 2181 \
        section 10.3)",
    severity: Severity::Error,
    rfcs: &["RFC 2181 section 10.3", "RFC 2782", "RFC 6672 section 2.4"],
    since: "0.1.0",
    check: Check::Rrset(&[types::NS, types::MX, types::SRV], check),
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    if !cx.zone.has_type(types::DNAME) || rrset.node().is_below_cut() {
        return;
    }
    let field = match rrset.rtype() {
        types::NS => 0,
        types::MX => 1,
        _ => 3,
    };
    for record in rrset.records() {
        let Some(target) = record.name(field) else { continue };
        let Lookup::Redirected(node) = cx.zone.lookup(target) else { continue };
        cx.report_on(record, Part::Field(field), |finding| {
            finding.message(format!(
                "{} target `{target}` is below the DNAME `{}`",
                rrset.rtype(),
                node.name()
            ));
            if let Some(dname) = node.rrset(types::DNAME) {
                finding.label(dname.first().whole(), "redirects the target");
            }
            finding.help("name the host that has the address records");
        });
    }
}
