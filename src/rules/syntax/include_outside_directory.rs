use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// `$INCLUDE` names a file outside the directory of the zone file and outside every `--include-root`.
    ///
    /// ## Why it breaks
    /// A zone from somebody else must not make danelaw read any file it likes. What is outside has to be
    /// allowed first.
    ///
    /// ## Bad
    /// ```zone,bad
    /// $INCLUDE /Cargo.toml
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   A  192.0.2.1
    /// ```
    code: "SYN030",
    name: "include-outside-directory",
    summary: "included file is outside the directory",
    breaks: "the file is not read, so its records are missing from what is checked",
    severity: Severity::Error,
    rfcs: &["RFC 1035 section 5.1"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::IncludeOutside], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    cx.report(span, |finding| {
        finding.message(fault.text()).here("outside").help("allow the directory with `--include-root DIR`");
    });
}
