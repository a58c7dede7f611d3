use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// A record without an owner is the first one behind `$ORIGIN` or `$INCLUDE`, or of an included file.
    ///
    /// ## Why it breaks
    /// The record belongs to the last owner before the directive, whatever the directive says. It reads as if
    /// it belonged to the new origin, and an added record before the directive moves it. At the start of an
    /// included file BIND, NSD and PowerDNS take the owner before the `$INCLUDE`, and Knot DNS refuses the file.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www   A    192.0.2.1
    /// $ORIGIN sub.example.
    ///       TXT  "whose"
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   A    192.0.2.1
    /// $ORIGIN sub.example.
    /// @     TXT  "mine"
    /// ```
    code: "SYN025",
    name: "inherited-owner",
    summary: "owner inherited over a directive",
    breaks: "the record goes to the name before the directive, which is seldom the one meant",
    severity: Severity::Warning,
    rfcs: &["RFC 1035 section 5.1"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::InheritedOwner], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    cx.report(span, |finding| {
        finding.message(fault.text()).here("no owner").help("write the owner, or `@` for the origin");
    });
}
