use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// The file has `$DATE`, which BIND writes into its dumps and reads.
    ///
    /// ## Why it breaks
    /// `rndc dumpdb -zones` and BIND's files of secondary zones have it: BIND takes off the TTLs what has passed since
    /// then. Other name servers know no such directive.
    ///
    /// ## Bad
    /// ```zone,bad
    /// $DATE 20261129000000
    /// www   A    192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   A    192.0.2.1
    /// ```
    code: "SYN047",
    name: "date-directive",
    summary: "$DATE, which only BIND reads",
    breaks: "NSD and Knot DNS refuse the file: $DATE is a directive of BIND",
    severity: Severity::Info,
    rfcs: &["RFC 1035 section 5.1"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::DateDirective], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    let Some(count) = cx.zone.count_if_first(fault) else { return };
    cx.report(span, |finding| {
        finding.message(fault.note.clone()).help("remove the line where another name server reads the file");
        if count > 1 {
            finding.here(format!("one of {count}"));
        }
    });
}
