//! Where the clients of a service look for its TLSA records, over all zones of the run: RFC 7671 section 7,
//! RFC 7672 section 2.2. What no zone at hand says is unknown, never missing. Reports nothing.

use super::{Pkix, Proto, published};
use crate::dnssec::{Parent, Speaker};
use crate::resolve::{End, Given, Perspective};
use crate::rr::types;
use crate::wire::{Name, NameRef};
use crate::zone::{Node, Record, Rrset, Zone};

/// Siblings that are looked at for SRV records.
const SIBLINGS: usize = 256;

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
pub fn is_occluded(node: Node<'_>) -> bool {
    !node.is_authoritative()
}

/// The TLSA records that a client finds.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum TlsaAnswer<'a> {
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
    pub tlsa: TlsaAnswer<'a>,
}

impl Exchanger<'_> {
    /// Whether senders find a record that they can use.
    #[must_use]
    pub fn is_pinned(&self) -> bool {
        matches!(self.tlsa, TlsaAnswer::Records(rrset) if is_usable(rrset, Pkix::Unusable))
    }
}

/// Whether clients can use any of these TLSA records.
#[must_use]
pub fn is_usable(tlsa: Rrset<'_>, pkix: Pkix<'_>) -> bool {
    tlsa.records().any(|record| published::is_usable(record.rdata(), pkix))
}

/// Whether a zone is without keys, by this file and all that is known of it.
#[must_use]
pub fn is_unsigned(zone: &Zone, given: &Given<'_>) -> bool {
    let is_unsigned = !zone.is_signed() && !zone.may_have(zone.name(), types::DNSKEY);
    let is_signed_later =
        || given.signed_form(zone).is_some() || given.published(zone).is_some_and(Zone::is_signed);
    is_unsigned && !is_signed_later()
}

/// The TLSA records at an owner name, aliases followed.
#[must_use]
pub fn tlsa<'a>(seen: Perspective<'a>, owner: NameRef<'_>) -> TlsaAnswer<'a> {
    match seen.lookup(owner, types::TLSA).end {
        End::Rrset(rrset) => TlsaAnswer::Records(rrset),
        End::NoData { .. } | End::NxDomain(_) => TlsaAnswer::Missing,
        End::Unknown(_) => TlsaAnswer::Unknown,
    }
}

impl Host {
    /// A host with its aliases.
    #[must_use]
    pub fn of(seen: Perspective<'_>, name: NameRef<'_>) -> Host {
        let found = seen.follow(name);
        let aliases = found.steps.iter().map(|step| step.target.borrow_name());
        let names = [name].into_iter().chain(aliases).map(NameRef::to_lowercase).collect();
        Host { names, is_known: found.is_nothing() }
    }

    /// The TLSA records of a host under `labels`, such as `_25._tcp`: those of what it is an alias of come
    /// first, then its own (RFC 7671 section 7).
    #[must_use]
    pub fn tlsa<'a>(&self, seen: Perspective<'a>, labels: &str) -> TlsaAnswer<'a> {
        if !self.is_known {
            return TlsaAnswer::Unknown;
        }
        for name in self.names.last().into_iter().chain(self.names.first().filter(|_| self.names.len() > 1)) {
            let Some(owner) = name.borrow_name().prefixed(labels) else { continue };
            match tlsa(seen, owner.borrow_name()) {
                TlsaAnswer::Missing => {}
                found @ (TlsaAnswer::Unknown | TlsaAnswer::Records(_)) => return found,
            }
        }
        TlsaAnswer::Missing
    }
}

/// The hosts of an MX RRset, null MX left out.
#[must_use]
pub fn exchangers<'a>(seen: Perspective<'a>, mx: Rrset<'a>) -> Vec<Exchanger<'a>> {
    let mut exchangers = Vec::new();
    for record in mx.records() {
        let Some(target) = record.name(types::mx::MAIL_EXCHANGE).filter(|target| !target.is_root()) else {
            continue;
        };
        let host = Host::of(seen, target);
        let tlsa = host.tlsa(seen, "_25._tcp");
        exchangers.push(Exchanger { record, target, host, tlsa });
    }
    exchangers
}

/// Whether the parent delegates a zone without DS, by the user's word or by a signed parent zone of the run.
#[must_use]
pub fn is_without_ds(zone: &Zone, given: &Given<'_>) -> bool {
    let Some(parent) = Parent::of(zone, given) else { return false };
    let is_sure =
        parent.speaker == Speaker::Given || parent.delegation.is_some_and(|ns| ns.zone().is_signed());
    parent.delegation.is_some() && parent.ds.is_empty() && !parent.may_have_more && is_sure
}

/// The MX hosts of a zone's mail domains, with the TLSA records that senders find for each.
pub struct MailHosts<'z> {
    /// The zone.
    pub zone: &'z Zone,
    /// The MX RRsets, with their hosts.
    pub domains: Vec<(Rrset<'z>, Vec<Exchanger<'z>>)>,
}

impl<'z> MailHosts<'z> {
    /// `None` where no zone has TLSA records.
    #[must_use]
    pub fn of(zone: &'z Zone, given: &'z Given<'z>) -> Option<MailHosts<'z>> {
        let seen = Perspective::of(zone, given);
        let domains = || mail_domains(zone).map(|mx| (mx, exchangers(seen, mx))).collect();
        given.has_tlsa().then(|| MailHosts { zone, domains: domains() })
    }

    /// The hosts of all domains.
    pub fn exchangers(&self) -> impl Iterator<Item = &Exchanger<'z>> {
        self.domains.iter().flat_map(|(_, exchangers)| exchangers)
    }
}

/// The MX RRsets of a zone that senders see.
fn mail_domains(zone: &Zone) -> impl Iterator<Item = Rrset<'_>> {
    let visible = zone.has_type(types::MX).then(|| zone.nodes().filter(|node| !is_occluded(*node)));
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
