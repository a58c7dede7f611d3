//! Text to wire and wire to text, driven by the descriptors.

use super::{Rtype, Tokens};
use crate::fault::Fault;
use crate::wire::NameRef;

/// Who is told what reading a record's rdata comes across.
pub trait Observer {
    /// Something is wrong; reading goes on with the next field.
    fn fault(&mut self, fault: Fault);

    /// Field `index` of the descriptor stands at these offsets of the source.
    fn field(&mut self, index: usize, start: u32, end: u32) {
        let _ = (index, start, end);
    }
}

/// Reads the rdata of one record from `tokens` and appends its wire form to `out`.
///
/// Every fault is told to `observer`; `false` and an unchanged `out` when there was one that leaves no rdata.
/// Relative names continue with `origin`. Either form is read: the type's own, or `\# length hex` of RFC 3597.
pub fn encode<'t>(rtype: Rtype, tokens: &mut impl Tokens<'t>, origin: NameRef<'_>, out: &mut Vec<u8>, observer: &mut impl Observer) -> bool {
    let _ = (rtype, tokens, origin, out, observer);
    false
}

/// Presentation form of `rdata`: the type's own, or RFC 3597's for unknown types and octets that do not decode.
#[must_use]
pub fn present(rtype: Rtype, rdata: &[u8]) -> String {
    let _ = (rtype, rdata);
    String::new()
}
