use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// A line begins with `IN` in the first column. However many there are, the first is reported.
    ///
    /// Where the zone lacks its NS records for that, `apex-ns-missing` says so.
    ///
    /// ## Why it breaks
    /// What stands in the first column is the owner. A line that is meant for the owner before begins with a blank, or
    /// with `@` for the origin.
    ///
    /// ## Bad
    /// ```zone,bad
    /// IN    TXT  "whose"
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    ///       IN    TXT  "mine"
    /// ```
    code: "NAM020",
    name: "class-as-owner",
    summary: "class in the first column",
    breaks: "the records are at the name `in`, and the name that is meant does not have them",
    severity: Severity::Warning,
    rfcs: &["RFC 1035 section 5.1"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::ClassAsOwner], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    let Some(count) = cx.zone.count_if_first(fault) else { return };
    // The missing NS records are what the zone is refused for, and that finding names this cause.
    if cx.zone.soa().is_some() && !cx.zone.apex().is_some_and(|apex| apex.has(&[types::NS])) {
        return;
    }
    cx.report(span, |finding| {
        finding.message(fault.note.clone());
        finding.here(if count > 1 { format!("one of {count}") } else { "owner".to_owned() });
        finding.help("begin the line with a blank, or with `@` for the origin");
    });
}
