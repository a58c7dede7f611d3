//! Names of the reverse trees: RFC 1035 section 3.5, RFC 3596 section 2.5, and the forms of RFC 2317. Judges
//! nothing.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::wire::{Name, NameRef};

/// One of the two reverse trees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Tree {
    /// `in-addr.arpa.`
    Ipv4,
    /// `ip6.arpa.`
    Ipv6,
}

impl Tree {
    /// The tree that a name is in.
    #[must_use]
    pub fn of(name: NameRef<'_>) -> Option<Tree> {
        let suffix = |text: &[u8]| {
            name.wire()
                .len()
                .checked_sub(text.len())
                .and_then(|at| name.wire().get(at..))
                .is_some_and(|end| end.eq_ignore_ascii_case(text))
        };
        if suffix(b"\x07in-addr\x04arpa\x00") {
            Some(Tree::Ipv4)
        } else {
            suffix(b"\x03ip6\x04arpa\x00").then_some(Tree::Ipv6)
        }
    }

    /// The labels of an address.
    #[must_use]
    pub fn depth(self) -> usize {
        match self {
            Tree::Ipv4 => 4,
            Tree::Ipv6 => 32,
        }
    }

    /// Whether a label can be one of an address.
    #[must_use]
    pub fn has(self, label: &[u8]) -> bool {
        match self {
            Tree::Ipv4 => octet_of(label).is_some(),
            Tree::Ipv6 => matches!(label, [digit] if digit.is_ascii_hexdigit()),
        }
    }
}

/// Whether service discovery looks for domains at a name: RFC 6763 section 11.
#[must_use]
pub fn is_service_discovery(name: NameRef<'_>) -> bool {
    const WORDS: [&str; 5] = ["b", "db", "r", "dr", "lb"];
    let mut labels = name.labels();
    let is_domain = labels
        .next()
        .is_some_and(|first| WORDS.iter().any(|word| first.eq_ignore_ascii_case(word.as_bytes())));
    let mut is = |text: &[u8]| labels.next().is_some_and(|label| label.eq_ignore_ascii_case(text));
    is_domain && is(b"_dns-sd") && is(b"_udp")
}

/// The labels of a name before those of its tree.
pub fn labels(name: NameRef<'_>) -> impl Iterator<Item = &[u8]> {
    name.labels().take(name.label_count().saturating_sub(2))
}

/// The address that a name of a reverse tree stands for.
#[must_use]
pub fn address_of(name: NameRef<'_>) -> Option<IpAddr> {
    let tree = Tree::of(name)?;
    if name.label_count() != tree.depth() + 2 || !labels(name).all(|label| tree.has(label)) {
        return None;
    }
    if tree == Tree::Ipv4 {
        let number = labels(name)
            .enumerate()
            .fold(0, |sum, (at, label)| sum | u32::from(octet_of(label).unwrap_or(0)) << (8 * at));
        return Some(IpAddr::V4(Ipv4Addr::from(number)));
    }
    let digit = |label: &[u8]| label.first().and_then(|&digit| char::from(digit).to_digit(16)).unwrap_or(0);
    let number =
        labels(name).enumerate().fold(0, |sum, (at, label)| sum | u128::from(digit(label)) << (4 * at));
    Some(IpAddr::V6(Ipv6Addr::from(number)))
}

/// The name of an address in its reverse tree.
#[must_use]
pub fn name_of(address: IpAddr) -> Option<Name> {
    let text = match address {
        IpAddr::V4(address) => {
            let [a, b, c, d] = address.octets();
            format!("{d}.{c}.{b}.{a}.in-addr.arpa.")
        }
        IpAddr::V6(address) => {
            let digits =
                address.octets().into_iter().rev().map(|octet| format!("{:x}.{:x}.", octet & 15, octet >> 4));
            format!("{}ip6.arpa.", digits.collect::<String>())
        }
    };
    Name::absolute(&text).ok()
}

/// The address in A or AAAA rdata.
#[must_use]
pub fn address_in(rdata: &[u8]) -> Option<IpAddr> {
    let ipv4 = <[u8; 4]>::try_from(rdata).map(IpAddr::from);
    ipv4.or_else(|_| <[u8; 16]>::try_from(rdata).map(IpAddr::from)).ok()
}

/// A number up to 255, without zeros in front.
fn octet_of(label: &[u8]) -> Option<u8> {
    let plain = label.iter().all(u8::is_ascii_digit) && (label.len() == 1 || !label.starts_with(b"0"));
    if plain { std::str::from_utf8(label).ok()?.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_names_and_names_addresses() {
        for text in ["192.0.2.1", "2001:db8::53", "::", "255.255.255.255"] {
            let address: IpAddr = text.parse().expect("a test address");
            let name = name_of(address).expect("a reverse name");
            assert_eq!(address_of(name.borrow_name()), Some(address), "{name}");
        }
        for text in [
            "2.0.192.in-addr.arpa.",
            "01.2.0.192.in-addr.arpa.",
            "256.2.0.192.in-addr.arpa.",
            "1.0/25.2.0.192.in-addr.arpa.",
            "1.2.3.4.",
        ] {
            assert_eq!(address_of(Name::absolute(text).expect("a test name").borrow_name()), None, "{text}");
        }
    }
}
