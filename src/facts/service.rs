//! Where the clients of a service look for its TLSA records, over all zones of the run: RFC 7671 section 7,
//! RFC 7672 section 2.2. What no zone at hand says is unknown, never missing. Reports nothing.

use crate::dane::{Pkix, Proto, Published};
use crate::dnssec::{Parent, Speaker};
use crate::limits::Limits;
use crate::rr::types;
use crate::wire::{Name, NameRef};
use crate::zone::{Completeness, Given, Lookup, Node, Record, Rrset, Zone};

/// A name in lower case, to be looked up by.
pub type Key = Box<[u8]>;

/// Siblings that are looked at for SRV records.
const SIBLINGS: usize = 256;

/// A name as a key.
#[must_use]
pub fn key(name: NameRef<'_>) -> Key {
    (*name.to_lowercase()).into()
}

/// What the owner name of a TLSA record says.
#[derive(Clone, Copy)]
pub struct Place<'n> {
    /// The port; `None` for a wildcard, which is for all.
    pub port: Option<u16>,
    /// The name behind the two labels.
    pub host: NameRef<'n>,
}

/// Reads `_25._tcp.host` and `*._tcp.host`; `None` for anything else.
#[must_use]
pub fn place_of(owner: NameRef<'_>) -> Option<Place<'_>> {
    let mut labels = owner.labels();
    let (port, proto) = (labels.next()?, labels.next()?.strip_prefix(b"_")?);
    if !Proto::ALL.iter().any(|known| proto.eq_ignore_ascii_case(known.name().as_bytes())) {
        return None;
    }
    let port = match port {
        b"*" => None,
        _ => Some(std::str::from_utf8(port.strip_prefix(b"_")?).ok()?.parse().ok()?),
    };
    Some(Place { port, host: owner.parent()?.parent()? })
}

/// Whether nobody is answered with these records: they are at or below a zone cut, or below a DNAME.
#[must_use]
pub fn is_hidden(node: Node<'_>) -> bool {
    node.is_cut() || node.is_below_cut() || node.is_below_dname()
}

/// The zones of a run, seen from one of them.
#[derive(Clone, Copy)]
pub struct View<'a> {
    own: &'a Zone,
    given: &'a Given<'a>,
    alias_chain: usize,
}

/// The TLSA records that a client finds.
#[derive(Clone, Copy)]
pub enum Tlsa<'a> {
    /// The zones at hand do not say.
    Unknown,
    /// There are none.
    Missing,
    /// These, at the end of aliases if there are any.
    Records(Rrset<'a>),
}

/// A host with what it is an alias of.
pub struct Host {
    /// The name, and those that its aliases lead over; the last is no alias.
    pub names: Vec<Name>,
    /// Whether a zone at hand has the last name.
    pub is_known: bool,
}

/// One MX record's host.
pub struct Exchanger<'a> {
    /// The record.
    pub record: Record<'a>,
    /// Its target.
    pub target: NameRef<'a>,
    /// The target with its aliases.
    pub host: Host,
    /// What senders find for it on port 25.
    pub tlsa: Tlsa<'a>,
}

impl Exchanger<'_> {
    /// Whether senders find a record that they can use.
    #[must_use]
    pub fn is_pinned(&self) -> bool {
        matches!(self.tlsa, Tlsa::Records(rrset) if is_usable(rrset, Pkix::Unusable))
    }
}

/// Whether clients can use any of these TLSA records.
#[must_use]
pub fn is_usable(tlsa: Rrset<'_>, pkix: Pkix<'_>) -> bool {
    tlsa.records().any(|record| {
        Published::parse(record.rdata()).is_some_and(|published| published.usable(pkix).is_ok())
    })
}

/// `_25._tcp.` and such in front of a host, where that is not too long.
#[must_use]
pub fn owner_at(labels: &str, host: NameRef<'_>) -> Option<Name> {
    Name::parse(labels.as_bytes(), host).ok()
}

impl<'a> View<'a> {
    /// The zones that a rule may look at.
    #[must_use]
    pub fn of(own: &'a Zone, given: &'a Given<'a>, limits: &Limits) -> View<'a> {
        View { own, given, alias_chain: limits.alias_chain }
    }

    /// Whether any zone of the run has TLSA records.
    #[must_use]
    pub fn has_tlsa(self) -> bool {
        self.own.has_type(types::TLSA) || self.given.has_tlsa()
    }

    /// The zone that answers for a name; `None` where it is not at hand.
    #[must_use]
    pub fn zone_of(self, name: NameRef<'_>) -> Option<&'a Zone> {
        let zone = self.given.checked_around(name, self.own)?;
        let is_whole = zone.completeness() == Completeness::Whole && zone.soa().is_some();
        (is_whole || std::ptr::eq(zone, self.own)).then_some(zone)
    }

    /// Whether a zone is without keys, by this file and all that is known of it.
    #[must_use]
    pub fn is_unsigned(self, zone: &Zone) -> bool {
        let is_unsigned = !zone.is_signed() && !zone.may_have(zone.name(), types::DNSKEY);
        let is_signed_later = || {
            self.given.is_signed_elsewhere(zone) || self.given.published(zone).is_some_and(Zone::is_signed)
        };
        is_unsigned && !is_signed_later()
    }

    fn node(self, name: NameRef<'_>) -> Option<Result<Node<'a>, &'a Zone>> {
        let zone = self.zone_of(name)?;
        match zone.lookup(name) {
            Lookup::Exists(node) | Lookup::Wildcard(node) => Some(Ok(node)),
            Lookup::EmptyNonTerminal | Lookup::Missing => Some(Err(zone)),
            Lookup::OutOfZone | Lookup::Delegated(_) | Lookup::Redirected(_) | Lookup::Unread => None,
        }
    }

    /// The TLSA records at an owner name, aliases followed.
    #[must_use]
    pub fn tlsa(self, owner: NameRef<'_>) -> Tlsa<'a> {
        let mut at = owner.to_name();
        for _ in 0..=self.alias_chain {
            let node = match self.node(at.borrow_name()) {
                None => return Tlsa::Unknown,
                Some(Err(_)) => return Tlsa::Missing,
                Some(Ok(node)) => node,
            };
            if let Some(rrset) = node.rrset(types::TLSA) {
                return Tlsa::Records(rrset);
            }
            if [types::TLSA, types::CNAME].iter().any(|&rtype| node.zone().may_have(node.name(), rtype)) {
                return Tlsa::Unknown;
            }
            match node.rrset(types::CNAME).and_then(|cname| cname.first().name(types::cname::CANONICAL_NAME))
            {
                Some(target) => at = target.to_name(),
                None => return Tlsa::Missing,
            }
        }
        Tlsa::Unknown
    }

    /// A host with its aliases.
    #[must_use]
    pub fn host(self, name: NameRef<'_>) -> Host {
        let mut names = vec![name.to_lowercase()];
        for _ in 0..=self.alias_chain {
            let Some(last) = names.last() else { break };
            let Some(found) = self.node(last.borrow_name()) else { break };
            let target = found
                .ok()
                .and_then(|node| node.rrset(types::CNAME))
                .and_then(|cname| cname.first().name(types::cname::CANONICAL_NAME));
            match target {
                Some(target) => names.push(target.to_lowercase()),
                None => return Host { names, is_known: true },
            }
        }
        Host { names, is_known: false }
    }

    /// The TLSA records of a host under `labels`, such as `_25._tcp`: those of what it is an alias of come
    /// first, then its own (RFC 7671 section 7).
    #[must_use]
    pub fn tlsa_of(self, host: &Host, labels: &str) -> Tlsa<'a> {
        if !host.is_known {
            return Tlsa::Unknown;
        }
        for name in host.names.last().into_iter().chain(host.names.first().filter(|_| host.names.len() > 1)) {
            let Some(owner) = owner_at(labels, name.borrow_name()) else { continue };
            match self.tlsa(owner.borrow_name()) {
                Tlsa::Missing => {}
                found @ (Tlsa::Unknown | Tlsa::Records(_)) => return found,
            }
        }
        Tlsa::Missing
    }

    /// The hosts of an MX RRset, null MX left out.
    #[must_use]
    pub fn exchangers(self, mx: Rrset<'a>) -> Vec<Exchanger<'a>> {
        let mut exchangers = Vec::new();
        for record in mx.records() {
            let Some(target) = record.name(types::mx::MAIL_EXCHANGE).filter(|target| !target.is_root())
            else {
                continue;
            };
            let host = self.host(target);
            let tlsa = self.tlsa_of(&host, "_25._tcp");
            exchangers.push(Exchanger { record, target, host, tlsa });
        }
        exchangers
    }
}

/// Whether the parent delegates a zone without DS, by the user's word or by a signed parent zone of the run.
#[must_use]
pub fn is_without_ds(zone: &Zone, given: &Given<'_>) -> bool {
    let Some(parent) = Parent::of(zone.name(), given) else { return false };
    let is_sure =
        parent.speaker == Speaker::Given || parent.delegation.is_some_and(|ns| ns.zone().is_signed());
    parent.delegation.is_some() && parent.ds.is_empty() && !parent.may_have_more && is_sure
}

/// The MX RRsets of a zone that senders see.
pub fn mail_domains(zone: &Zone) -> impl Iterator<Item = Rrset<'_>> {
    let visible = zone.has_type(types::MX).then(|| zone.nodes().filter(|node| !is_hidden(*node)));
    visible.into_iter().flatten().filter_map(|node| node.rrset(types::MX))
}

/// Whether a domain takes no mail: RFC 7505.
#[must_use]
pub fn is_null(mx: Rrset<'_>) -> bool {
    mx.records().any(|record| record.name(types::mx::MAIL_EXCHANGE).is_some_and(NameRef::is_root))
}

/// The SRV records beside a TLSA owner that lead its port's clients to other hosts; none where one leads to
/// this host.
#[must_use]
pub fn srv_elsewhere(tlsa: Node<'_>) -> Vec<Record<'_>> {
    let (Some(Place { port: Some(port), host }), Some(above)) = (place_of(tlsa.name()), tlsa.name().parent())
    else {
        return Vec::new();
    };
    if !tlsa.zone().has_type(types::SRV) {
        return Vec::new();
    }
    let siblings = std::iter::successors(tlsa.next(), |node| node.next())
        .take_while(|node| node.name().is_below(above))
        .take(SIBLINGS);
    let direct =
        siblings.filter(|node| node.name().parent() == Some(above)).filter_map(|node| node.rrset(types::SRV));
    let of_port =
        direct.flat_map(|srv| srv.records()).filter(|record| record.u16(types::srv::PORT) == Some(port));
    let leading: Vec<Record<'_>> = of_port
        .filter(|record| record.name(types::srv::TARGET).is_some_and(|target| !target.is_root()))
        .collect();
    if leading.iter().any(|record| record.name(types::srv::TARGET) == Some(host)) {
        Vec::new()
    } else {
        leading
    }
}
