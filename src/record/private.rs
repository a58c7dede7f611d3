//! Addresses that do not mean the same host everywhere, and zones that are made for a private network. Judges
//! nothing.

use std::fmt;

use crate::rr::types;
use crate::wire::NameRef;
use crate::zone::{Node, Zone};

/// Where an address is known, if not everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Network {
    /// In a private network: RFC 1918, RFC 4193, RFC 6598.
    Private,
    /// In the host itself.
    Loopback,
    /// On one link.
    LinkLocal,
    /// Nowhere.
    Unspecified,
}

impl Network {
    /// Where the address of A or AAAA rdata is known; `None` where it is the same host everywhere.
    #[must_use]
    pub fn of(rdata: &[u8]) -> Option<Network> {
        match rdata {
            [10, _, _, _] | [172, 16..=31, _, _] | [192, 168, _, _] | [100, 64..=127, _, _] => {
                Some(Network::Private)
            }
            [0xfc | 0xfd, _, _, _, _, ..] => Some(Network::Private),
            [127, _, _, _] | [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1] => Some(Network::Loopback),
            [169, 254, _, _] | [0xfe, 0x80..=0xbf, _, _, _, ..] => Some(Network::LinkLocal),
            [0, _, _, _] | [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] => Some(Network::Unspecified),
            _ => None,
        }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Network::Private => "private",
            Network::Loopback => "loopback",
            Network::LinkLocal => "link-local",
            Network::Unspecified => "unspecified",
        })
    }
}

/// Last labels of names that are kept for private networks, or taken for them.
const LOCAL: [&str; 9] =
    ["internal", "local", "lan", "localhost", "test", "home", "corp", "intranet", "private"];

/// Whether a name is in a tree of private networks, or of addresses.
#[must_use]
pub fn is_private_name(name: NameRef<'_>) -> bool {
    name.labels().last().is_some_and(|last| {
        last.eq_ignore_ascii_case(b"arpa")
            || LOCAL.iter().any(|word| last.eq_ignore_ascii_case(word.as_bytes()))
    })
}

/// Whether a host of the zone itself, of those that count, has a private address.
#[must_use]
pub fn has_private_host<'z>(zone: &'z Zone, counts: impl Fn(Node<'z>) -> bool) -> bool {
    has_host(zone, counts, |network| network == Some(Network::Private))
}

fn has_host<'z>(
    zone: &'z Zone,
    counts: impl Fn(Node<'z>) -> bool,
    is_in: impl Fn(Option<Network>) -> bool,
) -> bool {
    let hosts = zone.nodes().filter(|node| !node.is_below_cut() && counts(*node));
    let mut addresses =
        hosts.flat_map(|node| node.rrsets().filter(|rrset| [types::A, types::AAAA].contains(&rrset.rtype())));
    addresses.any(|rrset| rrset.records().any(|record| is_in(Network::of(record.rdata()))))
}

/// Whether a zone is of use in a private network only: by its name, or since its hosts have private addresses
/// and no others.
#[must_use]
pub fn is_inside_only(zone: &Zone) -> bool {
    is_private_name(zone.name())
        || has_private_host(zone, |_| true) && !has_host(zone, |_| true, |network| network.is_none())
}

/// Whether a zone is made for a private network, by its name or the addresses of its hosts.
#[must_use]
pub fn is_inside(zone: &Zone) -> bool {
    is_private_name(zone.name()) || has_private_host(zone, |_| true)
}
