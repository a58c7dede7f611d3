use crate::dane::lookup;
use crate::finding::Severity;
use crate::record::missing_dot;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Completeness, Lookup, Part, Record};

declare_rule! {
    /// The second name of an `RP` record has no `TXT` record in this zone, or in another one of the run.
    ///
    /// `.` says that there is no text.
    ///
    /// ## Why it breaks
    /// The text says who is responsible and how to reach them. Nothing else depends on it.
    ///
    /// ## Bad
    /// ```zone,bad
    /// host  RP  admin.example. people
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// host    RP   admin.example. people
    /// people  TXT  "the operators, room 7"
    /// ```
    code: "SRV005",
    name: "rp-text-missing",
    summary: "RP points at a TXT record that does not exist",
    breaks: "who looks for the person in charge finds an empty answer (RFC 1183 section 2.2)",
    severity: Severity::Info,
    rfcs: &["RFC 1183 section 2.2"],
    since: "0.1.0",
    check: Check::Record(&[types::RP], check),
}

fn check(record: Record<'_>, cx: &mut Cx<'_>) {
    let Some(name) = record.name(types::rp::TEXT_NAME).filter(|name| !name.is_root()) else { return };
    let is_occluded = cx.zone.node(record.owner()).is_some_and(lookup::is_occluded);
    let Some(zone) = cx.perspective().zone_of(name).ok().filter(|_| !is_occluded) else {
        return;
    };
    if cx.zone.completeness() != Completeness::Whole || zone.may_have(name, types::TXT) {
        return;
    }
    let what = match zone.lookup(name) {
        Lookup::Exists(node) | Lookup::Wildcard(node) if !node.has(&[types::TXT, types::CNAME]) => {
            "has no TXT record"
        }
        Lookup::EmptyNonTerminal => "has no TXT record",
        Lookup::NxDomain => "does not exist",
        _ => return,
    };
    cx.report_on(record, Part::Field(types::rp::TEXT_NAME), |finding| {
        finding.message(format!("RP text `{name}` {what}"));
        finding.help(match missing_dot::in_field(record, types::rp::TEXT_NAME) {
            Some(found) => found.help(record.zone()),
            None => format!("add `{name} TXT \"<who>\"`, or write `.`"),
        });
    });
}
