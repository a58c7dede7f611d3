use crate::dane::lookup;
use crate::finding::Severity;
use crate::record::literal::address_in;
use crate::record::missing_dot;
use crate::resolve::host::{Standing, standing};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Completeness, Part, Rrset};

declare_rule! {
    /// An `SRV` record names a host that a zone of the run is authoritative for, and that has no address.
    ///
    /// `.` as target says that there is no such service.
    ///
    /// ## Why it breaks
    /// The client asks for the addresses of the host and gets none. Most often the host was renamed or
    /// removed.
    ///
    /// ## Bad
    /// ```zone,bad
    /// _ldap._tcp  SRV    0 0 389 hots
    /// host        A      192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// _ldap._tcp  SRV    0 0 389 host
    /// host        A      192.0.2.1
    /// ```
    code: "SRV002",
    name: "srv-target-without-address",
    summary: "SRV target has no address",
    breaks: "clients cannot connect to this server, and fail where no other is named (RFC 2782)",
    severity: Severity::Error,
    rfcs: &["RFC 2782"],
    since: "0.1.0",
    check: Check::Rrset(&[types::SRV], check),
}

fn check(srv: Rrset<'_>, cx: &mut Cx<'_>) {
    if lookup::is_occluded(srv.node()) || cx.zone.completeness() != Completeness::Whole {
        return;
    }
    for record in srv.records() {
        let Some(target) = record.name(types::srv::TARGET).filter(|target| !target.is_root()) else {
            continue;
        };
        let Standing::Without { zone, exists } = standing(cx.perspective(), target) else {
            continue;
        };
        // Targets without a final dot, and addresses, have rules of their own.
        if missing_dot::in_field(record, types::srv::TARGET).is_some()
            || address_in(target, cx.zone.name()).is_some()
        {
            continue;
        }
        cx.report_on(record, Part::Field(types::srv::TARGET), |finding| {
            let what = if exists { "has no address" } else { "does not exist" };
            finding.message(format!("SRV target `{target}` {what}"));
            if !std::ptr::eq(zone, record.zone()) {
                finding.here(format!("in the zone `{}`", zone.name()));
            }
            finding.help(format!("add `{target} A <address>`, or name a host that has one"));
        });
    }
}
