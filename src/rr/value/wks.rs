//! WKS protocol and services: RFC 1035 section 3.4.2.

use std::fmt::Write as _;

use super::{Codec, Flaw, Input, number, one, quoted};
use crate::fault::FaultKind;

/// Protocol and services behind an address.
pub struct Wks;

impl Codec for Wks {
    fn read<'t>(&self, input: &mut impl Input<'t>, _: &str) -> Option<()> {
        encode(input)
    }

    fn length(&self, rest: &[u8]) -> Result<usize, String> {
        check(rest).map(|()| rest.len())
    }

    fn show(&self, octets: &[u8], out: &mut String) -> Option<()> {
        show(octets, out)
    }
}

/// The IANA protocol numbers that WKS was used with.
const PROTOCOLS: &[(&str, u8)] = &[("tcp", 6), ("udp", 17), ("icmp", 1), ("igmp", 2), ("ggp", 3), ("egp", 8)];

/// The IANA service names of the time of WKS.
const SERVICES: &[(&str, u16)] = &[
    ("tcpmux", 1),
    ("echo", 7),
    ("discard", 9),
    ("systat", 11),
    ("daytime", 13),
    ("qotd", 17),
    ("chargen", 19),
    ("ftp-data", 20),
    ("ftp", 21),
    ("ssh", 22),
    ("telnet", 23),
    ("smtp", 25),
    ("time", 37),
    ("whois", 43),
    ("tacacs", 49),
    ("domain", 53),
    ("www", 80),
    ("bootps", 67),
    ("bootpc", 68),
    ("tftp", 69),
    ("gopher", 70),
    ("finger", 79),
    ("http", 80),
    ("kerberos", 88),
    ("pop3", 110),
    ("sunrpc", 111),
    ("auth", 113),
    ("nntp", 119),
    ("ntp", 123),
    ("imap", 143),
    ("imap2", 143),
    ("snmp", 161),
    ("snmp-trap", 162),
    ("irc", 194),
    ("ldap", 389),
    ("https", 443),
    ("submissions", 465),
    ("syslog", 514),
    ("submission", 587),
    ("ldaps", 636),
    ("imaps", 993),
    ("pop3s", 995),
];

fn protocol(text: &[u8]) -> Result<u8, Flaw> {
    match PROTOCOLS.iter().find(|(name, _)| name.as_bytes().eq_ignore_ascii_case(text)) {
        Some((_, code)) => Ok(*code),
        None if text.first().is_none_or(u8::is_ascii_digit) => number::u8(text),
        None => Err(Flaw::new(FaultKind::Mnemonic, format!("{} is no protocol", quoted(text)))),
    }
}

fn service(text: &[u8]) -> Result<u16, Flaw> {
    match SERVICES.iter().find(|(name, _)| name.as_bytes().eq_ignore_ascii_case(text)) {
        Some((_, port)) => Ok(*port),
        None if text.first().is_none_or(u8::is_ascii_digit) => number::u16(text),
        None => Err(Flaw::new(FaultKind::Mnemonic, format!("{} is no service", quoted(text)))),
    }
}

/// Protocol, then services to the end.
fn encode<'t>(input: &mut dyn Input<'t>) -> Option<()> {
    one(input, |text, out| protocol(text).map(|code| out.push(code)))?;
    let mut bits = Vec::new();
    while let Some(token) = input.word() {
        match service(token.text) {
            Err(flaw) => input.flaw(&token, flaw),
            Ok(port) => {
                let at = usize::from(port / 8);
                if bits.len() <= at {
                    bits.resize(at + 1, 0u8);
                }
                if let Some(slot) = bits.get_mut(at) {
                    *slot |= 0x80 >> (port % 8);
                }
            }
        }
    }
    input.out().extend_from_slice(&bits);
    Some(())
}

/// Whether `octets` are a protocol and a bit map of ports.
fn check(octets: &[u8]) -> Result<(), String> {
    match octets.len() {
        0 => Err("ends before the protocol".to_owned()),
        1..=8193 => Ok(()),
        len => Err(format!("bit map has {} octets, 8192 fit", len - 1)),
    }
}

/// Writes protocol and ports by number; `None` where the map has an empty tail, which text cannot say.
fn show(octets: &[u8], out: &mut String) -> Option<()> {
    let (protocol, bits) = octets.split_first()?;
    if bits.last() == Some(&0) {
        return None;
    }
    write!(out, "{protocol}").ok()?;
    for (index, byte) in bits.iter().enumerate() {
        for bit in (0..8usize).filter(|bit| byte & (0x80 >> bit) != 0) {
            write!(out, " {}", index * 8 + bit).ok()?;
        }
    }
    Some(())
}
