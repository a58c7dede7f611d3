//! Domain names in rdata. An octet above 127 is told and kept: the one fault that loses no record.

use std::fmt::Write as _;

use super::{Codec, Flaw, Input, MAX_RDATA, quoted};
use crate::fault::FaultKind;
use crate::wire::{NameError, NameRef};

/// Domain name that canonical form writes in lower case.
pub struct Name;

impl Codec for Name {
    fn read<'t>(&self, input: &mut impl Input<'t>, _: &str) -> Option<()> {
        read(input)
    }

    fn length(&self, rest: &[u8]) -> Result<usize, String> {
        length(rest)
    }

    fn show(&self, octets: &[u8], out: &mut String) -> Option<()> {
        show(octets, out)
    }

    fn name_offset(&self, octets: &[u8]) -> Option<usize> {
        let _ = octets;
        Some(0)
    }

    fn is_folded(&self) -> bool {
        true
    }
}

/// Domain name that canonical form leaves as it is.
pub struct NameAsIs;

impl Codec for NameAsIs {
    fn read<'t>(&self, input: &mut impl Input<'t>, _: &str) -> Option<()> {
        read(input)
    }

    fn length(&self, rest: &[u8]) -> Result<usize, String> {
        length(rest)
    }

    fn show(&self, octets: &[u8], out: &mut String) -> Option<()> {
        show(octets, out)
    }

    fn name_offset(&self, octets: &[u8]) -> Option<usize> {
        let _ = octets;
        Some(0)
    }
}

/// Domain names to the end.
pub struct NamesRest;

impl Codec for NamesRest {
    fn read<'t>(&self, input: &mut impl Input<'t>, _: &str) -> Option<()> {
        // Short names grow by a long origin: what no rdata can hold is not kept.
        while input.octets() <= MAX_RDATA && read(input).is_some() {}
        while input.word().is_some() {}
        Some(())
    }

    fn length(&self, rest: &[u8]) -> Result<usize, String> {
        let mut at = 0;
        while at < rest.len() {
            at += length(rest.get(at..).unwrap_or_default())?;
        }
        Ok(at)
    }

    fn show(&self, octets: &[u8], out: &mut String) -> Option<()> {
        let mut rest = octets;
        while !rest.is_empty() {
            if rest.len() < octets.len() {
                out.push(' ');
            }
            let name = NameRef::from_wire(rest)?;
            write!(out, "{name}").ok()?;
            rest = rest.get(name.wire().len()..)?;
        }
        Some(())
    }

    fn name_offset(&self, octets: &[u8]) -> Option<usize> {
        let _ = octets;
        Some(0)
    }
}

/// Reads one name.
pub fn read<'t>(input: &mut (impl Input<'t> + ?Sized)) -> Option<()> {
    let token = input.word()?;
    if let Ok(Some(flaw)) | Err(flaw) = input.name(token.text) {
        input.flaw(&token, flaw);
    }
    Some(())
}

/// Reads one name. `Ok` may carry a flaw that is told but leaves the name usable.
pub fn encode(text: &[u8], origin: NameRef<'_>, out: &mut Vec<u8>) -> Result<Option<Flaw>, Flaw> {
    match NameRef::parse_into(text, origin, out) {
        Ok(false) => Ok(None),
        Ok(true) => Ok(Some(non_ascii(text))),
        Err(error) => Err(flaw_of(error, text)),
    }
}

fn non_ascii(text: &[u8]) -> Flaw {
    let from = text.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let run = text.iter().skip(from).take_while(|byte| !byte.is_ascii()).count();
    Flaw::within(
        FaultKind::NonAsciiName,
        from,
        from + run,
        format!("{} is outside ASCII", quoted(text.get(from..from + run).unwrap_or_default())),
    )
}

/// The flaw that `error` is in `text`.
pub fn flaw_of(error: NameError, text: &[u8]) -> Flaw {
    match error {
        NameError::LabelTooLong(at) => {
            let len = label_len(text.get(at..).unwrap_or_default());
            let label = text.get(at..at + len).unwrap_or_default();
            Flaw::within(
                FaultKind::LabelTooLong,
                at,
                at + len,
                format!("label {} is longer than 63 octets", quoted(label)),
            )
        }
        NameError::NameTooLong(_) => {
            Flaw::new(FaultKind::NameTooLong, format!("{} is longer than 255 octets", quoted(text)))
        }
        NameError::EmptyLabel(at) => {
            Flaw::within(FaultKind::EmptyLabel, at, at + 1, format!("{} has an empty label", quoted(text)))
        }
        NameError::Escape(at) => escape_flaw(text, at),
        NameError::Empty => Flaw::new(FaultKind::FieldSyntax, "empty where a name should stand"),
    }
}

/// A flaw of the backslash at `at`.
pub fn escape_flaw(text: &[u8], at: usize) -> Flaw {
    let digits = text.iter().skip(at + 1).take(3).take_while(|byte| byte.is_ascii_digit()).count();
    let escape = text.get(at..at + 1 + digits).unwrap_or_default();
    let note = match digits {
        0 => "backslash with nothing behind it".to_owned(),
        3 => format!("{} is above `\\255`", quoted(escape)),
        _ => format!("{} has {digits} of 3 digits", quoted(escape)),
    };
    Flaw::within(FaultKind::Escape, at, at + 1 + digits, note)
}

fn label_len(text: &[u8]) -> usize {
    let mut escaped = false;
    text.iter()
        .position(|&byte| {
            let ends = byte == b'.' && !escaped;
            escaped = byte == b'\\' && !escaped;
            ends
        })
        .unwrap_or(text.len())
}

/// The octets of the name at the front of `octets`.
pub fn length(octets: &[u8]) -> Result<usize, String> {
    NameRef::from_wire(octets)
        .map(|name| name.wire().len())
        .ok_or_else(|| "holds no whole uncompressed name".to_owned())
}

/// Writes the name that `octets` are.
pub fn show(octets: &[u8], out: &mut String) -> Option<()> {
    write!(out, "{}", NameRef::from_wire(octets)?).ok()
}
