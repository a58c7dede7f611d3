//! The parts of SVCB and HTTPS records: RFC 9460 section 2. Judges nothing.

use crate::rr::{SvcParams, types};
use crate::wire::NameRef;
use crate::zone::{Record, Rrset};

/// The key of each parameter that rules ask for.
pub mod key {
    /// Keys a client must know to use the record.
    pub const MANDATORY: u16 = 0;
    /// Protocols of the endpoint.
    pub const ALPN: u16 = 1;
    /// The protocol of the scheme is not spoken.
    pub const NO_DEFAULT_ALPN: u16 = 2;
    /// Port of the endpoint.
    pub const PORT: u16 = 3;
    /// IPv4 addresses of the host.
    pub const IPV4HINT: u16 = 4;
    /// Configurations of Encrypted ClientHello.
    pub const ECH: u16 = 5;
    /// IPv6 addresses of the host.
    pub const IPV6HINT: u16 = 6;
    /// Path of DNS over HTTPS.
    pub const DOHPATH: u16 = 7;
}

/// One SVCB or HTTPS record.
#[derive(Clone, Copy)]
pub struct Binding<'z> {
    /// The record.
    pub record: Record<'z>,
    /// 0 in `AliasMode`.
    pub priority: u16,
    /// The target as written; the root where a dot stands.
    pub target: NameRef<'z>,
    /// The parameters, by key.
    pub params: SvcParams<'z>,
}

impl<'z> Binding<'z> {
    /// The parts of `record`.
    #[must_use]
    pub fn of(record: Record<'z>) -> Option<Binding<'z>> {
        let target = record.name(types::svcb::TARGET)?;
        Some(Binding {
            record,
            priority: record.u16(types::svcb::PRIORITY)?,
            target,
            params: SvcParams(record.octets(types::svcb::SERVICE_PARAMETERS).unwrap_or_default()),
        })
    }

    /// Whether this is `AliasMode`: RFC 9460 section 2.4.2.
    #[must_use]
    pub fn is_alias(self) -> bool {
        self.priority == 0
    }

    /// The host of `ServiceMode`, where `.` stands for the owner: RFC 9460 section 2.5.2.
    #[must_use]
    pub fn host(self) -> NameRef<'z> {
        if self.target.is_root() { self.record.owner() } else { self.target }
    }

    /// The value of one parameter.
    #[must_use]
    pub fn param(mut self, key: u16) -> Option<&'z [u8]> {
        self.params.find(|(other, _)| *other == key).map(|(_, value)| value)
    }

    /// The keys that `mandatory` lists.
    pub fn mandatory(self) -> impl Iterator<Item = u16> {
        let (keys, _) = self.param(key::MANDATORY).unwrap_or_default().as_chunks::<2>();
        keys.iter().map(|octets| u16::from_be_bytes(*octets))
    }

    /// The protocols that `alpn` lists.
    pub fn protocols(self) -> impl Iterator<Item = &'z [u8]> {
        let mut rest = self.param(key::ALPN).unwrap_or_default();
        std::iter::from_fn(move || {
            let (&len, behind) = rest.split_first()?;
            let (protocol, behind) = behind.split_at_checked(usize::from(len))?;
            rest = behind;
            Some(protocol)
        })
    }

    /// Whether the record describes a DNS server: SVCB at `_dns.host` or `_port._dns.host` (RFC 9461 section
    /// 3).
    #[must_use]
    pub fn is_dns_server(self) -> bool {
        let mut labels = self.record.owner().labels();
        let first = labels.next().unwrap_or_default();
        let scheme = if is_port(first) { labels.next().unwrap_or_default() } else { first };
        self.record.rtype() == types::SVCB && scheme.eq_ignore_ascii_case(b"_dns")
    }
}

/// The bindings of an RRset, those hidden by a zone cut left out.
pub fn bindings(rrset: Rrset<'_>) -> impl Iterator<Item = Binding<'_>> {
    let node = rrset.node();
    let hidden = node.is_cut() || node.is_below_cut();
    rrset.records().filter(move |_| !hidden).filter_map(Binding::of)
}

/// `_853` and the like.
fn is_port(label: &[u8]) -> bool {
    label.strip_prefix(b"_").is_some_and(|digits| !digits.is_empty() && digits.iter().all(u8::is_ascii_digit))
}
