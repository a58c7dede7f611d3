use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// `$INCLUDE` names a file that is being read already, or there are too many of them.
    ///
    /// ## Why it breaks
    /// A file that includes itself has no end. Files may nest 20 deep, and a zone may include 1000 in all.
    ///
    /// ## Bad
    /// ```zone,bad
    /// $INCLUDE example.zone
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   A  192.0.2.1
    /// ```
    code: "SYN031",
    name: "include-loop",
    summary: "includes never end",
    breaks: "name servers refuse the file: the includes never end, or go beyond what name servers follow",
    severity: Severity::Error,
    rfcs: &["RFC 1035 section 5.1"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::IncludeLoop, FaultKind::IncludeLimit], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    cx.report(span, |finding| {
        finding.message(fault.text()).here("being read already").help("remove the directive");
    });
}
