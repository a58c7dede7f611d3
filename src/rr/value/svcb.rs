//! Service parameters of SVCB and HTTPS: RFC 9460 section 2. Sorts them; whether they make sense together is
//! for rules.

use std::fmt::Write as _;

use super::svcb_value::{self, key_name};
use super::{Codec, Flaw, Input, MAX_RDATA, number, quoted};
use crate::fault::FaultKind;
use crate::rr::Token;

/// Service parameters to the end.
pub struct ParamsRest;

impl Codec for ParamsRest {
    fn read<'t>(&self, input: &mut impl Input<'t>, _: &str) -> Option<()> {
        encode(input)
    }

    fn length(&self, rest: &[u8]) -> Result<usize, String> {
        check(rest).map(|()| rest.len())
    }

    fn show(&self, octets: &[u8], out: &mut String) -> Option<()> {
        show(octets, out)
    }

    fn has_quotes(&self) -> bool {
        true
    }
}

/// One parameter as read.
struct Param<'t> {
    key: u16,
    value: Vec<u8>,
    token: Token<'t>,
}

/// `key` and `key=value` words to the end, the value in quotes or not; there may be none.
fn encode<'t>(input: &mut dyn Input<'t>) -> Option<()> {
    let mut params = Vec::new();
    let mut octets = input.octets();
    while let Some(token) = input.word() {
        // What is beyond the limit is read for its end only.
        if octets <= MAX_RDATA
            && let Some(param) = param(input, token)
        {
            octets += 4 + param.value.len();
            params.push(param);
        }
    }
    // Sorting keeps what was written first in front, so the second of two is the one told.
    params.sort_by_key(|param| param.key);
    for (first, second) in params.iter().zip(params.iter().skip(1)) {
        if first.key == second.key {
            input.flaw(
                &second.token,
                Flaw::new(
                    FaultKind::SvcParam,
                    format!("{} stands twice", quoted(key_name(second.key).as_bytes())),
                ),
            );
        }
    }
    let out = input.out();
    for param in &params {
        // A value that is too long makes the rdata too long, which is told for the whole field.
        out.extend_from_slice(&param.key.to_be_bytes());
        out.extend_from_slice(&u16::try_from(param.value.len()).unwrap_or(u16::MAX).to_be_bytes());
        out.extend_from_slice(&param.value);
    }
    Some(())
}

/// Reads one parameter, with the quoted word behind `key=` where there is one.
fn param<'t>(input: &mut dyn Input<'t>, token: Token<'t>) -> Option<Param<'t>> {
    let (name, value) = match token.text.iter().position(|&byte| byte == b'=') {
        Some(equals) => (token.text.get(..equals).unwrap_or_default(), token.text.get(equals + 1..)),
        None => (token.text, None),
    };
    // Where a value starts, in octets from the first of the word that holds it.
    let mut value_at = name.len() + 1;
    let mut value_token = token;
    let mut value = value;
    if value == Some(b"") {
        if let Some(next) = input.word() {
            if next.quoted && next.start == token.end {
                (value, value_token, value_at) = (Some(next.text), next, 0);
            } else {
                input.put_back(next);
            }
        }
    } else if let Some([b'"', inner @ .., b'"']) = value {
        (value, value_at) = (Some(inner), value_at + 1);
    }
    let whole = Token { end: value_token.end, ..token };
    let (key, named) = match key(name) {
        Ok(key) => key,
        Err(flaw) => {
            input.flaw(&token, flaw);
            return None;
        }
    };
    let mut octets = Vec::new();
    match svcb_value::encode(key, named, value, &mut octets) {
        Ok(()) => Some(Param { key, value: octets, token: whole }),
        Err(flaw) if flaw.at.is_some() => {
            input.flaw(&value_token, flaw.moved(value_at, 0));
            None
        }
        Err(flaw) => {
            input.flaw(&Token { quoted: false, ..whole }, flaw);
            None
        }
    }
}

/// The key a word names, and whether by its own name rather than `keyNNNNN`.
fn key(name: &[u8]) -> Result<(u16, bool), Flaw> {
    if let Some(key) = svcb_value::key_of(name) {
        return Ok((key, true));
    }
    let digits = name.strip_prefix(b"key").filter(|digits| digits.first().is_some_and(u8::is_ascii_digit));
    let Some(digits) = digits else {
        return Err(Flaw::within(
            FaultKind::SvcParam,
            0,
            name.len(),
            format!("{} is no service parameter key", quoted(name)),
        ));
    };
    let value = number::u16(digits).ok().filter(|_| digits == b"0" || digits.first() != Some(&b'0'));
    let flaw = || {
        Flaw::within(
            FaultKind::SvcParam,
            0,
            name.len(),
            format!("{} is not `key0` to `key65535`", quoted(name)),
        )
    };
    value.map(|key| (key, false)).ok_or_else(flaw)
}

/// One parameter's key and value and what follows.
fn split(octets: &[u8]) -> Result<(u16, &[u8], &[u8]), String> {
    let [a, b, c, d, rest @ ..] = octets else {
        return Err(format!("parameter has {} of 4 octets", octets.len()));
    };
    let (key, len) = (u16::from_be_bytes([*a, *b]), u16::from_be_bytes([*c, *d]));
    match rest.split_at_checked(usize::from(len)) {
        Some((value, rest)) => Ok((key, value, rest)),
        None => Err(format!("{} of {len} octets has {}", key_name(key), rest.len())),
    }
}

/// The parameters of one record in wire order, as key and value; ends where the octets are not parameters.
#[derive(Debug, Clone, Copy)]
pub struct SvcParams<'a>(pub &'a [u8]);

impl<'a> Iterator for SvcParams<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (key, value, rest) = split(self.0).ok()?;
        self.0 = rest;
        Some((key, value))
    }
}

/// Whether `octets` are parameters in ascending order with values of their keys' form.
fn check(octets: &[u8]) -> Result<(), String> {
    let (mut rest, mut last) = (octets, None);
    while !rest.is_empty() {
        let (key, value, behind) = split(rest)?;
        if last.is_some_and(|last| key <= last) {
            return Err(format!("{} is out of order", key_name(key)));
        }
        svcb_value::check(key, value).map_err(|note| format!("{}: {note}", key_name(key)))?;
        last = Some(key);
        rest = behind;
    }
    Ok(())
}

/// Writes the parameters.
fn show(octets: &[u8], out: &mut String) -> Option<()> {
    let mut rest = octets;
    while !rest.is_empty() {
        if rest.len() < octets.len() {
            out.push(' ');
        }
        let (key, value, behind) = split(rest).ok()?;
        // Every reader knows the keys of RFC 9460 by name, and the later ones only by number.
        match key {
            0..=6 => out.push_str(&key_name(key)),
            _ => write!(out, "key{key}").ok()?,
        }
        svcb_value::show(key, value, out)?;
        rest = behind;
    }
    Some(())
}
