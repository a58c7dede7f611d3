//! Where a TLSA record lives: RFC 6698 section 3.

use std::fmt;

use crate::wire::{Name, NameError, printable};

/// Transport of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Proto {
    /// TLS over TCP.
    Tcp,
    /// DTLS and QUIC.
    Udp,
    /// DTLS over SCTP.
    Sctp,
}

impl Proto {
    /// Every transport.
    pub const ALL: &'static [Proto] = &[Proto::Tcp, Proto::Udp, Proto::Sctp];

    /// As in the owner name, without the underscore.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Proto::Tcp => "tcp",
            Proto::Udp => "udp",
            Proto::Sctp => "sctp",
        }
    }
}

/// One TLS service: a port of a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// Port, not 0.
    pub port: u16,
    /// Transport.
    pub proto: Proto,
    /// The host, absolute.
    pub host: Name,
    owner: Name,
}

/// Why text is not the name of a host.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum HostError {
    /// Not a domain name at all.
    Name(NameError),
    /// The root.
    Root,
    /// The leftmost label is `*`.
    Wildcard,
    /// A label starts with an underscore, as service names do.
    Underscore,
    /// An IP address.
    Address,
    /// This character does not stand in host names.
    Character(char),
    /// A label starts or ends with a hyphen.
    Hyphen(String),
    /// With the service labels the name has more than 255 octets.
    OwnerTooLong,
}

impl fmt::Display for HostError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            HostError::Name(error) => error.fmt(f),
            HostError::Root => f.write_str("is the root, not a host"),
            HostError::Wildcard => {
                f.write_str("is a wildcard; name each host, TLSA records are looked up by host name")
            }
            HostError::Underscore => f.write_str(
                "has a label that starts with `_`; write services as --service _25._tcp.mail.example.org",
            ),
            HostError::Address => f.write_str("is an address; TLSA records are looked up by host name"),
            HostError::Character(c) if c.is_ascii() => {
                write!(
                    f,
                    "has `{}` in it; host names have letters, digits, `-` and `.`",
                    printable(&c.to_string())
                )
            }
            HostError::Character(c) => write!(
                f,
                "has `{}` in it; write international names in their xn-- form",
                printable(&c.to_string())
            ),
            HostError::Hyphen(label) => {
                write!(f, "has the label `{label}`; labels neither start nor end with `-`")
            }
            HostError::OwnerTooLong => {
                f.write_str("has more than 255 octets once the port and transport labels are in front")
            }
        }
    }
}

impl std::error::Error for HostError {}

/// Why text is not `_port._proto.host`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ServiceError {
    /// The first two labels are something else.
    Form,
    /// The port label is not a number from 1 to 65535.
    Port(String),
    /// The transport label is none of [`Proto::ALL`].
    Proto(String),
    /// What follows them is no host name.
    Host(HostError),
}

impl fmt::Display for ServiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ServiceError::Form => {
                f.write_str("is not of the form _port._transport.host, as in _25._tcp.mail.example.org")
            }
            ServiceError::Port(label) => write!(
                f,
                "has the port label `{}`; expected `_1` to `_65535` without leading zeros",
                printable(label)
            ),
            ServiceError::Proto(label) => write!(
                f,
                "has the transport label `{}`; expected `_tcp`, `_udp` or `_sctp`",
                printable(label)
            ),
            ServiceError::Host(error) => write!(f, "{error} (the host part)"),
        }
    }
}

impl std::error::Error for ServiceError {}

impl Service {
    /// The service at `port` of `host`, which is absolute with or without its final dot.
    ///
    /// # Errors
    /// [`HostError`] says why `host` is not the name of a host.
    pub fn new(host: &str, proto: Proto, port: u16) -> Result<Service, HostError> {
        let host = parse_host(host)?;
        let owner = format!("_{port}._{}.{host}", proto.name());
        let owner = Name::absolute(&owner).map_err(|_| HostError::OwnerTooLong)?;
        Ok(Service { port, proto, host, owner })
    }

    /// Reads `_25._tcp.mail.example.org`, the final dot left out or not.
    ///
    /// # Errors
    /// [`ServiceError`] says which part is not as it should be.
    pub fn parse(text: &str) -> Result<Service, ServiceError> {
        let mut labels = text.splitn(3, '.');
        let (Some(port), Some(proto), Some(host)) = (labels.next(), labels.next(), labels.next()) else {
            return Err(ServiceError::Form);
        };
        let (Some(port_text), Some(proto_text)) = (port.strip_prefix('_'), proto.strip_prefix('_')) else {
            return Err(ServiceError::Form);
        };
        let number =
            port_text.parse().ok().filter(|number: &u16| *number != 0 && number.to_string() == port_text);
        let number = number.ok_or_else(|| ServiceError::Port(port.to_owned()))?;
        let transport =
            Proto::ALL.iter().find(|known| known.name().eq_ignore_ascii_case(proto_text)).copied();
        let transport = transport.ok_or_else(|| ServiceError::Proto(proto.to_owned()))?;
        Service::new(host, transport, number).map_err(ServiceError::Host)
    }

    /// `_25._tcp.mail.example.org.`
    #[must_use]
    pub fn owner(&self) -> &Name {
        &self.owner
    }

    /// The owner in lower case, to be looked up by.
    #[must_use]
    pub fn key(&self) -> Box<[u8]> {
        (*self.owner.borrow_name().to_lowercase()).into()
    }

    /// Whether mail servers deliver to each other here: [`is_mail_exchange_port`].
    #[must_use]
    pub fn is_mail_exchange(&self) -> bool {
        is_mail_exchange_port(self.proto, self.port)
    }

    /// Whether mail is handed in here: RFC 6409 and RFC 8314.
    #[must_use]
    pub fn is_submission(&self) -> bool {
        self.proto == Proto::Tcp && matches!(self.port, 465 | 587)
    }
}

/// Whether mail servers deliver to each other at this port: the service that RFC 7672 is about, whose clients
/// do not use usages 0 and 1.
#[must_use]
pub fn is_mail_exchange_port(proto: Proto, port: u16) -> bool {
    proto == Proto::Tcp && port == 25
}

/// A host name: RFC 1123 section 2.1, underscores inside labels let pass as resolvers do.
fn parse_host(text: &str) -> Result<Name, HostError> {
    if text.trim_matches(['[', ']']).parse::<std::net::IpAddr>().is_ok() {
        return Err(HostError::Address);
    }
    if text == "." {
        return Err(HostError::Root);
    }
    if text == "*" || text.starts_with("*.") {
        return Err(HostError::Wildcard);
    }
    if let Some(c) = text.chars().find(|c| !c.is_ascii_alphanumeric() && !"-_.".contains(*c)) {
        return Err(HostError::Character(c));
    }
    for label in text.split('.') {
        if label.starts_with('_') {
            return Err(HostError::Underscore);
        }
        if label.starts_with('-') || label.ends_with('-') {
            return Err(HostError::Hyphen(label.to_owned()));
        }
    }
    Name::absolute(text).map_err(HostError::Name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(host: &str) -> HostError {
        Service::new(host, Proto::Tcp, 25).expect_err(host)
    }

    #[test]
    fn the_final_dot_changes_nothing() {
        for text in ["mail.example.org", "mail.example.org."] {
            let service = Service::new(text, Proto::Tcp, 25).expect("a host");
            assert_eq!(service.owner().to_string(), "_25._tcp.mail.example.org.");
        }
        assert_eq!(
            Service::parse("_853._UDP.ns.example.").expect("a service").owner().to_string(),
            "_853._udp.ns.example."
        );
    }

    #[test]
    fn what_is_no_host_says_why() {
        assert_eq!(refused("a b"), HostError::Character(' '));
        assert_eq!(refused("bücher.example"), HostError::Character('ü'));
        assert_eq!(refused("*.example.org"), HostError::Wildcard);
        assert_eq!(refused("_25._tcp.mail.example.org"), HostError::Underscore);
        assert_eq!(refused("192.0.2.1"), HostError::Address);
        assert_eq!(refused("[2001:db8::1]"), HostError::Address);
        assert_eq!(refused("-a.example"), HostError::Hyphen("-a".to_owned()));
        assert_eq!(refused(""), HostError::Name(NameError::Empty));
        assert_eq!(refused("."), HostError::Root);
        assert!(matches!(refused("a..example"), HostError::Name(NameError::EmptyLabel(_))));
        assert!(matches!(refused(&"a".repeat(64)), HostError::Name(NameError::LabelTooLong(_))));
        let long = ["a".repeat(61), "b".repeat(61), "c".repeat(61), "d".repeat(61)].join(".");
        assert_eq!(refused(&long), HostError::OwnerTooLong);
    }

    #[test]
    fn services_name_the_part_at_fault() {
        let refused = |text: &str| Service::parse(text).expect_err(text);
        assert_eq!(refused("mail.example.org"), ServiceError::Form);
        assert_eq!(refused("_25._tcp"), ServiceError::Form);
        for port in ["_0", "_65536", "_025", "_+25", "_smtp", "_"] {
            assert_eq!(refused(&format!("{port}._tcp.example.")), ServiceError::Port(port.to_owned()));
        }
        assert_eq!(refused("_25._tls.example."), ServiceError::Proto("_tls".to_owned()));
        assert_eq!(refused("_25._tcp."), ServiceError::Host(HostError::Name(NameError::Empty)));
    }
}
