//! The values of service parameters: RFC 9460 section 7 and appendix A, and the registry's later keys.

use std::fmt::Write as _;

use super::{Flaw, MAX_RDATA, address, base64, number, quoted, string};
use crate::fault::FaultKind;

/// How a key's value is written.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    /// Names of other keys.
    Keys,
    /// Strings with a length octet each; the flag allows none.
    Strings { or_none: bool },
    /// Nothing.
    Empty,
    /// One 16-bit number.
    Port,
    /// 16-bit numbers.
    Numbers,
    /// IPv4 addresses.
    Ipv4,
    /// IPv6 addresses.
    Ipv6,
    /// Base64.
    Base64,
    /// Octets as a character-string.
    Text,
}

/// The IANA registry of service parameter keys, in order.
const KEYS: &[(&str, Form)] = &[
    ("mandatory", Form::Keys),
    ("alpn", Form::Strings { or_none: false }),
    ("no-default-alpn", Form::Empty),
    ("port", Form::Port),
    ("ipv4hint", Form::Ipv4),
    ("ech", Form::Base64),
    ("ipv6hint", Form::Ipv6),
    ("dohpath", Form::Text),
    ("ohttp", Form::Empty),
    ("tls-supported-groups", Form::Numbers),
    ("docpath", Form::Strings { or_none: true }),
    ("pvd", Form::Text),
    ("oots", Form::Text),
];

fn form(key: u16) -> Form {
    KEYS.get(usize::from(key)).map_or(Form::Text, |(_, form)| *form)
}

/// The key with this name.
pub fn key_of(name: &[u8]) -> Option<u16> {
    KEYS.iter().position(|(other, _)| other.as_bytes() == name).and_then(|at| u16::try_from(at).ok())
}

/// The name of a service parameter key, or `keyNNNNN`.
#[must_use]
pub fn key_name(key: u16) -> String {
    KEYS.get(usize::from(key)).map_or_else(|| format!("key{key}"), |(name, _)| (*name).to_owned())
}

fn flaw(note: String) -> Flaw {
    Flaw::new(FaultKind::SvcParam, note)
}

/// Reads the value of `key`, of which nothing may stand. A key written `keyNNNNN` has its wire octets as
/// value.
pub fn encode(key: u16, named: bool, value: Option<&[u8]>, out: &mut Vec<u8>) -> Result<(), Flaw> {
    let name = key_name(key);
    let text = value.unwrap_or_default();
    let form = if named { form(key) } else { Form::Text };
    let needs_value = !matches!(form, Form::Empty | Form::Text | Form::Strings { or_none: true });
    if text.is_empty() && needs_value {
        return Err(flaw(format!("{name} has no value")));
    }
    if form == Form::Empty {
        return if value.is_none() || text.is_empty() {
            Ok(())
        } else {
            Err(flaw(format!("{name} has a value, which it cannot")))
        };
    }
    let mut plain = Vec::new();
    string::plain(text, MAX_RDATA + 1, &mut plain)
        .map_err(|flaw| Flaw { kind: FaultKind::SvcParam, ..flaw })?;
    // Offsets in the value are offsets in the text only where nothing was escaped.
    let exact = plain.len() == text.len();
    let at = |flaw: Flaw, from: usize, len: usize| match exact {
        true => Flaw { kind: FaultKind::SvcParam, ..flaw.moved(from, len) },
        false => Flaw { kind: FaultKind::SvcParam, at: None, ..flaw },
    };
    match form {
        Form::Text => out.append(&mut plain),
        Form::Strings { .. } => strings(&plain, &name, out)?,
        Form::Port => out
            .extend_from_slice(&number::u16(&plain).map_err(|flaw| at(flaw, 0, plain.len()))?.to_be_bytes()),
        Form::Base64 => base64::encode_text(&plain, "ech", out).map_err(|flaw| at(flaw, 0, plain.len()))?,
        Form::Keys => mandatory(&plain, out)?,
        _ => {
            let mut from = 0;
            for item in plain.split(|&byte| byte == b',') {
                let outcome = match form {
                    Form::Ipv4 => address::ipv4(item).map(|octets| out.extend_from_slice(&octets)),
                    Form::Ipv6 => address::ipv6(item).map(|octets| out.extend_from_slice(&octets)),
                    _ => number::u16(item).map(|value| out.extend_from_slice(&value.to_be_bytes())),
                };
                outcome.map_err(|flaw| at(flaw, from, item.len()))?;
                from += item.len() + 1;
            }
        }
    }
    if !named {
        check(key, out).map_err(|note| flaw(format!("{name}: {note}")))?;
    }
    Ok(())
}

/// A comma-separated list in which `\,` and `\\` stand for themselves: RFC 9460 appendix A.1.
fn strings(plain: &[u8], name: &str, out: &mut Vec<u8>) -> Result<(), Flaw> {
    if plain.is_empty() {
        return Ok(());
    }
    let mut bytes = plain.iter();
    let mut more = true;
    while more {
        let mut item = Vec::new();
        more = false;
        while let Some(&byte) = bytes.next() {
            match byte {
                b',' => {
                    more = true;
                    break;
                }
                b'\\' => match bytes.next() {
                    Some(&escaped @ (b',' | b'\\')) => item.push(escaped),
                    _ => {
                        return Err(flaw(format!(
                            "{name} has a backslash before neither comma nor backslash"
                        )));
                    }
                },
                _ => item.push(byte),
            }
        }
        match u8::try_from(item.len()) {
            Ok(0) => return Err(flaw(format!("{name} has an empty item"))),
            Ok(len) => out.push(len),
            Err(_) => return Err(flaw(format!("{name} has an item of {} octets, 255 fit", item.len()))),
        }
        out.append(&mut item);
    }
    Ok(())
}

/// Keys by name, in ascending order on the wire: RFC 9460 section 8.
fn mandatory(plain: &[u8], out: &mut Vec<u8>) -> Result<(), Flaw> {
    let mut keys = Vec::new();
    for item in plain.split(|&byte| byte == b',') {
        let numbered = || {
            item.strip_prefix(b"key")
                .filter(|digits| !digits.is_empty())
                .and_then(|digits| number::u16(digits).ok())
        };
        match key_of(item).or_else(numbered) {
            Some(0) => return Err(flaw("mandatory lists itself".to_owned())),
            Some(key) if keys.contains(&key) => {
                return Err(flaw(format!("mandatory lists {} twice", quoted(item))));
            }
            Some(key) => keys.push(key),
            None => return Err(flaw(format!("mandatory lists {}, no service parameter key", quoted(item)))),
        }
    }
    keys.sort_unstable();
    keys.iter().for_each(|key| out.extend_from_slice(&key.to_be_bytes()));
    Ok(())
}

/// Whether `octets` are a value of `key`.
pub fn check(key: u16, octets: &[u8]) -> Result<(), String> {
    let whole = |size: usize, what: &str| match octets.len() {
        0 => Err("is empty".to_owned()),
        len if !len.is_multiple_of(size) => Err(format!("{len} octets are no whole {what}")),
        _ => Ok(()),
    };
    match form(key) {
        Form::Text => Ok(()),
        Form::Empty if octets.is_empty() => Ok(()),
        Form::Empty => Err(format!("has {} octets, none fit", octets.len())),
        Form::Port if octets.len() == 2 => Ok(()),
        Form::Port => Err(format!("has {} octets, a port 2", octets.len())),
        Form::Numbers => whole(2, "16-bit numbers"),
        Form::Ipv4 => whole(4, "IPv4 addresses"),
        Form::Ipv6 => whole(16, "IPv6 addresses"),
        Form::Base64 => whole(1, "octets"),
        Form::Strings { or_none: true } if octets.is_empty() => Ok(()),
        Form::Strings { .. } => {
            string::length_rest(octets)?;
            if items(octets).any(<[u8]>::is_empty) { Err("has an empty item".to_owned()) } else { Ok(()) }
        }
        Form::Keys => {
            whole(2, "keys")?;
            let (keys, _) = octets.as_chunks::<2>();
            if keys.first() == Some(&[0, 0]) {
                return Err("lists itself".to_owned());
            }
            if keys.windows(2).all(|pair| matches!(pair, [a, b] if a < b)) {
                Ok(())
            } else {
                Err("keys are out of order".to_owned())
            }
        }
    }
}

/// Strings with a length octet each.
fn items(octets: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = octets;
    std::iter::from_fn(move || {
        let (&len, behind) = rest.split_first()?;
        let (item, behind) = behind.split_at_checked(usize::from(len))?;
        rest = behind;
        Some(item)
    })
}

/// Writes `=value`, or nothing where there is none.
pub fn show(key: u16, octets: &[u8], out: &mut String) -> Option<()> {
    if octets.is_empty() {
        return Some(());
    }
    out.push('=');
    match form(key) {
        // Keys beyond RFC 9460 are written by number, and so are their octets.
        _ if key > 6 => string::show_quoted(octets, out),
        Form::Keys => joined(octets.chunks(2), out, |item, out| {
            out.push_str(&key_name(u16::from_be_bytes(item.try_into().ok()?)));
            Some(())
        })?,
        Form::Port => number::show(octets, out),
        Form::Ipv4 => joined(octets.chunks(4), out, address::show_ipv4)?,
        Form::Ipv6 => joined(octets.chunks(16), out, address::show_ipv6)?,
        Form::Base64 => base64::show(octets, out),
        Form::Strings { .. } => {
            let mut list = Vec::new();
            for item in items(octets) {
                if !list.is_empty() {
                    list.push(b',');
                }
                for &byte in item {
                    if matches!(byte, b',' | b'\\') {
                        list.push(b'\\');
                    }
                    list.push(byte);
                }
            }
            string::show_quoted(&list, out);
        }
        Form::Text | Form::Empty | Form::Numbers => string::show_quoted(octets, out),
    }
    Some(())
}

fn joined<'a>(
    items: impl Iterator<Item = &'a [u8]>,
    out: &mut String,
    mut show: impl FnMut(&[u8], &mut String) -> Option<()>,
) -> Option<()> {
    for (index, item) in items.enumerate() {
        if index > 0 {
            out.write_char(',').ok()?;
        }
        show(item, out)?;
    }
    Some(())
}
