use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// A comment begins with `#` or `//`, as in configuration files and programs. However many there are, the first is
    /// reported.
    ///
    /// ## Why it breaks
    /// In a zone file only `;` begins a comment. The words of any other comment are read as owner, type and data.
    ///
    /// ## Bad
    /// ```zone,bad
    /// # the web server
    /// www   A    192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// ; the web server
    /// www   A    192.0.2.1
    /// ```
    code: "SYN051",
    name: "comment-mark",
    summary: "comment of another language",
    breaks: "name servers refuse the file: only `;` begins a comment (RFC 1035 section 5.1)",
    severity: Severity::Error,
    rfcs: &["RFC 1035 section 5.1"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::CommentMark], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    let Some(count) = cx.zone.count_if_first(fault) else { return };
    cx.report(span, |finding| {
        finding.message(fault.text()).help("write `;` before a comment");
        if count > 1 {
            finding.here(format!("one of {count}"));
        }
    });
}
