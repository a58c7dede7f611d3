use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// A directive lacks an argument, has one too many, or has one that cannot be read.
    ///
    /// ## Why it breaks
    /// `$ORIGIN name`, `$TTL duration`, `$INCLUDE file [origin]` and
    /// `$GENERATE start-stop[/step] owner [ttl] [class] type data` are the directives there are.
    ///
    /// ## Bad
    /// ```zone,bad
    /// $GENERATE 10-1 host-$ A 192.0.2.$
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// $GENERATE 1-10 host-$ A 192.0.2.$
    /// ```
    code: "SYN024",
    name: "directive-syntax",
    summary: "directive with a wrong argument",
    breaks: "name servers refuse the file, or skip the directive and every record that depends on it",
    severity: Severity::Error,
    rfcs: &["RFC 1035 section 5.1", "RFC 2308 section 4"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::DirectiveSyntax], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    cx.report(span, |finding| {
        finding.message(fault.text()).here("not a usable argument").help("correct the argument");
    });
}
