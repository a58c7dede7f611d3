//! Whom an SPF record lets send whatever host it is: wide networks, joined up to the whole Internet. Judges
//! nothing.

use super::spf::{DualCidr, Mechanism};

/// Networks of longer prefixes are not looked at: a TXT record has no room for those that make up the
/// Internet.
const LONGEST: u8 = 12;

/// IPv4 addresses that no message comes from over the Internet, as first and last: RFC 6890.
const NOT_PUBLIC: [(u32, u32); 8] = [
    (0x0000_0000, 0x00ff_ffff),
    (0x0a00_0000, 0x0aff_ffff),
    (0x6440_0000, 0x647f_ffff),
    (0x7f00_0000, 0x7fff_ffff),
    (0xa9fe_0000, 0xa9fe_ffff),
    (0xac10_0000, 0xac1f_ffff),
    (0xc0a8_0000, 0xc0a8_ffff),
    (0xe000_0000, 0xffff_ffff),
];

/// The first 32 bits of 2000::/3, which all public IPv6 addresses are in: RFC 4291 section 2.4.
const PUBLIC_IPV6: (u32, u32) = (0x2000_0000, 0x3fff_ffff);

/// All hosts that have an address of some kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Everybody {
    /// All there are.
    All,
    /// Those with an IPv4 address.
    Ipv4,
    /// Those with an IPv6 address.
    Ipv6,
}

impl Everybody {
    /// In words, for "... passes".
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Everybody::All => "every host",
            Everybody::Ipv4 => "every IPv4 host",
            Everybody::Ipv6 => "every IPv6 host",
        }
    }
}

/// Ranges of the first 32 bits of addresses, first and last, in order and apart from each other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Ranges(Vec<(u32, u32)>);

impl Ranges {
    fn all() -> Ranges {
        Ranges(vec![(0, u32::MAX)])
    }

    fn join(&mut self, others: &[(u32, u32)]) {
        if others.is_empty() {
            return;
        }
        self.0.extend(others);
        self.0.sort_unstable();
        let mut joined: Vec<(u32, u32)> = Vec::with_capacity(self.0.len());
        for &(first, last) in &self.0 {
            match joined.last_mut() {
                Some((_, end)) if first <= end.saturating_add(1) => *end = last.max(*end),
                _ => joined.push((first, last)),
            }
        }
        self.0 = joined;
    }

    fn covers(&self, (first, last): (u32, u32)) -> bool {
        self.0.iter().any(|&(from, to)| from <= first && last <= to)
    }
}

/// The range of a network whose address starts with these bits.
fn network(bits: u32, length: u8) -> Option<(u32, u32)> {
    if length > LONGEST {
        return None;
    }
    let mask = u32::MAX.checked_shr(u32::from(length)).unwrap_or(0);
    Some((bits & !mask, bits | mask))
}

/// The hosts that pass whatever they are, as far as wide networks say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passing {
    ipv4: Ranges,
    ipv6: Ranges,
}

impl Passing {
    /// All there are.
    #[must_use]
    pub fn everybody() -> Passing {
        Passing { ipv4: Ranges::all(), ipv6: Ranges::all() }
    }

    /// What a mechanism matches by itself, without a look at any record.
    #[must_use]
    pub fn of(mechanism: &Mechanism) -> Passing {
        let mut found = Passing::default();
        match mechanism {
            Mechanism::All => return Passing::everybody(),
            Mechanism::Ip4(address, length) => {
                found.ipv4.join(network(address.to_bits(), *length).as_slice());
            }
            Mechanism::Ip6(address, length) => {
                let [first, second, ..] = address.segments();
                let bits = u32::from(first) << 16 | u32::from(second);
                found.ipv6.join(network(bits, *length).as_slice());
            }
            // Of an address that is not known only the length that leaves nothing of it matters.
            Mechanism::A(_, DualCidr { ip4, ip6 }) | Mechanism::Mx(_, DualCidr { ip4, ip6 }) => {
                if *ip4 == 0 {
                    found.ipv4 = Ranges::all();
                }
                if *ip6 == 0 {
                    found.ipv6 = Ranges::all();
                }
            }
            Mechanism::Include(_) | Mechanism::Ptr(_) | Mechanism::Exists(_) => {}
        }
        found
    }

    /// Whoever is among any of these.
    #[must_use]
    pub fn of_all<'p>(many: impl Iterator<Item = &'p Passing>) -> Passing {
        let (mut ipv4, mut ipv6) = (Vec::new(), Vec::new());
        for one in many {
            ipv4.extend_from_slice(&one.ipv4.0);
            ipv6.extend_from_slice(&one.ipv6.0);
        }
        let mut found = Passing::default();
        found.ipv4.join(&ipv4);
        found.ipv6.join(&ipv6);
        found
    }

    /// Takes out the hosts with IPv4 addresses, or those with IPv6 addresses.
    pub fn leave_out(&mut self, ipv4: bool, ipv6: bool) {
        if ipv4 {
            self.ipv4 = Ranges::default();
        }
        if ipv6 {
            self.ipv6 = Ranges::default();
        }
    }

    /// Whether it is nobody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ipv4.0.is_empty() && self.ipv6.0.is_empty()
    }

    /// Adds others.
    pub fn join(&mut self, others: &Passing) {
        self.ipv4.join(&others.ipv4.0);
        self.ipv6.join(&others.ipv6.0);
    }

    /// Whether every host that has a public address of one kind is among them, and of which kind.
    #[must_use]
    pub fn who(&self) -> Option<Everybody> {
        let every_ipv4 = (0, u32::MAX);
        let is_every_ipv4 = self.ipv4.covers(every_ipv4)
            || !self.ipv4.0.is_empty() && {
                let mut padded = self.ipv4.clone();
                padded.join(&NOT_PUBLIC);
                padded.covers(every_ipv4)
            };
        match (is_every_ipv4, self.ipv6.covers(PUBLIC_IPV6)) {
            (true, true) => Some(Everybody::All),
            (true, false) => Some(Everybody::Ipv4),
            (false, true) => Some(Everybody::Ipv6),
            (false, false) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn who(terms: &[(&str, u8)]) -> Option<Everybody> {
        let mut found = Passing::default();
        for (address, length) in terms {
            found.join(&Passing::of(&match address.parse::<std::net::IpAddr>().expect("an address") {
                std::net::IpAddr::V4(address) => Mechanism::Ip4(address, *length),
                std::net::IpAddr::V6(address) => Mechanism::Ip6(address, *length),
            }));
        }
        found.who()
    }

    #[test]
    fn networks_join_to_the_internet() {
        assert_eq!(who(&[("0.0.0.0", 0)]), Some(Everybody::Ipv4));
        assert_eq!(who(&[("203.0.113.9", 0), ("::", 0)]), Some(Everybody::All));
        assert_eq!(who(&[("128.0.0.0", 1), ("0.0.0.0", 1)]), Some(Everybody::Ipv4));
        assert_eq!(who(&[("128.0.0.0", 2), ("0.0.0.0", 1), ("192.0.0.0", 3)]), Some(Everybody::Ipv4));
        assert_eq!(who(&[("2000::", 4), ("3000::", 4)]), Some(Everybody::Ipv6));
        assert_eq!(who(&[("0.0.0.0", 1), ("192.0.0.0", 2)]), None);
        assert_eq!(who(&[("2000::", 4)]), None);
        assert_eq!(who(&[]), None);
        assert_eq!(Passing::everybody().who(), Some(Everybody::All));
    }
}
