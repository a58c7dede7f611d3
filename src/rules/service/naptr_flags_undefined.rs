use crate::dane::lookup;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::excerpt;
use crate::zone::{Part, Record};

declare_rule! {
    /// The flags of a `NAPTR` record are none of `s`, `a`, `u`, `p` and the empty string.
    ///
    /// ## Why it breaks
    /// The flag says what comes next: `s` an SRV record, `a` an address, `u` a URI, `p` what the application
    /// says, and nothing another NAPTR record. They exclude each other. A client that does not know the flag
    /// drops the record.
    ///
    /// ## Bad
    /// ```zone,bad
    /// sip  NAPTR  100 10 "x" "SIP+D2U" "" _sip._udp.example.net.
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// sip  NAPTR  100 10 "s" "SIP+D2U" "" _sip._udp.example.net.
    /// ```
    code: "SRV010",
    name: "naptr-flags-undefined",
    summary: "NAPTR flags that no application defines",
    breaks: "clients drop a record with flags that they do not know (RFC 3404 section 4.3, RFC 6116 section \
        2.4.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 3403 section 4.1", "RFC 3404 section 4.3", "RFC 3958 section 6.2"],
    since: "0.1.0",
    check: Check::Record(&[types::NAPTR], check),
}

fn check(record: Record<'_>, cx: &mut Cx<'_>) {
    let Some((_, flags)) = record.octets(types::naptr::FLAGS).and_then(<[u8]>::split_first) else { return };
    let is_defined = matches!(flags, [] | [b's' | b'S' | b'a' | b'A' | b'u' | b'U' | b'p' | b'P']);
    if is_defined || cx.zone.node(record.owner()).is_some_and(lookup::is_occluded) {
        return;
    }
    cx.report_on(record, Part::Field(types::naptr::FLAGS), |finding| {
        finding
            .message(format!(
                "NAPTR of `{}` has the flags `{}`, expected one of s, a, u, \
                p",
                record.owner(),
                excerpt(flags, 16)
            ))
            .help(
                "write `\"s\"` before an SRV owner, `\"a\"` before a host, `\"u\"` before an expression \
                that makes a URI",
            );
    });
}
