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
    /// The type or class is one that only some programs know; the record is not read.
    pub is_foreign: bool,
}

impl<'t> Head<'t> {
    /// The head of which only the owner was read, since a directive may stand in its place.
    pub fn new(owner: Option<Token<'t>>) -> Head<'t> {
        Head { owner, ttl: None, ttl_unreadable: false, class: None, rtype: None, is_foreign: false }
    }
}

/// Reads from where `head` ends up to and including the type.
pub fn read_head<'t>(
    tokens: &mut impl Tokens<'t>,
    mut head: Head<'t>,
    fault: &mut impl FnMut(Fault),
) -> Head<'t> {
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
        if let Some(rtype) = Rtype::parse(token.text) {
            head.rtype = Some((rtype, token.span()));
            return head;
        }
        if let Some(fault_of) = dialect(token.text) {
            fault(Fault::new(FaultKind::Dialect, token.span(), fault_of.note(token.text)));
            if matches!(fault_of, Dialect::Mark(_)) {
                continue;
            }
            head.is_foreign = true;
            return head;
        }
        let note = format!("`{}` is no record type", excerpt(token.text, 30));
        fault(Fault::new(FaultKind::UnknownType, token.span(), note));
        return head;
    }
}

/// What only some programs read before the rdata.
enum Dialect {
    /// A record type.
    Type(&'static str),
    /// A class.
    Class(&'static str),
    /// A mark that stands before the TTL.
    Mark(&'static str),
}

impl Dialect {
    fn note(&self, text: &[u8]) -> String {
        let shown = excerpt(text, 30);
        match self {
            Dialect::Type(whose) => format!("`{shown}` is a record type of {whose}"),
            Dialect::Class(whose) => format!("`{shown}` is a class of {whose}"),
            Dialect::Mark(whose) => format!("`{shown}` is a mark of {whose}"),
        }
    }
}

/// Record types that only some programs know, and whose they are.
const FOREIGN: [(&[u8], &str); 8] = [
    (b"ALIAS", "PowerDNS"),
    (b"LUA", "PowerDNS"),
    (b"ANAME", "some providers"),
    (b"DYNA", "gdnsd"),
    (b"DYNC", "gdnsd"),
    (b"WINS", "Microsoft DNS"),
    (b"WINSR", "Microsoft DNS"),
    (b"WINS-R", "Microsoft DNS"),
];

fn dialect(text: &[u8]) -> Option<Dialect> {
    let starts = |start: &[u8]| text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
    if text.first() == Some(&b'[') && (starts(b"[Aging:") || starts(b"[AGE:")) {
        return Some(Dialect::Mark("Microsoft DNS"));
    }
    if text.eq_ignore_ascii_case(b"AWS") {
        return Some(Dialect::Class("cli53"));
    }
    let known = FOREIGN.iter().find(|(word, _)| text.eq_ignore_ascii_case(word))?;
    Some(Dialect::Type(known.1))
}

/// A TTL's seconds; a fault and `None` where it is none.
pub(super) fn read_ttl(token: Token<'_>, fault: &mut impl FnMut(Fault)) -> Option<u32> {
    let shown = || excerpt(token.text, 30);
    // gdnsd has the lowest TTL of a dynamic record behind the highest.
    let halves =
        token.text.iter().position(|&byte| byte == b'/').and_then(|at| token.text.split_at_checked(at));
    if let Some((high, low)) = halves
        && let (Ok(ttl), Ok(_)) = (Ttl::parse(high), Ttl::parse(low.get(1..).unwrap_or_default()))
    {
        let note = format!("`{}` is a TTL of gdnsd", shown());
        fault(Fault::new(FaultKind::Dialect, token.span(), note));
        return Some(ttl.0);
    }
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
        Err(TtlError::NoUnit) => {
            fault(Fault::new(
                FaultKind::TtlSyntax,
                token.span(),
                format!("TTL `{}` ends with a number that has no unit", shown()),
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
