//! What the zones of a run say of a host that a record names. What none of them knows is unknown, never
//! missing.

use super::service::View;
use crate::rr::{Rtype, types};
use crate::wire::NameRef;
use crate::zone::{Lookup, Node, Record, Zone};

/// The types with an address.
pub const ADDRESSES: &[Rtype] = &[types::A, types::AAAA];

/// What is known of a host.
#[derive(Clone, Copy)]
pub enum Standing<'a> {
    /// It has addresses, at this owner, which may be a wildcard.
    Addressed(Node<'a>),
    /// This CNAME makes it an alias.
    Alias(Record<'a>),
    /// It has no address.
    Without {
        /// The zone that says so.
        zone: &'a Zone,
        /// Whether other records are there, or names below.
        exists: bool,
    },
    /// No zone at hand can tell.
    Unknown,
}

/// Looks a host up in the zone that answers for it.
#[must_use]
pub fn standing<'a>(view: View<'a>, name: NameRef<'_>) -> Standing<'a> {
    let Some(zone) = view.zone_of(name) else { return Standing::Unknown };
    match zone.lookup(name) {
        Lookup::OutOfZone | Lookup::Redirected(_) | Lookup::Unread | Lookup::Delegated(_) => {
            Standing::Unknown
        }
        Lookup::Exists(host) | Lookup::Wildcard(host) if host.has(ADDRESSES) => Standing::Addressed(host),
        _ if [types::A, types::AAAA, types::CNAME].iter().any(|&rtype| zone.may_have(name, rtype)) => {
            Standing::Unknown
        }
        Lookup::Exists(host) | Lookup::Wildcard(host) => match host.rrset(types::CNAME) {
            Some(alias) => Standing::Alias(alias.first()),
            None => Standing::Without { zone, exists: true },
        },
        Lookup::EmptyNonTerminal => Standing::Without { zone, exists: true },
        Lookup::Missing => Standing::Without { zone, exists: false },
    }
}
