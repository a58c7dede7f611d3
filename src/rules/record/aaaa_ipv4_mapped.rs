use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Record};
use std::net::Ipv4Addr;

declare_rule! {
    /// An `AAAA` record holds an IPv4-mapped address.
    ///
    /// ## Why it breaks
    /// `::ffff:192.0.2.1` is how a host writes an IPv4 address inside a program. No packet on the Internet
    /// has it as destination: clients fail, or use IPv4 by luck.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www  AAAA  ::ffff:192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www  A     192.0.2.1
    /// ```
    code: "REC022",
    name: "aaaa-ipv4-mapped",
    summary: "AAAA with an IPv4-mapped address",
    breaks: "clients without IPv4, and those that refuse mapped addresses, cannot connect (RFC 4291 section \
        2.5.5.2)",
    severity: Severity::Warning,
    rfcs: &["RFC 4291 section 2.5.5.2", "RFC 4038 section 4.2"],
    since: "0.1.0",
    check: Check::Record(&[types::AAAA], check),
}

fn check(record: Record<'_>, cx: &mut Cx<'_>) {
    let &[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, a, b, c, d] = record.rdata() else { return };
    let ipv4 = Ipv4Addr::new(a, b, c, d);
    cx.report_on(record, Part::Field(types::aaaa::ADDRESS), |finding| {
        finding
            .message(format!("AAAA holds the IPv4-mapped address `::ffff:{ipv4}`"))
            .help(format!("write `A {ipv4}`"));
    });
}
