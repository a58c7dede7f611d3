use crate::dane::lookup;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::NameRef;
use crate::zone::{Part, Rrset};

declare_rule! {
    /// An `SRV` record with the target `.` stands beside others of the same service.
    ///
    /// ## Why it breaks
    /// `.` says that there is no such service. Beside a record that names a server it contradicts it: clients
    /// that meet `.` first give up, others do not.
    ///
    /// ## Bad
    /// ```zone,bad
    /// _pop3._tcp  SRV  0 0 0 .
    /// _pop3._tcp  SRV  0 0 110 mail.example.net.
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// _pop3._tcp   SRV  0 0 0 .
    /// _pop3s._tcp  SRV  0 0 995 mail.example.net.
    /// ```
    code: "SRV009",
    name: "srv-none-beside-others",
    summary: "SRV says that there is a service and that there is none",
    breaks: "some clients take the service for absent, others connect to the servers that are named (RFC \
        2782)",
    severity: Severity::Warning,
    rfcs: &["RFC 2782"],
    since: "0.1.0",
    check: Check::Rrset(&[types::SRV], check),
}

fn check(srv: Rrset<'_>, cx: &mut Cx<'_>) {
    if srv.len() < 2 || lookup::is_occluded(srv.node()) {
        return;
    }
    let Some(none) =
        srv.records().find(|record| record.name(types::srv::TARGET).is_some_and(NameRef::is_root))
    else {
        return;
    };
    let Some(other) =
        srv.records().find(|record| record.name(types::srv::TARGET).is_some_and(|target| !target.is_root()))
    else {
        return;
    };
    cx.report_on(none, Part::Field(types::srv::TARGET), |finding| {
        finding
            .message(format!(
                "SRV of `{}` says that there is no such service, and names a server",
                srv.owner()
            ))
            .label(other.whole(), "names a server")
            .help("remove the record with the target `.`, or all the others");
    });
}
