use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// A text has octets above 127, as letters with accents have in UTF-8. However many there are, the first is
    /// reported.
    ///
    /// ## Why it breaks
    /// RFC 1035 writes zone files in ASCII, and any other octet as `\\DDD`. Knot DNS reads nothing else.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www   TXT  "café"
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   TXT  "caf\\195\\169"
    /// ```
    code: "SYN052",
    name: "raw-text",
    summary: "text outside ASCII",
    breaks: "Knot DNS refuses the file; BIND, NSD and PowerDNS publish the octets as they are",
    severity: Severity::Info,
    rfcs: &["RFC 1035 section 5.1"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::RawText], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    let Some(count) = cx.zone.count_if_first(fault) else { return };
    let escaped: String = cx.zone.text(span).iter().take(8).map(|byte| format!("\\{byte:03}")).collect();
    cx.report(span, |finding| {
        finding.message(fault.text()).here(if count > 1 {
            format!("one of {count}")
        } else {
            "not ASCII".to_owned()
        });
        finding.help(format!("write `{escaped}` where Knot DNS reads the file"));
    });
}
