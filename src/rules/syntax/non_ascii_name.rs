use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::record::hostname::is_of_host;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// A name is written with letters outside ASCII.
    ///
    /// Where BIND's default wants a host name (owners of addresses and MX, targets of NS, MX, SRV), it refuses
    /// the zone: the rules about host names report these.
    ///
    /// ## Why it breaks
    /// A name server stores the octets as they are. Whoever types the name asks for its A-label (`xn--...`),
    /// and is told that there is no such name.
    ///
    /// ## Bad
    /// ```zone,bad
    /// bücher        TXT  "books"
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// xn--bcher-kva  TXT  "books"
    /// ```
    code: "SYN013",
    name: "non-ascii-name",
    summary: "name with octets above 127",
    breaks: "browsers and mail servers ask for the A-label, which is another name (RFC 5890 section 2.3.2.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 5890 section 2.3.2.1", "RFC 5891 section 4.4"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::NonAsciiName], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    // Names of hosts have rules of their own: BIND refuses the zone.
    if is_of_host(cx.zone, span) {
        return;
    }
    cx.report(span, |finding| {
        finding.message(fault.text()).here("not ASCII").help("write the A-label, which starts with `xn--`");
    });
}
