//! Type bitmaps of NSEC and NSEC3 records against the types that are there: RFC 4034 section 4.1.2, RFC 5155
//! section 3.1.8.

use super::standing::{Role, Standing, is_of_parent};
use crate::dnssec::{Groups, Rrsig};
use crate::rr::{Rtype, types};
use crate::wire::NameRef;
use crate::zone::{Node, Record};

/// What a bitmap says wrongly.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// Types that are there and not listed.
    pub lacking: Vec<Rtype>,
    /// Types that are listed and not there, or at a cut not the parent's.
    pub absent: Vec<Rtype>,
    /// RRSIG or NSEC, not listed though it is there.
    pub own_lacking: Option<Rtype>,
    /// RRSIG, NSEC or NSEC3, listed though it is not there.
    pub own_absent: Vec<Rtype>,
}

/// A record whose bitmap is wrong.
#[derive(Clone)]
pub struct WrongBitmap<'z> {
    /// The NSEC or NSEC3 record.
    pub record: Record<'z>,
    /// The name it speaks of.
    pub name: NameRef<'z>,
    /// That name's records; `None` for an empty non-terminal.
    pub node: Option<Node<'z>>,
    /// What is wrong.
    pub difference: Difference,
}

/// How a bitmap is wrong. One may be wrong in several ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum BitmapFault {
    /// It lacks a type that is there.
    Lacks,
    /// It lists a type that is not there.
    Lists,
    /// The bits of RRSIG or NSEC are wrong.
    Own,
}

impl<'z> WrongBitmap<'z> {
    /// Adds it once for each way it is wrong.
    pub(super) fn add_to(self, bitmaps: &mut Groups<BitmapFault, WrongBitmap<'z>>) {
        let Difference { lacking, absent, own_lacking, own_absent } = &self.difference;
        let kinds = [
            (BitmapFault::Lacks, !lacking.is_empty()),
            (BitmapFault::Lists, !absent.is_empty()),
            (BitmapFault::Own, own_lacking.is_some() || !own_absent.is_empty()),
        ];
        for (kind, _) in kinds.into_iter().filter(|(_, is_so)| *is_so) {
            bitmaps.add(kind, self.clone());
        }
    }
}

/// The types in windows of RFC 4034 section 4.1.2, in order.
pub fn listed(bitmap: &[u8]) -> impl Iterator<Item = Rtype> {
    let mut rest = bitmap;
    let windows = std::iter::from_fn(move || {
        let [window, len, behind @ ..] = rest else { return None };
        let (bits, behind) = behind.split_at_checked(usize::from(*len))?;
        rest = behind;
        Some((*window, bits))
    });
    windows.flat_map(|(window, bits)| {
        let octets = bits.iter().flat_map(|&octet| (0..8).map(move |bit| octet & (0x80 >> bit) != 0));
        let set = (0u8..=255).zip(octets).filter(|(_, is_set)| *is_set);
        set.map(move |(low, _)| Rtype(u16::from_be_bytes([window, low])))
    })
}

/// Whether a type is listed.
pub fn lists(bitmap: &[u8], rtype: Rtype) -> bool {
    let [high, low] = rtype.0.to_be_bytes();
    let mut rest = bitmap;
    while let [window, len, behind @ ..] = rest {
        let Some((bits, behind)) = behind.split_at_checked(usize::from(*len)) else { return false };
        if *window == high {
            return bits.get(usize::from(low / 8)).is_some_and(|octet| octet & (0x80 >> (low % 8)) != 0);
        }
        rest = behind;
    }
    false
}

/// RRSIG, NSEC and NSEC3 have rules of their own.
fn is_own(rtype: Rtype) -> bool {
    matches!(rtype, types::RRSIG | types::NSEC | types::NSEC3)
}

/// What the bitmap of an NSEC record says wrongly of its owner.
pub fn of_nsec(standing: &Standing<'_>, bitmap: &[u8]) -> Option<Difference> {
    let mut difference = data_types(standing, bitmap);
    // Where nothing at all is signed, that is another finding.
    let mut own =
        [types::RRSIG, types::NSEC].into_iter().filter(|&rtype| rtype == types::NSEC || standing.is_signed);
    difference.own_lacking = own.find(|&rtype| !lists(bitmap, rtype));
    if lists(bitmap, types::NSEC3)
        && standing.nsec3.is_none()
        && !standing.node.zone().may_have(standing.node.name(), types::NSEC3)
    {
        difference.own_absent.push(types::NSEC3);
    }
    (difference != Difference::default()).then_some(difference)
}

/// What the bitmap of an NSEC3 record says wrongly of the name it is for.
pub fn of_nsec3(standing: &Standing<'_>, bitmap: &[u8]) -> Option<Difference> {
    let mut difference = data_types(standing, bitmap);
    let (zone, name) = (standing.node.zone(), standing.node.name());
    // While a zone changes from one kind of chain to the other its names have both: either way will do.
    if lists(bitmap, types::NSEC) && standing.nsec.is_none() && !zone.may_have(name, types::NSEC) {
        difference.own_absent.push(types::NSEC);
    }
    if lists(bitmap, types::NSEC3) && standing.nsec3.is_none() {
        difference.own_absent.push(types::NSEC3);
    }
    let listed = lists(bitmap, types::RRSIG);
    let belongs = standing.has_signed_data();
    difference.own_lacking = (belongs && !listed && standing.is_signed).then_some(types::RRSIG);
    if listed && !belongs && !standing.is_signed && !zone.may_have(name, types::RRSIG) {
        difference.own_absent.push(types::RRSIG);
    }
    (difference != Difference::default()).then_some(difference)
}

/// What the bitmap of an NSEC3 record for an empty non-terminal says wrongly: anything.
pub fn of_empty(bitmap: &[u8]) -> Option<Difference> {
    let (own_absent, absent) = listed(bitmap).partition(|&rtype| is_own(rtype));
    let difference = Difference { absent, own_absent, ..Difference::default() };
    (difference != Difference::default()).then_some(difference)
}

/// Listed types against those that are there, the types of DNSSEC itself left out.
fn data_types(standing: &Standing<'_>, bitmap: &[u8]) -> Difference {
    let node = standing.node;
    let is_cut = matches!(standing.role, Role::Cut { .. });
    let mut difference = Difference::default();
    let mut listed = listed(bitmap).filter(|&rtype| !is_own(rtype)).peekable();
    let present = node
        .rrsets()
        .map(|rrset| rrset.rtype())
        .filter(|&rtype| !is_own(rtype) && (!is_cut || is_of_parent(rtype)));
    for rtype in present {
        while let Some(extra) = listed.next_if(|&listed| listed < rtype) {
            push_absent(node, is_cut, extra, &mut difference);
        }
        if listed.next_if_eq(&rtype).is_none() && is_covered(node, is_cut, rtype) {
            difference.lacking.push(rtype);
        }
    }
    listed.for_each(|extra| push_absent(node, is_cut, extra, &mut difference));
    difference
}

fn push_absent(node: Node<'_>, is_cut: bool, rtype: Rtype, difference: &mut Difference) {
    // A key at a cut may be the parent's: RFC 2931 section 2.4 has it there for signed updates.
    let of_parent = is_cut && rtype == types::KEY && node.rrset(rtype).is_some();
    if !of_parent && !node.zone().may_have(node.name(), rtype) {
        difference.absent.push(rtype);
    }
}

/// Whether the signer saw the RRset: without signature it came later, and that is another finding.
fn is_covered(node: Node<'_>, is_cut: bool, rtype: Rtype) -> bool {
    if is_cut && rtype == types::NS {
        return true;
    }
    let rrsigs = node.rrset(types::RRSIG);
    rrsigs.is_some_and(|rrsigs| rrsigs.records().filter_map(Rrsig::of).any(|rrsig| rrsig.covered == rtype))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_are_read_in_order() {
        // A, MX, RRSIG, NSEC and TYPE1234: RFC 4034 section 4.3.
        let mut bitmap = vec![0, 6, 0x40, 0x01, 0, 0, 0, 0x03, 4, 0x1b];
        bitmap.extend([0; 26]);
        bitmap.push(0x20);
        let types: Vec<u16> = listed(&bitmap).map(|rtype| rtype.0).collect();
        assert_eq!(types, [1, 15, 46, 47, 1234]);
        assert!(types.iter().all(|&rtype| lists(&bitmap, Rtype(rtype))));
        assert!(!lists(&bitmap, Rtype(2)) && !lists(&bitmap, Rtype(1233)) && !lists(&bitmap, Rtype(600)));
    }

    #[test]
    fn a_cut_bitmap_lists_nothing() {
        assert_eq!(listed(&[0, 6, 0x40]).count(), 0);
        assert!(!lists(&[0, 6, 0x40], Rtype(1)));
    }
}
