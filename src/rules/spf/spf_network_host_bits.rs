use std::net::{Ipv4Addr, Ipv6Addr};

use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::spf::Mechanism;
use crate::mail::spf_records;
use crate::rule::{Check, Cx};

declare_rule! {
    /// An `ip4:` or `ip6:` of an SPF record has an address inside the network and not its first one.
    ///
    /// ## Why it breaks
    /// Receivers compare only as many bits as the prefix length says: the term lets the whole network send.
    /// Either that or the single host was meant.
    ///
    /// ## Bad
    /// ```zone,bad,mail
    /// @   TXT  "v=spf1 mx ip4:203.0.113.9/24 -all"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mail
    /// @   TXT  "v=spf1 mx ip4:203.0.113.9 ip4:198.51.100.0/24 -all"
    /// ```
    code: "SPF109",
    name: "spf-network-host-bits",
    summary: "SPF network with bits behind its length",
    breaks: "the whole network may send where perhaps one host was meant (RFC 7208 section 5.6)",
    severity: Severity::Info,
    rfcs: &["RFC 7208 section 5.6", "RFC 4632 section 3.1"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for (_, said) in spf_records::usable(mail) {
        for term in said.said.reachable() {
            let found = match term.mechanism() {
                Some(Mechanism::Ip4(address, length @ 1..)) => ipv4(*address, *length)
                    .map(|first| (format!("ip4:{first}/{length}"), format!("ip4:{address}"))),
                Some(Mechanism::Ip6(address, length @ 1..)) => ipv6(*address, *length)
                    .map(|first| (format!("ip6:{first}/{length}"), format!("ip6:{address}"))),
                _ => None,
            };
            let Some((network, host)) = found else { continue };
            let text = said.text.show(term.at, 50);
            cx.report_on(said.record, said.part(term.at), |finding| {
                finding.message(format!("SPF term `{text}` lets all of `{network}` send"));
                finding.help(format!("write `{network}` for the network, or `{host}` for the host"));
            });
        }
    }
}

/// The first address of the network, where it is another one.
fn ipv4(address: Ipv4Addr, length: u8) -> Option<Ipv4Addr> {
    let mask = u32::MAX.checked_shl(32 - u32::from(length)).unwrap_or(0);
    let first = Ipv4Addr::from_bits(address.to_bits() & mask);
    (first != address).then_some(first)
}

fn ipv6(address: Ipv6Addr, length: u8) -> Option<Ipv6Addr> {
    let mask = u128::MAX.checked_shl(128 - u32::from(length)).unwrap_or(0);
    let first = Ipv6Addr::from_bits(address.to_bits() & mask);
    (first != address).then_some(first)
}
