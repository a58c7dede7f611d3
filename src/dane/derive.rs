//! The services that a zone names: MX hosts (RFC 7672) and SRV targets (RFC 7673). Looks nothing up outside
//! the zone and prints nothing.

use std::collections::BTreeSet;
use std::fmt;

use super::{HostError, Proto, Service};
use crate::limits::Limits;
use crate::resolve::{End, Given, Perspective, WhyNot};
use crate::rr::{Rtype, types};
use crate::wire::{Name, NameRef};
use crate::zone::{Node, Zone};

/// What a zone's MX and SRV records come to.
#[derive(Debug, Default)]
pub struct Derived {
    /// The services, each once, by host in canonical order.
    pub services: Vec<Service>,
    /// What was left out or is worth saying, in the order of the zone.
    pub remarks: Vec<Remark>,
}

/// One thing to say about a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The name.
    pub name: Name,
    /// What of it.
    pub fact: Fact,
}

/// What can be said of a name that a zone names for a service.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fact {
    /// The owner of an MX with the target `.`.
    NullMx,
    /// The owner of an SRV with the target `.`.
    NotOffered,
    /// Another zone has it: the zone, or the cut that it is below.
    OtherZone(OtherZone),
    /// An MX or SRV target that is an alias of this name, which is taken instead.
    Alias(Rtype, Name),
    /// An alias of this name, which another zone has.
    AliasElsewhere(Name, OtherZone),
    /// Its aliases lead in a circle, or over too many names.
    Endless,
    /// No address in this zone.
    NoAddress,
    /// Its addresses come from this wildcard.
    WildcardAddress(Name),
    /// No host name.
    NoHost(HostError),
    /// The owner of an SRV with port 0.
    NoPort,
    /// The owner of an SRV with another transport, or none.
    NoProto,
    /// The owner of TLSA records is an alias of this name, which has them.
    OwnerAlias(Name),
}

/// Where a name is that is not in the zone.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum OtherZone {
    /// Outside this zone.
    Outside(Name),
    /// At or below this zone cut.
    Below(Name),
}

impl fmt::Display for OtherZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OtherZone::Outside(zone) => write!(f, "outside the zone `{zone}`"),
            OtherZone::Below(cut) => write!(f, "in the zone `{cut}`, which is delegated"),
        }
    }
}

impl Fact {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_note(&self) -> bool {
        match self {
            Fact::NullMx | Fact::NotOffered | Fact::OtherZone(_) | Fact::OwnerAlias(_) | Fact::NoProto => {
                true
            }
            Fact::Alias(..)
            | Fact::AliasElsewhere(..)
            | Fact::Endless
            | Fact::NoAddress
            | Fact::WildcardAddress(_)
            | Fact::NoHost(_)
            | Fact::NoPort => false,
        }
    }
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fact::NullMx => f.write_str("takes no mail (null MX, RFC 7505), so no record is made for it"),
            Fact::NotOffered => f.write_str(
                "says that the service is not offered (SRV target `.`, RFC \
                2782), so no record is made for it",
            ),
            Fact::OtherZone(place) => write!(
                f,
                "is {place}; left out, its TLSA records belong to the zone \
                that has it"
            ),
            Fact::Alias(types::MX, to) => write!(
                f,
                "is a CNAME of `{to}`, and MX must not name an alias (RFC 2181 section 10.3); the records \
                are for `{to}`, \
                 where senders look first (RFC 7672 section 2.2.2)"
            ),
            Fact::Alias(_, to) => write!(
                f,
                "is a CNAME of `{to}`, and SRV must not name an alias (RFC 2782); the records are for \
                `{to}`, \
                 where clients look first (RFC 7671 section 7)"
            ),
            Fact::AliasElsewhere(to, place) => {
                write!(
                    f,
                    "is a CNAME of `{to}`, {place}; left out, its TLSA records belong to the zone that \
                    has that name"
                )
            }
            Fact::Endless => {
                f.write_str("is a CNAME that leads in a circle, or over too many names; left out")
            }
            Fact::NoAddress => f.write_str(
                "has no address in this zone; its TLSA records serve nobody until \
                it has one",
            ),
            Fact::WildcardAddress(wildcard) => write!(
                f,
                "has its addresses from `{wildcard}`, and records below it would end that (RFC 4592 section \
                2.2.1); left out: \
                 write its A and AAAA records first"
            ),
            Fact::NoHost(error) => write!(f, "{error}; left out"),
            Fact::NoPort => f.write_str("has an SRV record with port 0; left out"),
            Fact::NoProto => f.write_str(
                "has an SRV record whose transport is none of `_tcp`, `_udp` and \
                `_sctp`; left out",
            ),
            Fact::OwnerAlias(to) => write!(f, "is a CNAME of `{to}`; the records stand there"),
        }
    }
}

/// The services of a zone: `_25._tcp` of every MX target, `_port._proto` of every SRV target, and each of
/// `ports` of every such host, over `proto`. Where no such host is in the zone, `ports` are the zone name's
/// own, if it has an address.
#[must_use]
pub fn services_of(zone: &Zone, ports: &[u16], proto: Proto, limits: &Limits) -> Derived {
    let given = Given::new([zone], &[], &[], limits);
    let mut deriving = Deriving {
        zone,
        seen: Perspective::of(zone, &given),
        ports,
        proto,
        targets: BTreeSet::new(),
        said: BTreeSet::new(),
        derived: Derived::default(),
    };
    let visible = |node: &Node<'_>| node.is_authoritative();
    for node in zone.nodes().filter(visible) {
        deriving.mx(node);
        deriving.srv(node);
    }
    if deriving.derived.services.is_empty() && !ports.is_empty() && zone.apex().is_some_and(has_address) {
        deriving.host(zone.name(), types::A, &[]);
    }
    let mut derived = deriving.derived;
    let mut seen = BTreeSet::new();
    derived.services.retain(|service| seen.insert(service.owner().borrow_name().to_lowercase().to_vec()));
    derived.services.sort_by(|a, b| {
        a.host
            .borrow_name()
            .canonical_cmp(b.host.borrow_name())
            .then((a.port, a.proto).cmp(&(b.port, b.proto)))
    });
    derived
}

/// Where TLSA records for `owner` stand: there, or at the end of the aliases that are there already.
///
/// # Errors
/// Why no record can stand there.
pub fn place_of(zone: &Zone, owner: &Name, limits: &Limits) -> Result<Name, Fact> {
    let given = Given::new([zone], &[], &[], limits);
    let found = Perspective::of(zone, &given).follow(owner.borrow_name());
    // A wildcard's alias ends where the name exists, so it is none for a record that will be there.
    let by_wildcard = found
        .steps
        .iter()
        .find(|step| step.rrset.rtype() == types::CNAME && step.rrset.owner() != step.name.borrow_name());
    if let Some(step) = by_wildcard {
        return Ok(step.name.clone());
    }
    if is_endless(&found.end) {
        return Err(Fact::Endless);
    }
    let name = found.last(owner.borrow_name()).to_name();
    match elsewhere(zone, &found.end) {
        Some(place) if found.steps.is_empty() => Err(Fact::OtherZone(place)),
        Some(place) => Err(Fact::AliasElsewhere(name, place)),
        None => Ok(name),
    }
}

/// Services as they are found.
struct Deriving<'z> {
    zone: &'z Zone,
    seen: Perspective<'z>,
    ports: &'z [u16],
    proto: Proto,
    /// Targets that were looked at, with type, port and transport.
    targets: BTreeSet<(Vec<u8>, Rtype, u16, Proto)>,
    /// Remarks that were made.
    said: BTreeSet<String>,
    derived: Derived,
}

impl<'z> Deriving<'z> {
    fn remark(&mut self, name: NameRef<'_>, fact: Fact) {
        let remark = Remark { name: name.to_lowercase(), fact };
        // The same host may be named again for another service: once said is enough.
        if self.said.insert(format!("{} {}", remark.name, remark.fact)) {
            self.derived.remarks.push(remark);
        }
    }

    fn mx(&mut self, node: Node<'_>) {
        for record in node.rrset(types::MX).iter().flat_map(|rrset| rrset.records()) {
            let Some(target) = record.name(types::mx::MAIL_EXCHANGE) else { continue };
            if target.is_root() {
                self.remark(node.name(), Fact::NullMx);
            } else if self.is_new(target, types::MX, 25, Proto::Tcp) {
                self.host(target, types::MX, &[(25, Proto::Tcp)]);
            }
        }
    }

    fn srv(&mut self, node: Node<'_>) {
        for record in node.rrset(types::SRV).iter().flat_map(|rrset| rrset.records()) {
            let (Some(port), Some(target)) = (record.u16(types::srv::PORT), record.name(types::srv::TARGET))
            else {
                continue;
            };
            let label =
                node.name().labels().nth(1).and_then(|label| label.strip_prefix(b"_")).unwrap_or_default();
            let proto =
                Proto::ALL.iter().find(|proto| label.eq_ignore_ascii_case(proto.name().as_bytes())).copied();
            if target.is_root() {
                self.remark(node.name(), Fact::NotOffered);
                continue;
            }
            match proto {
                None => self.remark(node.name(), Fact::NoProto),
                Some(_) if port == 0 => self.remark(node.name(), Fact::NoPort),
                Some(proto) if self.is_new(target, types::SRV, port, proto) => {
                    self.host(target, types::SRV, &[(port, proto)])
                }
                Some(_) => {}
            }
        }
    }

    fn is_new(&mut self, target: NameRef<'_>, rtype: Rtype, port: u16, proto: Proto) -> bool {
        self.targets.insert((target.to_lowercase().to_vec(), rtype, port, proto))
    }

    /// Adds the services of one target, or says why there are none.
    fn host(&mut self, target: NameRef<'_>, rtype: Rtype, services: &[(u16, Proto)]) {
        let found = self.seen.follow(target);
        let name = found.last(target).to_name();
        let is_alias = !found.steps.is_empty();
        let fact = match (&found.end, elsewhere(self.zone, &found.end)) {
            (end, _) if is_endless(end) => Some(Fact::Endless),
            (_, Some(place)) if is_alias => Some(Fact::AliasElsewhere(name.clone(), place)),
            (_, Some(place)) => Some(Fact::OtherZone(place)),
            (End::NoData { node: Some(node), .. }, None)
                if has_address(*node) && node.name() != name.borrow_name() =>
            {
                Some(Fact::WildcardAddress(node.name().to_name()))
            }
            _ => None,
        };
        if let Some(fact) = fact {
            return self.remark(target, fact);
        }
        let host = name.borrow_name().to_lowercase();
        let more = self.ports.iter().map(|&port| (port, self.proto));
        let made: Result<Vec<Service>, HostError> = services
            .iter()
            .copied()
            .chain(more)
            .map(|(port, proto)| Service::new(&host.to_string(), proto, port))
            .collect();
        match made {
            Err(error) => return self.remark(name.borrow_name(), Fact::NoHost(error)),
            Ok(made) => self.derived.services.extend(made),
        }
        if is_alias {
            self.remark(target, Fact::Alias(rtype, host));
        }
        if !matches!(found.end, End::NoData { node: Some(node), .. } if has_address(node)) {
            self.remark(name.borrow_name(), Fact::NoAddress);
        }
    }
}

fn has_address(node: Node<'_>) -> bool {
    node.has(&[types::A, types::AAAA])
}

/// Where a name is that this zone does not have; `None` where it does have it, or cannot tell.
fn elsewhere(zone: &Zone, end: &End<'_>) -> Option<OtherZone> {
    match end {
        End::Unknown(WhyNot::Delegated(cut) | WhyNot::Occluded(cut)) => {
            Some(OtherZone::Below(cut.name().to_name()))
        }
        End::Unknown(WhyNot::Outside(_)) => Some(OtherZone::Outside(zone.name().to_name())),
        _ => None,
    }
}

/// Whether aliases lead in a circle, or too far.
fn is_endless(end: &End<'_>) -> bool {
    matches!(end, End::Unknown(why) if why.is_failure())
}
