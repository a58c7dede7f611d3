//! Triggers and actions of response policy zones: draft-vixie-dnsop-dns-rpz. Judges nothing.

use std::fmt;

use crate::wire::{excerpt, nearest_of};

/// Labels below which a trigger is an address.
pub const ADDRESS_TRIGGERS: [&str; 3] = ["rpz-ip", "rpz-client-ip", "rpz-nsip"];
/// All labels below which triggers are no names that are asked for.
pub const TRIGGERS: [&str; 4] = ["rpz-ip", "rpz-client-ip", "rpz-nsip", "rpz-nsdname"];
/// The actions that have a name.
pub const ACTIONS: [&str; 3] = ["rpz-passthru", "rpz-drop", "rpz-tcp-only"];

/// Why labels are no address trigger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TriggerFault {
    /// There is an address and no prefix length before it; this many bits are meant.
    NoPrefix(u8),
    /// The first label is no prefix length.
    NotPrefix(String),
    /// The prefix length is 0 or larger than this.
    PrefixRange(String, u8),
    /// This label is no octet of an IPv4 address.
    Octet(String),
    /// This label is no group of an IPv6 address.
    Group(String),
    /// So many groups, where 8 are needed, or fewer and one `zz`.
    Groups(usize),
    /// Bits behind the prefix are set; this is the trigger of the network.
    HostBits(String),
}

impl fmt::Display for TriggerFault {
    /// One clause.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TriggerFault::NoPrefix(_) => write!(f, "no prefix length in front"),
            TriggerFault::NotPrefix(label) => write!(f, "`{label}` is no prefix length"),
            TriggerFault::PrefixRange(label, most) => {
                write!(f, "prefix length {label}, expected 1 to {most}")
            }
            TriggerFault::Octet(label) => write!(f, "`{label}` is no octet of an IPv4 address"),
            TriggerFault::Group(label) => write!(f, "`{label}` is no group of an IPv6 address"),
            TriggerFault::Groups(count) => write!(f, "{count} groups of an IPv6 address, expected 8"),
            TriggerFault::HostBits(_) => write!(f, "bits are set behind the prefix length"),
        }
    }
}

/// What is wrong with the labels before `rpz-ip` and the like.
#[must_use]
pub fn trigger_fault(labels: &[&[u8]]) -> Option<TriggerFault> {
    let (prefix, rest) = labels.split_first()?;
    if labels.len() == 4 && labels.iter().all(|label| octet(label).is_some()) {
        return Some(TriggerFault::NoPrefix(32));
    }
    let Some(bits) = number(prefix, 10) else {
        let is_address = labels.iter().all(|label| is_zz(label) || group(label).is_some());
        return Some(if is_address && groups(labels).is_ok() {
            TriggerFault::NoPrefix(128)
        } else {
            TriggerFault::NotPrefix(excerpt(prefix, 24))
        });
    };
    let is_ipv4 = rest.len() == 4 && !rest.iter().any(|label| is_zz(label));
    let most: u8 = if is_ipv4 { 32 } else { 128 };
    let Some(bits) = u8::try_from(bits).ok().filter(|bits| (1..=most).contains(bits)) else {
        return Some(TriggerFault::PrefixRange(excerpt(prefix, 24), most));
    };
    if is_ipv4 { ipv4_fault(bits, rest) } else { ipv6_fault(bits, rest) }
}

fn ipv4_fault(bits: u8, labels: &[&[u8]]) -> Option<TriggerFault> {
    let mut address: u32 = 0;
    for label in labels.iter().rev() {
        let Some(octet) = octet(label) else { return Some(TriggerFault::Octet(excerpt(label, 24))) };
        address = address << 8 | u32::from(octet);
    }
    let host = u32::MAX.checked_shr(u32::from(bits)).unwrap_or(0);
    if address & host == 0 {
        return None;
    }
    let [a, b, c, d] = (address & !host).to_be_bytes();
    Some(TriggerFault::HostBits(format!("{bits}.{d}.{c}.{b}.{a}")))
}

fn ipv6_fault(bits: u8, labels: &[&[u8]]) -> Option<TriggerFault> {
    let address = match groups(labels) {
        Ok(address) => address,
        Err(fault) => return Some(fault),
    };
    let host = u128::MAX.checked_shr(u32::from(bits)).unwrap_or(0);
    if address & host == 0 {
        return None;
    }
    let network = std::net::Ipv6Addr::from(address & !host);
    let mut text: Vec<String> = network.segments().iter().map(|group| format!("{group:x}")).collect();
    text.reverse();
    Some(TriggerFault::HostBits(format!("{bits}.{}", text.join("."))))
}

/// The address of groups from the last to the first, of which one `zz` stands for as many zeros as lack.
fn groups(labels: &[&[u8]]) -> Result<u128, TriggerFault> {
    let zeros = labels.iter().filter(|label| is_zz(label)).count();
    let count = labels.len() - zeros;
    if zeros > 1 || count > 8 || (zeros == 0 && count != 8) || (zeros == 1 && count == 8) {
        return Err(TriggerFault::Groups(count));
    }
    let mut address: u128 = 0;
    for label in labels.iter().rev() {
        if is_zz(label) {
            address = (count..8).fold(address, |address, _| address << 16);
        } else {
            let Some(group) = group(label) else { return Err(TriggerFault::Group(excerpt(label, 24))) };
            address = address << 16 | u128::from(group);
        }
    }
    Ok(address)
}

/// The action that a target was probably meant to be, where it is none and looks like one.
///
/// `label` is the first label of the target, all that is before the zone's name or the root.
#[must_use]
pub fn misspelt_action(label: &[u8]) -> Option<&'static str> {
    let text = std::str::from_utf8(label).ok()?.to_ascii_lowercase();
    let bare = ACTIONS.into_iter().find(|action| action.strip_prefix("rpz-") == Some(text.as_str()));
    if bare.is_some() {
        return bare;
    }
    let looks_like = text.starts_with("rpz") || text == "passthrough";
    let nearest = || nearest_of(&text, ACTIONS.into_iter()).unwrap_or("rpz-passthru");
    (looks_like && !ACTIONS.contains(&text.as_str())).then(nearest)
}

/// The kind of trigger that a label was probably meant to be, where it is none and looks like one.
#[must_use]
pub fn misspelt_trigger(label: &[u8]) -> Option<&'static str> {
    let text = std::str::from_utf8(label).ok()?.to_ascii_lowercase();
    let is_kind = TRIGGERS.contains(&text.as_str());
    (text.starts_with("rpz-") && !is_kind).then(|| nearest_of(&text, TRIGGERS.into_iter())).flatten()
}

fn is_zz(label: &[u8]) -> bool {
    label.eq_ignore_ascii_case(b"zz")
}

fn octet(label: &[u8]) -> Option<u8> {
    u8::try_from(number(label, 10)?).ok()
}

fn group(label: &[u8]) -> Option<u16> {
    u16::try_from(number(label, 16)?).ok()
}

fn number(label: &[u8], radix: u32) -> Option<u32> {
    let text = std::str::from_utf8(label).ok()?;
    let is_plain = !text.is_empty() && text.chars().all(|digit| digit.is_digit(radix));
    if is_plain { u32::from_str_radix(text, radix).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> Option<TriggerFault> {
        let labels: Vec<&[u8]> = text.split('.').map(str::as_bytes).collect();
        trigger_fault(&labels)
    }

    #[test]
    fn networks_are_triggers() {
        for text in ["32.1.2.0.192", "24.0.2.0.192", "128.1.zz.db8.2001", "32.zz.db8.2001", "1.0.0.0.128"] {
            assert_eq!(fault(text), None, "{text}");
        }
        assert_eq!(fault("48.0.0.0.0.0.0.db8.2001"), None);
    }

    #[test]
    fn what_resolvers_pass_over_is_told() {
        assert_eq!(fault("1.2.0.192"), Some(TriggerFault::NoPrefix(32)));
        assert_eq!(fault("a.zz.db8.2001"), Some(TriggerFault::NoPrefix(128)));
        assert_eq!(fault("x.1.2.0.192"), Some(TriggerFault::NotPrefix("x".to_owned())));
        assert_eq!(fault("33.1.2.0.192"), Some(TriggerFault::PrefixRange("33".to_owned(), 32)));
        assert_eq!(fault("0.1.2.0.192"), Some(TriggerFault::PrefixRange("0".to_owned(), 32)));
        assert_eq!(fault("129.1.zz.db8.2001"), Some(TriggerFault::PrefixRange("129".to_owned(), 128)));
        assert_eq!(fault("32.1.2.0.256"), Some(TriggerFault::Octet("256".to_owned())));
        assert_eq!(fault("128.1.zz.db8.20010"), Some(TriggerFault::Group("20010".to_owned())));
        assert_eq!(fault("128.1.2.3.db8.2001"), Some(TriggerFault::Groups(5)));
        assert_eq!(fault("24.1.2.0.192"), Some(TriggerFault::HostBits("24.0.2.0.192".to_owned())));
        assert_eq!(
            fault("32.1.zz.db8.2001"),
            Some(TriggerFault::HostBits("32.0.0.0.0.0.0.db8.2001".to_owned()))
        );
    }

    #[test]
    fn slips_in_actions_are_seen() {
        assert_eq!(misspelt_action(b"rpz-passtru"), Some("rpz-passthru"));
        assert_eq!(misspelt_action(b"DROP"), Some("rpz-drop"));
        assert_eq!(misspelt_action(b"rpz-drop"), None);
        assert_eq!(misspelt_action(b"www"), None);
        assert_eq!(misspelt_trigger(b"rpz-clientip"), Some("rpz-client-ip"));
        assert_eq!(misspelt_trigger(b"rpz-ip"), None);
    }
}
