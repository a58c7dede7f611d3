use crate::dane::lookup;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Record};

declare_rule! {
    /// An `SRV` record names a host and port 0.
    ///
    /// With the target `.` the port says nothing. Nor are instances of services meant as DNS-SD has them,
    /// with a label before the two: port 0 keeps a name there without a service (RFC 6763 section 8).
    ///
    /// ## Why it breaks
    /// The client connects to the port of the record. Nothing can be reached at port 0.
    ///
    /// ## Bad
    /// ```zone,bad
    /// _ldap._tcp  SRV  0 100 0 dc.example.net.
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// _ldap._tcp  SRV  0 100 389 dc.example.net.
    /// _pop3._tcp  SRV  0 0 0 .
    /// ```
    code: "SRV008",
    name: "srv-port-zero",
    summary: "SRV with port 0",
    breaks: "clients that follow the record cannot connect to port 0, which is reserved (RFC 2782, RFC 6335 \
        section 6)",
    severity: Severity::Warning,
    rfcs: &["RFC 2782", "RFC 6335 section 6"],
    since: "0.1.0",
    check: Check::Record(&[types::SRV], check),
}

fn check(record: Record<'_>, cx: &mut Cx<'_>) {
    if record.u16(types::srv::PORT) != Some(0) || !record.owner().first_label().starts_with(b"_") {
        return;
    }
    let Some(target) = record.name(types::srv::TARGET).filter(|target| !target.is_root()) else { return };
    if cx.zone.node(record.owner()).is_some_and(lookup::is_occluded) {
        return;
    }
    cx.report_on(record, Part::Field(types::srv::PORT), |finding| {
        finding
            .message(format!("SRV of `{}` leads to port 0 of `{target}`", record.owner()))
            .help("write the port of the service; the three numbers are priority, weight and port");
    });
}
