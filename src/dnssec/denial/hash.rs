//! NSEC3 hashes: RFC 5155 section 5.

use std::sync::Mutex;

use sha1::{Digest, Sha1};

use crate::wire::{NameRef, base32hex};
use crate::workers::Workers;

/// Octets of a SHA-1 hash, the only one there is: RFC 5155 section 11.
pub const HASH_OCTETS: usize = 20;
/// Digits of a hash as an owner's label.
const LABEL_DIGITS: usize = 32;
/// Names that one job hashes.
const NAMES_PER_JOB: usize = 4096;

/// A hashed name.
pub type Hash = [u8; HASH_OCTETS];

/// Hashes a name in canonical form.
#[must_use]
pub fn hash(name: NameRef<'_>, salt: &[u8], iterations: u16) -> Hash {
    let mut hash: Hash = Sha1::new().chain_update(name.wire()).chain_update(salt).finalize().into();
    for _ in 0..iterations {
        hash = Sha1::new().chain_update(hash).chain_update(salt).finalize().into();
    }
    hash
}

/// Blocks of SHA-1 that hashing one name takes, about.
pub fn blocks(salt: &[u8], iterations: u16) -> u64 {
    // A length and an end mark of 9 octets stand behind the message.
    let again = u64::try_from((HASH_OCTETS + salt.len() + 9).div_ceil(64)).unwrap_or(u64::MAX);
    1 + again * u64::from(iterations) + again
}

/// The hash that an NSEC3 owner's first label is.
pub fn of_label(label: &[u8]) -> Option<Hash> {
    if label.len() != LABEL_DIGITS {
        return None;
    }
    let mut hash = [0; HASH_OCTETS];
    let (digits, _) = label.as_chunks::<8>();
    for (octets, digits) in hash.as_chunks_mut::<5>().0.iter_mut().zip(digits) {
        let mut held = 0u64;
        for &digit in digits {
            held = held << 5 | u64::from(base32hex::digit(digit)?);
        }
        let [_, _, _, five @ ..] = held.to_be_bytes();
        *octets = five;
    }
    Some(hash)
}

/// Calls `fill` on each item on all workers, then sorts by hash.
pub fn fill_and_sort<T: Send>(
    items: &mut [T],
    workers: &dyn Workers,
    fill: impl Fn(&mut T) + Sync,
    key: impl Fn(&T) -> &Hash,
) {
    let parts: Vec<Mutex<&mut [T]>> = items.chunks_mut(NAMES_PER_JOB).map(Mutex::new).collect();
    workers.run(parts.len(), &|job| {
        if let Some(mut part) = parts.get(job).and_then(|part| part.lock().ok()) {
            part.iter_mut().for_each(&fill);
        }
    });
    drop(parts);
    items.sort_unstable_by(|a, b| key(a).cmp(key(b)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Name;

    #[test]
    fn hashes_are_those_of_rfc_5155_appendix_a() {
        let salt = [0xaa, 0xbb, 0xcc, 0xdd];
        for (name, text) in [
            ("example.", "0p9mhaveqvm6t7vbl5lop2u3t2rp3tom"),
            ("a.example.", "35mthgpgcu1qg68fab165klnsnk3dpvl"),
            ("*.w.example.", "r53bq7cc2uvmubfu5ocmm6pers9tk9en"),
            ("xx.example.", "t644ebqk9bibcna874givr6joj62mlhv"),
        ] {
            let name = Name::absolute(name).expect("a name");
            let hash = hash(name.borrow_name(), &salt, 12);
            assert_eq!(base32hex::encode(&hash), text);
            assert_eq!(of_label(text.to_uppercase().as_bytes()), Some(hash));
        }
    }

    #[test]
    fn labels_of_another_form_are_no_hashes() {
        assert_eq!(of_label(b"0p9mhaveqvm6t7vbl5lop2u3t2rp3to"), None);
        assert_eq!(of_label(b"wp9mhaveqvm6t7vbl5lop2u3t2rp3tom"), None);
    }
}
