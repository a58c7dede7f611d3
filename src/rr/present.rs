//! Wire to text, as BIND, Knot and ldns read it back.

use super::{Rtype, fields};
use crate::wire::base16;

/// Presentation form of `rdata`: the type's own, or RFC 3597's for unknown types and octets that do not
/// decode.
#[must_use]
pub fn present(rtype: Rtype, rdata: &[u8]) -> String {
    if rtype.descriptor().is_some() {
        let mut out = String::new();
        if own_form(rtype, rdata, &mut out).is_some() {
            return out;
        }
    }
    let mut out = format!("\\# {}", rdata.len());
    if !rdata.is_empty() {
        out.push(' ');
        out.push_str(&base16::encode(rdata));
    }
    out
}

fn own_form(rtype: Rtype, rdata: &[u8], out: &mut String) -> Option<()> {
    for field in fields(rtype, rdata) {
        let before = out.len();
        if before > 0 {
            out.push(' ');
        }
        let written_from = out.len();
        let field = field.ok()?;
        field.field.kind.show(field.octets, out)?;
        if out.len() == written_from {
            out.truncate(before);
        }
    }
    // `\#` in front would be read as the RFC 3597 form.
    (!out.starts_with("\\#")).then_some(())
}
