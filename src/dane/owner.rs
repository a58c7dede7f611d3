//! What owners and numbers of TLSA records say. Judges nothing.

use super::lookup::is_occluded;
use super::{Proto, is_mail_exchange_port};
use crate::rr::types;
use crate::wire::{NameRef, printable};
use crate::zone::Rrset;

/// Whether the owner is that of SMTP between servers, `_25._tcp.host`: RFC 7672 section 2.2.3.
#[must_use]
pub fn is_smtp(owner: NameRef<'_>) -> bool {
    matches!(service_of(owner), Some((Some(port), proto)) if is_mail_exchange_port(proto, port))
}

/// `0 (PKIX-TA)` or `1 (PKIX-EE)`: RFC 7218 section 2.1.
#[must_use]
pub fn pkix_name(usage: u8) -> &'static str {
    match usage {
        0 => "0 (PKIX-TA)",
        _ => "1 (PKIX-EE)",
    }
}

/// Port and transport of `_25._tcp.host`, or of the wildcard `*._tcp.host`, which has no port: RFC 6698
/// section 3.
#[must_use]
pub fn service_of(owner: NameRef<'_>) -> Option<(Option<u16>, Proto)> {
    let mut labels = owner.labels();
    let (first, second) = (labels.next()?, labels.next()?);
    let proto = proto_of(second.strip_prefix(b"_")?)?;
    if first == b"*" {
        return Some((None, proto));
    }
    let digits = std::str::from_utf8(first.strip_prefix(b"_")?).ok()?;
    let sound = digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0');
    digits.parse().ok().filter(|_| sound).map(|port| (Some(port), proto))
}

/// Whether these are TLSA records that are served, or an alias that leads to some.
#[must_use]
pub fn is_looked_up(rrset: Rrset<'_>) -> bool {
    match rrset.rtype() {
        types::TLSA => !is_occluded(rrset.node()),
        types::CNAME => service_of(rrset.owner()).is_some() && !is_occluded(rrset.node()),
        _ => false,
    }
}

fn proto_of(name: &[u8]) -> Option<Proto> {
    Proto::ALL.iter().copied().find(|proto| name.eq_ignore_ascii_case(proto.name().as_bytes()))
}

/// What is wrong with an owner that was meant to be `_port._transport.host`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnerFlaw {
    /// One clause that follows the owner's name.
    pub note: String,
    /// The owner that was probably meant.
    pub meant: String,
    /// Whether the owner says nothing of the port.
    pub port_is_guess: bool,
}

/// A TLSA RRset whose owner names no service, and that no alias in the zones of the run leads to.
pub struct Stray<'z> {
    /// The records.
    pub rrset: Rrset<'z>,
    /// What is wrong with the owner, where it has labels of a service or is a host.
    pub flaw: Option<OwnerFlaw>,
}

impl<'z> Stray<'z> {
    /// `None` for RRsets that are not TLSA, that are at owners of services, and that this zone does not
    /// answer for. What an alias leads to may have any owner.
    #[must_use]
    pub fn of(rrset: Rrset<'z>) -> Option<Stray<'z>> {
        let owner = rrset.owner();
        let is_stray = rrset.rtype() == types::TLSA && !is_occluded(rrset.node()) && !is_service(owner);
        is_stray.then(|| Stray { rrset, flaw: flaw(owner).or_else(|| of_host(rrset)) })
    }
}

/// Whether clients look at this owner; wildcards answer for names that they look at.
fn is_service(owner: NameRef<'_>) -> bool {
    let wildcard = owner.labels().any(|label| label == b"*");
    let mail_over_udp = matches!(service_of(owner), Some((Some(25), Proto::Udp | Proto::Sctp)));
    // The transport of HTTP/3 and DNS over QUIC: draft-ietf-dnsop-svcb-dane section 2.
    let over_quic = owner.parent().is_some_and(|below| {
        let port = digits(owner.first_label()).filter(|_| owner.first_label().starts_with(b"_"));
        below.first_label().eq_ignore_ascii_case(b"_quic") && port.is_some_and(|port| port > 0)
    });
    wildcard || over_quic || (service_of(owner).is_some() && !mail_over_udp && !is_doubled(owner))
}

/// Whether the host's name starts with the labels of a service again.
fn is_doubled(owner: NameRef<'_>) -> bool {
    owner.parent().and_then(NameRef::parent).is_some_and(|host| service_of(host).is_some())
}

/// Ports of services that people write by name.
const PORTS: &[(&str, u16)] = &[
    ("smtp", 25),
    ("submission", 587),
    ("submissions", 465),
    ("smtps", 465),
    ("https", 443),
    ("http", 443),
    ("imap", 143),
    ("imaps", 993),
    ("pop3", 110),
    ("pop3s", 995),
    ("ldaps", 636),
    ("domain-s", 853),
    ("xmpp-client", 5222),
    ("xmpp-server", 5269),
    ("sips", 5061),
];

/// What the first two labels of an owner have of a service and what they lack.
fn flaw(owner: NameRef<'_>) -> Option<OwnerFlaw> {
    let mut labels = owner.labels();
    let (first, second) = (labels.next()?, labels.next()?);
    let after_one = owner.parent()?;
    let after_two = after_one.parent()?;
    let says = |note: String, meant: String| Some(OwnerFlaw { note, meant, port_is_guess: false });
    let guesses = |note: String, meant: String| Some(OwnerFlaw { note, meant, port_is_guess: true });
    let plain = |label: &[u8]| printable(&String::from_utf8_lossy(label));
    let port = digits(first);
    let bare = second.strip_prefix(b"_").unwrap_or(second);
    match (service_of(owner), proto_of(bare)) {
        (Some((Some(25), Proto::Udp | Proto::Sctp)), _) => {
            says("names a transport mail does not use".to_owned(), format!("_25._tcp.{after_two}"))
        }
        (Some(_), _) => {
            if is_doubled(owner) {
                says("has port and transport twice".to_owned(), after_two.to_string())
            } else {
                None
            }
        }
        (None, Some(proto)) => {
            let proto = proto.name();
            let underscored = first.starts_with(b"_") && second.starts_with(b"_");
            match port {
                Some(0) | None if port.is_some() || all_digits(first) => guesses(
                    format!("has port `{}`, expected 1 to 65535", plain(first)),
                    format!("_25._{proto}.{after_two}"),
                ),
                Some(port) if !underscored => says(
                    "lacks an underscore at port or transport".to_owned(),
                    format!("_{port}._{proto}.{after_two}"),
                ),
                Some(port) => says(
                    format!("has a leading zero in port `{}`", plain(first)),
                    format!("_{port}._{proto}.{after_two}"),
                ),
                // `dane._tcp.host` may be what an alias of another zone leads to.
                None if !underscored => None,
                None => {
                    let name = first.get(1..).unwrap_or_default();
                    let known = PORTS
                        .iter()
                        .find(|(known, _)| name.eq_ignore_ascii_case(known.as_bytes()))
                        .map(|(_, port)| *port);
                    let port = known.unwrap_or(25);
                    let note = format!("has `{}` in place of a port number", plain(first));
                    Some(OwnerFlaw {
                        note,
                        meant: format!("_{port}._{proto}.{after_two}"),
                        port_is_guess: known.is_none(),
                    })
                }
            }
        }
        (None, None) => {
            let proto = first.strip_prefix(b"_").and_then(proto_of).map(Proto::name);
            match (port.filter(|_| first.starts_with(b"_")), proto) {
                (Some(port), _) if second.starts_with(b"_") => says(
                    format!("has transport `{}`, expected `_tcp`, `_udp` or `_sctp`", plain(second)),
                    format!("_{port}._tcp.{after_two}"),
                ),
                (Some(port), _) => {
                    says("has a port and no transport".to_owned(), format!("_{port}._tcp.{after_one}"))
                }
                (None, Some(proto)) => match digits(second).filter(|_| second.starts_with(b"_")) {
                    Some(port) => says(
                        "has its transport before its port".to_owned(),
                        format!("_{port}._{proto}.{after_two}"),
                    ),
                    None => {
                        guesses("has a transport and no port".to_owned(), format!("_25._{proto}.{after_one}"))
                    }
                },
                (None, None) => None,
            }
        }
    }
}

/// A host is looked at only where an alias leads there, and such are known.
fn of_host(rrset: Rrset<'_>) -> Option<OwnerFlaw> {
    let is_host = rrset.node().has(&[types::A, types::AAAA, types::MX, types::NS, types::SOA]);
    let (note, meant) =
        ("is a host, with no port and transport".to_owned(), format!("_25._tcp.{}", rrset.owner()));
    is_host.then_some(OwnerFlaw { note, meant, port_is_guess: true })
}

/// The port that a label names, its underscore left out or not.
fn digits(label: &[u8]) -> Option<u16> {
    let bare = label.strip_prefix(b"_").unwrap_or(label);
    if all_digits(label) { std::str::from_utf8(bare).ok()?.parse().ok() } else { None }
}

fn all_digits(label: &[u8]) -> bool {
    let bare = label.strip_prefix(b"_").unwrap_or(label);
    !bare.is_empty() && bare.iter().all(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Name;

    fn meant(text: &str) -> Option<String> {
        let name = Name::absolute(text).expect("a name");
        let owner = name.borrow_name();
        if is_service(owner) { Some("sound".to_owned()) } else { flaw(owner).map(|flaw| flaw.meant) }
    }

    #[test]
    fn owners_are_services_or_say_what_they_lack() {
        for (owner, expected) in [
            ("_25._tcp.mx.example.", Some("sound")),
            ("_853._UDP.ns.example.", Some("sound")),
            ("_5061._sctp.sip.example.", Some("sound")),
            ("*._tcp.mx.example.", Some("sound")),
            ("_25._tcp.*.example.", Some("sound")),
            ("_0._tcp.mx.example.", Some("_25._tcp.mx.example.")),
            ("_65536._tcp.mx.example.", Some("_25._tcp.mx.example.")),
            ("_025._tcp.mx.example.", Some("_25._tcp.mx.example.")),
            ("25._tcp.mx.example.", Some("_25._tcp.mx.example.")),
            ("_25.tcp.mx.example.", Some("_25._tcp.mx.example.")),
            ("25.tcp.mx.example.", Some("_25._tcp.mx.example.")),
            ("_25._udp.mx.example.", Some("_25._tcp.mx.example.")),
            ("_smtp._tcp.mx.example.", Some("_25._tcp.mx.example.")),
            ("_https._tcp.www.example.", Some("_443._tcp.www.example.")),
            ("_443._tpc.www.example.", Some("_443._tcp.www.example.")),
            ("_443.www.example.", Some("_443._tcp.www.example.")),
            ("_tcp.mx.example.", Some("_25._tcp.mx.example.")),
            ("_tcp._25.mx.example.", Some("_25._tcp.mx.example.")),
            ("_25._tcp._25._tcp.mx.example.", Some("_25._tcp.mx.example.")),
            ("mx.example.", None),
            ("tlsa201._dane.example.", None),
            ("_dane.example.", None),
            ("dane._tcp.example.", None),
            ("example.", None),
            (".", None),
        ] {
            assert_eq!(meant(owner).as_deref(), expected, "{owner}");
        }
    }
}
