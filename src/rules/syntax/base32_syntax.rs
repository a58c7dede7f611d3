use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// The next hashed owner name of an NSEC3 record cannot be decoded.
    ///
    /// ## Why it breaks
    /// Name servers refuse the file. The field is base32hex without padding, 32 digits for SHA-1.
    ///
    /// ## Bad
    /// ```zone,bad
    /// 2t7b4g4vsa5smi47k61mv5bv1a22bojr  NSEC3  1 0 0 - 2vptu5timamqttgl4luu9kg21e0aor3w A
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   A  192.0.2.1
    /// ```
    code: "SYN038",
    name: "base32-syntax",
    summary: "not base32hex",
    breaks: "name servers refuse the file: the hashed owner name cannot be decoded (RFC 5155 section 3.3)",
    severity: Severity::Error,
    rfcs: &["RFC 5155 section 3.3", "RFC 4648 section 7"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::Base32], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    cx.report(span, |finding| {
        finding.message(fault.text()).here("not base32hex").help("sign the zone again");
    });
}
