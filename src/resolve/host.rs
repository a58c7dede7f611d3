//! What the zones of a run say of a host that a record names. What none of them knows is unknown, never
//! missing.

use crate::resolve::{End, Perspective};
use crate::rr::{Rtype, types};
use crate::wire::NameRef;
use crate::zone::{Node, Record, Zone};

/// The types with an address.
pub const ADDRESSES: &[Rtype] = &[types::A, types::AAAA];

/// What is known of a host.
#[derive(Clone, Copy)]
#[non_exhaustive]
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

/// Which addresses a name has, aliases followed; `None` where the zones do not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Families {
    /// Whether there is an A record.
    pub ipv4: Option<bool>,
    /// Whether there is an AAAA record.
    pub ipv6: Option<bool>,
}

impl Families {
    /// Looks a name up.
    #[must_use]
    pub fn of(seen: Perspective<'_>, name: NameRef<'_>) -> Families {
        match seen.lookup_any(name, ADDRESSES).end {
            End::Rrset(rrset) => {
                let node = rrset.node();
                let has = |rtype| match node.has(&[rtype]) {
                    true => Some(true),
                    false => (!node.zone().may_have(node.name(), rtype)).then_some(false),
                };
                Families { ipv4: has(types::A), ipv6: has(types::AAAA) }
            }
            End::NoData { .. } | End::NxDomain(_) => Families { ipv4: Some(false), ipv6: Some(false) },
            End::Unknown(_) => Families { ipv4: None, ipv6: None },
        }
    }
}

/// Looks a host up in the zone that answers for it; that a DNAME leads to it makes no alias of it here.
#[must_use]
pub fn standing<'a>(seen: Perspective<'a>, name: NameRef<'_>) -> Standing<'a> {
    let found = seen.lookup_any(name, ADDRESSES);
    if let Some(alias) = found.steps.first().filter(|step| step.rrset.rtype() == types::CNAME) {
        return Standing::Alias(alias.rrset.first());
    }
    match found.end {
        End::Rrset(rrset) => Standing::Addressed(rrset.node()),
        End::NoData { zone, .. } => Standing::Without { zone, exists: true },
        End::NxDomain(zone) => Standing::Without { zone, exists: false },
        End::Unknown(_) => Standing::Unknown,
    }
}
