use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// `$GENERATE` would make more records than are read: 1048576 A, AAAA or PTR records in all, 65536 CNAME,
    /// DNAME or NS records. Of other types it is 16384, and fewer where records are long.
    ///
    /// ## Why it breaks
    /// One line can ask for two thousand million records. danelaw makes none of them, and says that the zone
    /// was not checked as a whole.
    ///
    /// ## Bad
    /// ```zone,bad
    /// $GENERATE 1-2147483647 host-$ A 192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// $GENERATE 1-254 host-$ A 192.0.2.$
    /// ```
    code: "SYN033",
    name: "generate-limit",
    summary: "$GENERATE makes too many records",
    breaks: "a name server takes minutes and gigabytes for the zone, or gives up",
    severity: Severity::Error,
    rfcs: &["RFC 1035 section 5.1"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::GenerateLimit], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    cx.report(span, |finding| {
        finding.message(fault.text()).here("too many").help("make the range smaller, or use a wildcard");
    });
}
