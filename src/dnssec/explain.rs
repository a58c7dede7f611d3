//! Why a signature does not verify: tries what people do to signed zones. Bounded by the few signatures it is
//! asked about.

use super::judges::Judges;
use super::signatures::{BadSignature, Explanation};
use super::verifier::{Claim, Outcome, Verifier};
use super::{CanonicalRrset, message};
use crate::limits::Limits;
use crate::rr::types;

/// Largest RRset of which single records are left out to see whether the rest verifies.
const MOST_RECORDS: usize = 16;
/// How far back SOA serial numbers are tried.
const SERIALS: u32 = 8;

/// What a signature was made over or by, where that can be found out.
pub fn explain<'z>(
    fault: &BadSignature<'z>,
    judges: &Judges<'z>,
    limits: &Limits,
) -> Option<Explanation<'z>> {
    let rrset = CanonicalRrset::of(fault.rrset);
    let mut message = Vec::new();
    message::push(&fault.rrsig, &rrset, None, &mut message);
    let verifies = |judge: &Verifier, message: &[u8]| {
        judge.judge(&[Claim { message, signature: fault.rrsig.signature }]).first() == Some(&Outcome::Good)
    };
    let same_algorithm = || {
        judges.iter().filter(|(key, _)| key.algorithm() == fault.rrsig.algorithm).take(limits.keys_per_tag)
    };
    let named = || {
        judges
            .iter()
            .filter(|(key, _)| key.algorithm() == fault.rrsig.algorithm && key.tag() == fault.rrsig.key_tag)
            .take(limits.keys_per_tag)
    };
    if let Some((key, _)) = same_algorithm()
        .filter(|(key, _)| key.tag() != fault.rrsig.key_tag)
        .find(|(_, judge)| verifies(judge, &message))
    {
        return Some(Explanation::OtherKey(key));
    }
    if fault.rrset.len() <= MOST_RECORDS && fault.rrset.len() > 1 {
        for record in fault.rrset.records() {
            message.clear();
            message::push(&fault.rrsig, &rrset, Some(record), &mut message);
            if named().any(|(_, judge)| verifies(judge, &message)) {
                return Some(Explanation::RecordAdded(record));
            }
        }
    }
    (fault.rrset.rtype() == types::SOA)
        .then(|| serial(fault, &rrset, |message| named().any(|(_, judge)| verifies(judge, message))))?
}

/// The serial number the SOA was signed with, where only that was changed.
fn serial<'z>(
    fault: &BadSignature<'z>,
    rrset: &CanonicalRrset<'z>,
    verifies: impl Fn(&[u8]) -> bool,
) -> Option<Explanation<'z>> {
    let serial = fault.rrset.first().u32(types::soa::SERIAL)?;
    let mut message = Vec::new();
    message::push(&fault.rrsig, rrset, None, &mut message);
    // The serial number is the first of the five numbers that end the rdata.
    let at = message.len().checked_sub(20)?;
    (1..=SERIALS).flat_map(|back| [serial.wrapping_sub(back), serial.wrapping_add(back)]).find_map(|tried| {
        message.get_mut(at..at + 4)?.copy_from_slice(&tried.to_be_bytes());
        verifies(&message).then_some(Explanation::Serial(tried))
    })
}
