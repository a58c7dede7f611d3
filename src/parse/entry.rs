//! The front of a record: owner, TTL, class and type, the middle two in either order: RFC 1035 section 5.1.

use crate::fault::{Fault, FaultKind};
use crate::rr::{Rtype, Token, Tokens};
use crate::wire::{Ttl, TtlError, excerpt};

/// What stands before the rdata. Offsets of what was left out are those of the place where it would stand.
#[derive(Debug, Clone, Copy)]
pub struct Head<'t> {
    /// The owner as written; `None` where the entry starts with a blank.
    pub owner: Option<Token<'t>>,
    /// The TTL as written, its value read; `None` where it is left out or unreadable.
    pub ttl: Option<(u32, (u32, u32))>,
    /// A TTL is written that could not be read.
    pub ttl_unreadable: bool,
    /// The class as written.
    pub class: Option<(u16, (u32, u32))>,
    /// The type and where it stands.
    pub rtype: Option<(Rtype, (u32, u32))>,
}

/// Reads up to and including the type. `owner` was read already, since a directive may stand in its place.
pub fn read_head<'t>(
    tokens: &mut impl Tokens<'t>,
    owner: Option<Token<'t>>,
    fault: &mut impl FnMut(Fault),
) -> Head<'t> {
    let mut head = Head { owner, ttl: None, ttl_unreadable: false, class: None, rtype: None };
    loop {
        let Some(token) = tokens.next() else {
            let at = tokens.end();
            fault(Fault::new(FaultKind::MissingRdata, (at, at), "the entry ends before a record type"));
            return head;
        };
        if token.text.first().is_some_and(u8::is_ascii_digit) && !token.quoted {
            if head.ttl.is_some() || head.ttl_unreadable {
                fault(Fault::new(
                    FaultKind::UnknownType,
                    token.span(),
                    format!("`{}` stands where a type is expected", excerpt(token.text, 30)),
                ));
                return head;
            }
            if token.text.iter().any(|byte| matches!(byte, b'.' | b':')) {
                let note = format!("`{}` stands where a type is expected", excerpt(token.text, 30));
                fault(Fault::new(FaultKind::UnknownType, token.span(), note));
                return head;
            }
            head.ttl = read_ttl(token, fault).map(|ttl| (ttl, token.span()));
            head.ttl_unreadable = head.ttl.is_none();
            continue;
        }
        if token.quoted {
            let note = format!("`\"{}\"` stands in quotes where a type is expected", excerpt(token.text, 30));
            fault(Fault::new(FaultKind::UnknownType, token.span(), note));
            return head;
        }
        if let Some(class) = read_class(token.text) {
            if head.class.is_some() {
                fault(Fault::new(
                    FaultKind::UnknownType,
                    token.span(),
                    "a second class stands where a type is expected",
                ));
                return head;
            }
            head.class = Some((class, token.span()));
            continue;
        }
        match Rtype::parse(token.text) {
            Some(rtype) => head.rtype = Some((rtype, token.span())),
            None => fault(Fault::new(
                FaultKind::UnknownType,
                token.span(),
                format!("`{}` is no record type", excerpt(token.text, 30)),
            )),
        }
        return head;
    }
}

/// A TTL's seconds; a fault and `None` where it is none.
pub(super) fn read_ttl(token: Token<'_>, fault: &mut impl FnMut(Fault)) -> Option<u32> {
    let shown = || excerpt(token.text, 30);
    match Ttl::parse(token.text) {
        Ok(ttl) => {
            if ttl > Ttl::MAX {
                let note = format!("TTL {} s is above 2147483647 s, the most there is", ttl.0);
                fault(Fault::new(FaultKind::TtlAboveMaximum, token.span(), note));
            }
            Some(ttl.0)
        }
        Err(TtlError::Unit(byte)) => {
            fault(Fault::new(
                FaultKind::TtlSyntax,
                token.span(),
                format!("TTL `{}` has `{}` where w, d, h, m or s may stand", shown(), excerpt(&[byte], 4)),
            ));
            None
        }
        Err(TtlError::TooLarge) => {
            fault(Fault::new(
                FaultKind::TtlSyntax,
                token.span(),
                format!("TTL `{}` is above 4294967295 s, where 32 bits end", shown()),
            ));
            None
        }
        Err(TtlError::NotANumber) => {
            fault(Fault::new(
                FaultKind::TtlSyntax,
                token.span(),
                format!("TTL `{}` is not a number of seconds", shown()),
            ));
            None
        }
    }
}

/// The number of a class mnemonic or `CLASSnnn`.
fn read_class(text: &[u8]) -> Option<u16> {
    match text {
        b"IN" => return Some(1),
        [_, _] => {}
        [b'c' | b'C', b'l' | b'L', b'a' | b'A', b's' | b'S', b's' | b'S', digits @ ..]
            if digits.iter().all(u8::is_ascii_digit) =>
        {
            return std::str::from_utf8(digits).ok()?.parse().ok();
        }
        _ => return None,
    }
    [(b"IN", 1), (b"CS", 2), (b"CH", 3), (b"HS", 4)]
        .iter()
        .find(|(name, _)| text.eq_ignore_ascii_case(*name))
        .map(|&(_, class)| class)
}
