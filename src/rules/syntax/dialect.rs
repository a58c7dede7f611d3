use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// The file has record types, classes or marks of one program: `ALIAS` and `LUA` of PowerDNS, `DYNA`, `DYNC` and TTLs
    /// such as `300/10` of gdnsd, `WINS` and `[Aging:...]` of Microsoft DNS, the class `AWS` of cli53. However many there
    /// are, the first is reported.
    ///
    /// What a name with such a record has is not known: nothing is said to be missing there.
    ///
    /// ## Why it breaks
    /// The program that the file was written for reads it. Others refuse it as a whole.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www   ALIAS  host.example.net.
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   CNAME  host.example.net.
    /// ```
    code: "SYN055",
    name: "dialect",
    summary: "what only one program reads",
    breaks: "name servers of other makes refuse the file; the records are not checked",
    severity: Severity::Info,
    rfcs: &["RFC 1035 section 5.1"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::Dialect], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    let Some(count) = cx.zone.count_if_first(fault) else { return };
    cx.report(span, |finding| {
        finding.message(fault.text()).here(if count > 1 { format!("one of {count}") } else { String::new() });
        finding.help(
            "check the file with the program that it was written for, or write records that all programs \
            read",
        );
    });
}
