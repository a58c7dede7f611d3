use crate::finding::Severity;
use crate::record::hostname::targets_not_hostname;
use crate::record::literal::address_in;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// The target of an `NS` record is not a host name.
    ///
    /// ## Why it breaks
    /// A name server is a host, and host names have letters, digits and hyphens. `named` checks that in zones
    /// of type `primary`, and with its default, `check-names primary fail`, it does not load the zone;
    /// `named-checkzone` only warns. Registries do not take other names.
    ///
    /// ## Bad
    /// ```zone,bad
    /// shop   NS  ns_1.example.net.
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// shop   NS  ns-1.example.net.
    /// ```
    code: "NAM007",
    name: "ns-target-not-hostname",
    summary: "NS target is no host name",
    breaks: "BIND's default refuses the zone: bad name (`check-names primary fail`, RFC 1123 section 2.1)",
    severity: Severity::Error,
    rfcs: &["RFC 952", "RFC 1123 section 2.1"],
    since: "0.1.0",
    check: Check::Rrset(&[types::NS], check),
    applies_to: EVERY_ZONE,
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    for (record, target, found) in targets_not_hostname(rrset) {
        // An address that was written for a name has a rule of its own.
        if address_in(target, cx.zone.name()).is_some() {
            continue;
        }
        cx.report_on(record, Part::Field(types::ns::NAME_SERVER), |finding| {
            finding
                .message(format!("NS target `{target}` is not a host name"))
                .here(found.text())
                .help("name a host whose labels have letters, digits and inner hyphens only");
        });
    }
}
