use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;
use crate::wire::excerpt;

declare_rule! {
    /// The word where the record type should stand is no type that anyone assigned.
    ///
    /// ## Why it breaks
    /// A misspelt type, a missing one, or one that only a provider knows. The name server cannot store such a
    /// record.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www   AAA    2001:db8::1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   AAAA   2001:db8::1
    /// ```
    code: "SYN004",
    name: "unknown-type",
    summary: "unknown record type",
    breaks: "name servers that do not know the type refuse the file (RFC 3597 section 5)",
    severity: Severity::Error,
    rfcs: &["RFC 3597 section 5", "RFC 6895 section 3.1"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::UnknownType], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    let text = cx.zone.text(span);
    let help = fault.help.clone().unwrap_or_else(|| match text {
        [b'$', ..] => "start the directive in the first column".to_owned(),
        _ if text.contains(&b':') => format!("write `AAAA {}`", excerpt(text, 40)),
        _ if text.first().is_some_and(u8::is_ascii_digit) && text.contains(&b'.') => {
            format!("write `A {}`", excerpt(text, 40))
        }
        _ => "write the type that is meant, or its number as `TYPE65280` and the data as `\\# length hex`"
            .to_owned(),
    });
    // A type that is one has its help with it: it stands where the owner does.
    let here = if fault.help.is_some() { "read as an owner" } else { "no record type" };
    cx.report(span, |finding| {
        finding.message(fault.text()).here(here).help(help);
    });
}
