//! The octets that a signature is made over: RFC 4034 section 3.1.8.1.

use super::{CanonicalRrset, Rrsig};
use crate::wire::{NameRef, u16_of};
use crate::zone::Record;

/// Octets of an RRSIG's rdata before the signer's name.
const HEAD: usize = 18;

/// Appends what `rrsig` is made over, for an RRset of `class`, records in `without` left out.
pub(super) fn push(
    rrsig: &Rrsig<'_>,
    rrset: &CanonicalRrset<'_>,
    without: Option<Record<'_>>,
    out: &mut Vec<u8>,
) {
    out.extend_from_slice(rrsig.record.rdata().get(..HEAD).unwrap_or_default());
    push_lowercase(rrsig.signer, out);
    let owner = rrset.rrset().owner();
    for (rdata, record) in rrset.rows() {
        if without.is_some_and(|without| without.id() == record.id()) {
            continue;
        }
        push_owner(owner, rrsig.labels, out);
        out.extend_from_slice(&record.rtype().0.to_be_bytes());
        out.extend_from_slice(&record.class().to_be_bytes());
        out.extend_from_slice(&rrsig.original_ttl.to_be_bytes());
        out.extend_from_slice(&u16_of(rdata.len()).to_be_bytes());
        out.extend_from_slice(rdata);
    }
}

fn push_lowercase(name: NameRef<'_>, out: &mut Vec<u8>) {
    // Length octets are below 64, so no letter is among them.
    out.extend(name.wire().iter().map(u8::to_ascii_lowercase));
}

/// The owner, or the wildcard it was expanded from where `labels` are fewer: RFC 4035 section 5.3.2.
fn push_owner(owner: NameRef<'_>, labels: u8, out: &mut Vec<u8>) {
    let mut name = owner;
    let mut excess = label_count(owner).saturating_sub(labels);
    if excess == 0 {
        return push_lowercase(owner, out);
    }
    if owner.is_wildcard() {
        excess += 1;
    }
    for _ in 0..excess {
        name = name.parent().unwrap_or(NameRef::ROOT);
    }
    out.extend_from_slice(b"\x01*");
    push_lowercase(name, out);
}

/// The labels of an owner as an RRSIG counts them: the root and a leading asterisk do not count (RFC 4034
/// section 3.1.3).
pub(super) fn label_count(owner: NameRef<'_>) -> u8 {
    let labels = owner.label_count() - usize::from(owner.is_wildcard());
    u8::try_from(labels).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Name;

    fn owner(text: &str, labels: u8) -> Vec<u8> {
        let mut out = Vec::new();
        push_owner(Name::absolute(text).expect("a name").borrow_name(), labels, &mut out);
        out
    }

    #[test]
    fn owners_are_those_of_the_wildcard_they_came_from() {
        assert_eq!(owner("a.B.example.", 3), b"\x01a\x01b\x07example\0");
        assert_eq!(owner("a.b.example.", 2), b"\x01*\x01b\x07example\0");
        assert_eq!(owner("a.b.example.", 1), b"\x01*\x07example\0");
        assert_eq!(owner("*.b.example.", 2), b"\x01*\x01b\x07example\0");
        assert_eq!(owner("*.b.example.", 1), b"\x01*\x07example\0");
        assert_eq!(owner("a.b.example.", 0), b"\x01*\0");
        assert_eq!(owner(".", 0), b"\0");
    }
}
