//! Canonical rdata: RFC 4034 section 6.2 as RFC 6840 section 5.1 amends it.

use std::borrow::Cow;

use super::{Rtype, fields};

/// `rdata` with the names of the types that RFC 4034 lists in lower case; borrowed when nothing changes.
#[must_use]
pub fn canonical(rtype: Rtype, rdata: &[u8]) -> Cow<'_, [u8]> {
    if !rtype.descriptor().is_some_and(|row| row.fields.iter().any(|field| field.kind.is_folded())) {
        return Cow::Borrowed(rdata);
    }
    let mut owned = None::<Vec<u8>>;
    let mut at = 0;
    for field in fields(rtype, rdata) {
        // Octets that do not decode have no names whose case could be told.
        let Ok(field) = field else { return Cow::Borrowed(rdata) };
        let end = at + field.octets.len();
        if field.field.kind.is_folded()
            && let Some(offset) = field.field.kind.name_offset(field.octets)
            && field.octets.iter().skip(offset).any(u8::is_ascii_uppercase)
            && let Some(name) = owned.get_or_insert_with(|| rdata.to_vec()).get_mut(at + offset..end)
        {
            // Length octets are below 64, so no letter is among them.
            name.make_ascii_lowercase();
        }
        at = end;
    }
    owned.map_or(Cow::Borrowed(rdata), Cow::Owned)
}
