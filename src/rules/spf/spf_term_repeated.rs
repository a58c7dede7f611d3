use std::collections::BTreeMap;

use crate::finding::Severity;
use crate::mail::Extent;
use crate::mail::domain::ZoneMail;
use crate::mail::spf::{Mechanism, Qualifier, Term, TermKind};
use crate::mail::spf_records::{self, OwnSpf};
use crate::rule::{Check, Cx};

declare_rule! {
    /// A term stands in an SPF record twice, or names a network inside another one of the record.
    ///
    /// ## Why it breaks
    /// The second one never makes a difference. An `include:`, `a` or `mx` that is repeated costs its DNS
    /// lookups twice.
    ///
    /// ## Bad
    /// ```zone,bad,mail
    /// @   TXT  "v=spf1 mx ip4:192.0.2.0/24 ip4:192.0.2.7 -all"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mail
    /// @   TXT  "v=spf1 mx ip4:192.0.2.0/24 -all"
    /// ```
    code: "SPF022",
    name: "spf-term-repeated",
    summary: "SPF term that another one covers",
    breaks: "the record is longer than it must be, and repeated lookups count toward the 10 (RFC 7208 \
        section 10.1.1)",
    severity: Severity::Info,
    rfcs: &["RFC 7208 section 10.1.1"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for own in spf_records::usable(mail) {
        report(own, cx);
    }
}

fn report((_, said): OwnSpf<'_, '_>, cx: &mut Cx<'_>) {
    // Behind the first `all` no term is reached.
    let directives =
        || said.said.reachable().filter(|term| term.mechanism().is_some_and(|of| *of != Mechanism::All));
    if directives().nth(1).is_none() {
        return;
    }
    let mut networks: BTreeMap<Network, Extent> = BTreeMap::new();
    for term in directives() {
        if let Some(network) = Network::of(term) {
            networks.entry(network).or_insert(term.at);
        }
    }
    let mut first: BTreeMap<Vec<u8>, Extent> = BTreeMap::new();
    for term in directives() {
        let text = term.at.of(said.text.octets()).to_ascii_lowercase();
        let plain = text.strip_prefix(b"+").map_or(text.clone(), <[u8]>::to_vec);
        let covering = match Network::of(term) {
            Some(network) => network
                .wider()
                .find_map(|wider| networks.get(&wider))
                .or_else(|| networks.get(&network).filter(|at| **at != term.at)),
            None => first.get(&plain),
        };
        let covering = covering.copied();
        first.entry(plain).or_insert(term.at);
        let Some(at) = covering else { continue };
        cx.report_on(said.record, said.part(term.at), |finding| {
            let (text, other) = (said.text.show(term.at, 40), said.text.show(at, 40));
            let is_same = text.eq_ignore_ascii_case(&other);
            finding.message(if is_same {
                format!("SPF term `{text}` stands here a second time")
            } else {
                format!("SPF term `{text}` is part of `{other}`")
            });
            finding.label(
                said.record.span(said.part(at)),
                if is_same { "the first one" } else { "the wider one" },
            );
            finding.help(format!("delete `{text}`"));
        });
    }
}

/// A network with what a match means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Network {
    Ipv4(Qualifier, u32, u8),
    Ipv6(Qualifier, u128, u8),
}

impl Network {
    fn of(term: &Term) -> Option<Network> {
        match &term.kind {
            TermKind::Directive(qualifier, Mechanism::Ip4(address, length)) => {
                Some(Network::ipv4(*qualifier, address.to_bits(), *length))
            }
            TermKind::Directive(qualifier, Mechanism::Ip6(address, length)) => {
                Some(Network::ipv6(*qualifier, address.to_bits(), *length))
            }
            _ => None,
        }
    }

    fn ipv4(qualifier: Qualifier, bits: u32, length: u8) -> Network {
        Network::Ipv4(qualifier, bits & u32::MAX.checked_shl(32 - u32::from(length)).unwrap_or(0), length)
    }

    fn ipv6(qualifier: Qualifier, bits: u128, length: u8) -> Network {
        Network::Ipv6(qualifier, bits & u128::MAX.checked_shl(128 - u32::from(length)).unwrap_or(0), length)
    }

    /// The networks that it is in, the widest first; a network of all addresses is another rule's.
    fn wider(self) -> impl Iterator<Item = Network> {
        let length = match self {
            Network::Ipv4(_, _, length) | Network::Ipv6(_, _, length) => length,
        };
        (1..length).map(move |length| match self {
            Network::Ipv4(qualifier, bits, _) => Network::ipv4(qualifier, bits, length),
            Network::Ipv6(qualifier, bits, _) => Network::ipv6(qualifier, bits, length),
        })
    }
}
