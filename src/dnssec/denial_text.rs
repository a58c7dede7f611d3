//! How findings about NSEC and NSEC3 records word names, hashes and types.

use super::denial::{WrongBitmap, hash_label};
use crate::rr::{Rtype, types};
use crate::source::Span;
use crate::wire::NameRef;
use crate::zone::{Part, Record};

/// How many types a message names.
const TYPES: usize = 6;
/// How many digits of a hash stand for it where both hash and name are told.
const DIGITS: usize = 8;

/// `A`, `A and MX`, `A, MX and 7 more`.
#[must_use]
pub fn type_list(rtypes: &[Rtype]) -> String {
    let mut words: Vec<String> = rtypes.iter().take(TYPES).map(Rtype::to_string).collect();
    if let Some(more) = rtypes.len().checked_sub(TYPES).filter(|&more| more > 0) {
        words.push(format!("{more} more"));
    }
    let Some(last) = words.pop() else { return String::new() };
    if words.is_empty() { last } else { format!("{} and {last}", words.join(", ")) }
}

/// The most octets of a zone name that leave room for a hash: RFC 5155 section 3.
pub const MAX_NAME_FOR_HASH: usize = 222;
/// The most NSEC3 iterations that all validators accept: BIND 9.20, Knot Resolver 5.7.1, PowerDNS Recursor 5.
pub const MOST_ITERATIONS: u16 = 50;

/// The first digits of an owner that is a hash.
#[must_use]
pub fn short_owner(owner: NameRef<'_>) -> String {
    let label = String::from_utf8_lossy(owner.first_label()).into_owned();
    label.get(..DIGITS).map_or(label.clone(), |head| format!("{head}..."))
}

/// The first digits of a hash, or of an owner that is one.
#[must_use]
pub fn short_hash(hash: &[u8]) -> String {
    let text = hash_label(hash);
    text.get(..DIGITS).map_or(text.clone(), |head| format!("{head}..."))
}

/// "of `name`", or where no name is known the owner of the record.
#[must_use]
pub fn of_name(record: Record<'_>, name: Option<NameRef<'_>>) -> String {
    format!("{} of `{}`", record.rtype(), name.unwrap_or(record.owner()))
}

/// ` and 3 more`, or nothing.
#[must_use]
pub fn and_more(count: u64) -> String {
    if count > 1 { format!(" and {} more", count - 1) } else { String::new() }
}

/// What a finding says of a bitmap.
pub struct BitmapText {
    /// Where the bitmap stands in its record.
    pub part: Part,
    /// The message.
    pub message: String,
    /// The records of those types that are there.
    pub present: Vec<Span>,
    /// The help.
    pub help: String,
}

/// Words the fault of a bitmap: `rtypes` are listed and should not be, or the other way round.
#[must_use]
pub fn bitmap_text(wrong: &WrongBitmap<'_>, rtypes: &[Rtype], are_listed: bool) -> BitmapText {
    let list = type_list(rtypes);
    let (says, should) = if are_listed { ("lists", "does not list") } else { ("does not list", "lists") };
    let present = rtypes.iter().take(TYPES).filter_map(|&rtype| wrong.node?.rrset(rtype));
    BitmapText {
        part: Part::Field(if wrong.record.rtype() == types::NSEC { 1 } else { 5 }),
        message: format!("{} {says} {list}", of_name(wrong.record, Some(wrong.name))),
        present: present.map(|rrset| rrset.first().whole()).collect(),
        help: format!("sign the zone again, so that the bitmap {should} {list}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_types_are_short() {
        assert_eq!(type_list(&[types::A]), "A");
        assert_eq!(type_list(&[types::A, types::MX]), "A and MX");
        assert_eq!(type_list(&[types::A; 9]), "A, A, A, A, A, A and 3 more");
    }
}
