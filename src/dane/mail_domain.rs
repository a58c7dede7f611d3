//! From the MX down: what becomes of mail for a domain, over all hosts that take it. Judges no host itself.

use std::collections::BTreeMap;

use super::{Cause, Judged, Service, VerdictKind, Zones};
use crate::dnssec::Security;
use crate::rr::types;
use crate::wire::{Name, NameKey, NameRef};
use crate::zone::{Rrset, Zone, ZoneId};

/// One MX host as senders of a domain meet it.
#[derive(Clone)]
pub struct MailHost {
    /// The host.
    pub name: Name,
    /// Its preference.
    pub preference: u16,
    /// How connections to it end, for senders to this domain.
    pub kind: VerdictKind,
    /// What its addresses are worth; `None` where the zones at hand do not have them.
    pub address: Option<Security>,
    /// Whether it is known to have no address: senders pass it over.
    pub is_without_address: bool,
    /// What it is an alias of.
    pub alias: Option<Name>,
    /// Its TLSA base domain.
    pub base: Name,
    /// What its TLSA records, or the answer that there are none, are worth; why that is unknown otherwise.
    pub tlsa: Result<Security, String>,
    /// How many TLSA records it has.
    pub records: usize,
}

/// A domain that takes mail.
pub struct MailDomain {
    /// The domain.
    pub name: Name,
    /// What its MX RRset is worth.
    pub mx: Security,
    /// The hosts, best preference first.
    pub hosts: Vec<MailHost>,
    /// What becomes of its mail.
    pub kind: VerdictKind,
    /// The same in words: one clause.
    pub reason: String,
    /// What decided for all hosts alike, where something did.
    pub cause: Option<Cause>,
}

/// The domains with MX records of the zones at hand, in their order. `judged` are the services of the same
/// zones.
#[must_use]
pub fn mail_domains<'z>(zones: &Zones<'z>, judged: &[Judged<'_>]) -> Vec<MailDomain> {
    let by_identity: ByIdentity<'_, '_> = judged.iter().map(|judged| (&judged.identity, judged)).collect();
    // Many domains have the same hosts.
    let mut hosts: BTreeMap<(NameKey, Option<ZoneId>), MailHost> = BTreeMap::new();
    let mut host_of = |name: NameRef<'_>, from: &'z Zone| {
        let home = zones.perspective(Some(from)).zone_of(name).ok().map(Zone::id);
        let host = || host(zones, name, from, &by_identity);
        hosts.entry((name.key(), home)).or_insert_with(host).clone()
    };
    zones.mail_domains().filter_map(|mx| domain(zones, mx, &mut host_of)).collect()
}

/// Services by what tells them apart.
type ByIdentity<'j, 'z> = BTreeMap<&'j (NameKey, Option<ZoneId>), &'j Judged<'z>>;

fn domain<'z>(
    zones: &Zones<'z>,
    mx: Rrset<'z>,
    host_of: &mut dyn FnMut(NameRef<'_>, &'z Zone) -> MailHost,
) -> Option<MailDomain> {
    let (name, from) = (mx.owner().to_name(), mx.node().zone());
    let security = zones
        .answer(mx.owner(), types::MX, Some(from))
        .map_or_else(Security::Unknown, |answer| answer.security);
    let mut targets: Vec<(u16, NameRef<'_>)> = mx
        .records()
        .filter_map(|record| {
            Some((record.u16(types::mx::PREFERENCE)?, record.name(types::mx::MAIL_EXCHANGE)?))
        })
        .collect();
    targets.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.canonical_cmp(b.1)));
    targets.dedup();
    // A null MX takes no mail: RFC 7505.
    if targets.iter().all(|(_, host)| host.is_root()) {
        return None;
    }
    let hosts: Vec<MailHost> = targets
        .into_iter()
        .filter(|(_, host)| !host.is_root())
        .map(|(preference, host)| MailHost { preference, ..host_of(host, from) })
        .collect();
    let (kind, reason, cause) = fate(&name, &security, &hosts);
    Some(MailDomain { name, mx: security, hosts, kind, reason, cause })
}

/// A host, its preference left open.
fn host<'z>(zones: &Zones<'z>, host: NameRef<'_>, from: &'z Zone, judged: &ByIdentity<'_, '_>) -> MailHost {
    let name = host.to_name();
    let address = zones.address(host, Some(from));
    let alias =
        address.as_ref().filter(|answer| answer.name.borrow_name() != host).map(|answer| answer.name.clone());
    let is_without_address = address.as_ref().is_some_and(|answer| {
        answer.rrset.is_none() && !matches!(answer.security, Security::Bogus(_) | Security::Unknown(_))
    });
    let address = address.map(|answer| answer.security);
    let Ok(service) = Service::parse(&format!("_25._tcp.{name}")) else {
        let (base, tlsa) = (name.clone(), Err("its name cannot have TLSA records".to_owned()));
        return MailHost {
            name,
            preference: 0,
            kind: VerdictKind::Opportunistic,
            address,
            is_without_address,
            alias,
            base,
            tlsa,
            records: 0,
        };
    };
    let found = zones.find(&service, Some(from));
    let records = found.records().len();
    let tlsa = found.tlsa.map(|answer| answer.security);
    let kind = match (judged.get(&zones.identity(&service, Some(from))), &address, &tlsa) {
        (Some(judged), ..) => judged.verdict.kind,
        (None, Some(Security::Bogus(_)), _) | (None, _, Ok(Security::Bogus(_))) => VerdictKind::Refused,
        (None, _, Ok(Security::Unknown(_)) | Err(_)) => VerdictKind::NotChecked,
        // Nobody judged it since it has no records.
        (None, _, Ok(_)) => VerdictKind::Opportunistic,
    };
    MailHost {
        name,
        preference: 0,
        kind,
        address,
        is_without_address,
        alias,
        base: found.base,
        tlsa,
        records,
    }
}

/// What becomes of mail for a domain: it is kept back only where no host will do.
fn fate(name: &Name, mx: &Security, hosts: &[MailHost]) -> (VerdictKind, String, Option<Cause>) {
    match mx {
        Security::Bogus(why) => {
            let reason = format!("resolvers answer SERVFAIL for its MX records: {why}; all mail waits");
            (VerdictKind::Refused, reason, Some(Cause::BogusMx))
        }
        Security::Insecure(why) => match fate_of_hosts(name, hosts) {
            // Senders may look at the hosts' records all the same, and Postfix does unless told otherwise.
            (VerdictKind::Refused, reason) => (
                VerdictKind::Refused,
                format!(
                    "{reason}; its MX records are insecure ({why}), and Postfix looks at the hosts' records \
                    all the same"
                ),
                None,
            ),
            _ => {
                let reason = format!(
                    "its MX records are insecure ({why}): who forges them gets the mail, whatever records \
                    the hosts have (RFC 7672 section 2.2.1)"
                );
                (VerdictKind::Opportunistic, reason, None)
            }
        },
        Security::Secure | Security::ToBeSigned | Security::Unknown(_) => {
            let (kind, reason) = fate_of_hosts(name, hosts);
            (kind, reason, None)
        }
    }
}

/// What becomes of mail when senders go from host to host.
fn fate_of_hosts(name: &Name, all: &[MailHost]) -> (VerdictKind, String) {
    let hosts: Vec<&MailHost> = all.iter().filter(|host| !host.is_without_address).collect();
    if hosts.is_empty() {
        return (
            VerdictKind::Refused,
            format!("no MX host of `{name}` has an address: mail is returned at once"),
        );
    }
    let of = |kind: VerdictKind| hosts.iter().filter(move |host| host.kind == kind);
    let listed =
        |kind: VerdictKind| of(kind).map(|host| format!("`{}`", host.name)).collect::<Vec<_>>().join(", ");
    let refused = of(VerdictKind::Refused).count();
    let aside = match refused {
        0 => String::new(),
        _ => format!("; {} refused, and senders go on to the others", listed(VerdictKind::Refused)),
    };
    if refused == hosts.len() {
        return (
            VerdictKind::Refused,
            format!(
                "every MX host of `{name}` is refused: senders with DANE keep the mail back and return it"
            ),
        );
    }
    if of(VerdictKind::NotChecked).next().is_some() {
        let reason = format!("not known of {}{aside}", listed(VerdictKind::NotChecked));
        return (VerdictKind::NotChecked, reason);
    }
    let weak: Vec<String> = [VerdictKind::Opportunistic, VerdictKind::TlsRequired]
        .into_iter()
        .filter(|&kind| of(kind).next().is_some())
        .map(listed)
        .collect();
    if weak.is_empty() {
        return (VerdictKind::Authenticated, format!("every host that senders use is authenticated{aside}"));
    }
    let reason = match of(VerdictKind::Authenticated).next() {
        None => format!("no host is authenticated{aside}"),
        Some(_) => {
            format!(
                "{} authenticates nobody: who blocks the other hosts gets the mail there (RFC 7672 section \
                2.2.1){aside}",
                weak.join(", ")
            )
        }
    };
    let kind = if of(VerdictKind::Opportunistic).next().is_some() {
        VerdictKind::Opportunistic
    } else {
        VerdictKind::TlsRequired
    };
    (kind, reason)
}
