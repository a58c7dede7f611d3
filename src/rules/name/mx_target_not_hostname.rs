use crate::finding::Severity;
use crate::record::hostname::targets_not_hostname;
use crate::record::literal::address_in;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// The target of an `MX` record is not a host name.
    ///
    /// ## Why it breaks
    /// A mail exchange is a host, and host names have letters, digits and hyphens. `named` checks that in zones
    /// of type `primary`, and with its default, `check-names primary fail`, it does not load the zone;
    /// `named-checkzone` only warns. Some mail servers refuse to connect to other names. A single `.` says that there is no mail exchange (RFC 7505), and is fine.
    ///
    /// ## Bad
    /// ```zone,bad
    /// shop   MX  10 mail_1.example.net.
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// shop   MX  10 mail-1.example.net.
    /// info   MX  0 .
    /// ```
    code: "NAM008",
    name: "mx-target-not-hostname",
    summary: "MX target is no host name",
    breaks: "BIND's default refuses the zone: bad name (`check-names primary fail`, RFC 1123 section 2.1)",
    severity: Severity::Error,
    rfcs: &["RFC 952", "RFC 1123 section 2.1"],
    since: "0.1.0",
    check: Check::Rrset(&[types::MX], check),
    applies_to: EVERY_ZONE,
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    for (record, target, found) in targets_not_hostname(rrset) {
        // An address that was written for a name has a rule of its own.
        if address_in(target, cx.zone.name()).is_some() {
            continue;
        }
        cx.report_on(record, Part::Field(types::mx::MAIL_EXCHANGE), |finding| {
            finding
                .message(format!("MX target `{target}` is not a host name"))
                .here(found.text())
                .help("name a host whose labels have letters, digits and inner hyphens only");
        });
    }
}
