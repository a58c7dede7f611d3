//! The faults that several readers of entries find.

use crate::fault::{Fault, FaultKind};
use crate::rr::{self, Rtype, Token};
use crate::wire::{NameError, excerpt, u32_of};

/// The fault of a type that no record has.
pub fn meta_type(rtype: Rtype, span: (u32, u32)) -> Fault {
    Fault::new(
        FaultKind::MetaType,
        span,
        format!("{rtype} is a question or a part of a message, not a record"),
    )
}

/// The fault of an owner with octets above 127, at the first run of them.
pub fn non_ascii(token: Token<'_>) -> Fault {
    let from = token.text.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let run = token.text.iter().skip(from).take_while(|byte| !byte.is_ascii()).count();
    let shown = excerpt(token.text.get(from..from + run).unwrap_or_default(), 20);
    let start = token.start + u32::from(token.quoted) + u32_of(from);
    Fault::new(
        FaultKind::NonAsciiName,
        (start, start + u32_of(run)),
        format!("`{shown}` in `{}` is outside ASCII", excerpt(token.text, 40)),
    )
}

/// A name's fault at the exact octets of its token.
pub fn name_fault(error: NameError, token: Token<'_>) -> Fault {
    let flaw = rr::name_flaw(error, token);
    Fault::new(flaw.kind, (flaw.start, flaw.end), flaw.note)
}
