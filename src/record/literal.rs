//! Addresses that stand where a name belongs: `192.0.2.1` is four labels to whoever reads a name.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::wire::NameRef;

/// The address that `name` was written as, be it absolute or with the zone's name behind it.
#[must_use]
pub fn address_in(name: NameRef<'_>, zone: NameRef<'_>) -> Option<IpAddr> {
    let first = name.first_label();
    if first.contains(&b':') {
        let address: Ipv6Addr = std::str::from_utf8(first).ok()?.parse().ok()?;
        return name.parent().filter(|rest| is_end(*rest, zone)).map(|_| IpAddr::V6(address));
    }
    let mut octets = [0; 4];
    let mut rest = name;
    for octet in &mut octets {
        *octet = octet_of(rest.first_label())?;
        rest = rest.parent()?;
    }
    is_end(rest, zone).then(|| IpAddr::V4(Ipv4Addr::from(octets)))
}

/// What a name was written as that is none: a URL, a path, a name with a port, a mailbox. The `/` of RFC 2317 is
/// part of a label of digits.
#[must_use]
pub fn other_than_name(name: NameRef<'_>) -> Option<&'static str> {
    let is_port = |label: &[u8]| {
        let at = label.iter().rposition(|&byte| byte == b':');
        at.and_then(|at| label.get(at + 1..))
            .is_some_and(|port| (1..=5).contains(&port.len()) && port.iter().all(u8::is_ascii_digit))
    };
    let is_range = |label: &[u8]| label.iter().all(|byte| byte.is_ascii_digit() || b"/-".contains(byte));
    let first = name.first_label();
    if first.windows(3).any(|three| three == b"://") || first.ends_with(b":") {
        return Some("a URL");
    }
    if first.contains(&b'@') {
        return Some("a mailbox");
    }
    name.labels().find_map(|label| {
        if label.contains(&b'/') && !is_range(label) {
            Some("a path")
        } else {
            is_port(label).then_some("a name with a port")
        }
    })
}

/// Whether these labels are what stands behind an address: nothing, or the zone's name.
fn is_end(rest: NameRef<'_>, zone: NameRef<'_>) -> bool {
    rest.is_root() || rest == zone
}

fn octet_of(label: &[u8]) -> Option<u8> {
    let is_number = (1..=3).contains(&label.len()) && label.iter().all(u8::is_ascii_digit);
    if is_number { std::str::from_utf8(label).ok()?.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Name;

    #[test]
    fn addresses_are_seen_with_and_without_the_zone() {
        let zone = Name::absolute("example.").expect("a test name");
        let found = |text: &str| {
            let name = Name::absolute(text).expect("a test name");
            address_in(name.borrow_name(), zone.borrow_name()).map(|address| address.to_string())
        };
        assert_eq!(found("192.0.2.1.").as_deref(), Some("192.0.2.1"));
        assert_eq!(found("192.0.2.1.example.").as_deref(), Some("192.0.2.1"));
        assert_eq!(found("2001:db8::1.example.").as_deref(), Some("2001:db8::1"));
        for text in [
            "192.0.2.300.",
            "0.2.1.example.",
            "1.192.0.2.1.example.",
            "a:b.example.",
            "192.0.2.1.example.net.",
            ".",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_written_for_a_browser_is_no_name() {
        let what = |text: &str| {
            let name = Name::absolute(text).expect("a test name");
            other_than_name(name.borrow_name())
        };
        assert_eq!(what("https://www.example.net."), Some("a URL"));
        assert_eq!(what("www.example.net/shop."), Some("a path"));
        assert_eq!(what("www.example.net:8080."), Some("a name with a port"));
        assert_eq!(what("user@example.net."), Some("a mailbox"));
        for text in ["www.example.net.", "1.0/25.2.0.192.in-addr.arpa.", "_a.b-c.example.", "."] {
            assert_eq!(what(text), None, "{text}");
        }
    }
}
