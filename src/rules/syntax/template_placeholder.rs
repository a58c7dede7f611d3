use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// An entry cannot be read because it has a placeholder: `{{ serial }}`, `{% for %}`, `<%= ip %>`, `${IP}`,
    /// `__SERIAL__`, `@SERIAL@`. However many there are, the first is reported.
    ///
    /// ## Why it breaks
    /// The file is a template from which a program makes the zone. Only what it makes can be checked.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www   A    {{ address }}
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   A    192.0.2.1
    /// ```
    code: "SYN054",
    name: "template-placeholder",
    summary: "placeholder of a template",
    breaks: "name servers refuse the file: a template is no zone before its values are filled in",
    severity: Severity::Error,
    rfcs: &["RFC 1035 section 5.1"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::Placeholder], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    let Some(count) = cx.zone.count_if_first(fault) else { return };
    cx.report(span, |finding| {
        finding.message(fault.text()).here(if count > 1 { format!("one of {count}") } else { String::new() });
        finding.help("fill in the template and check the file that it makes");
    });
}
