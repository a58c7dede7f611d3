//! A name in lower case on the stack, with the names above it, and hashes of names whatever their case: what
//! tables of names are searched by.

use std::hash::{BuildHasher, Hasher};

use foldhash::fast::RandomState;

use super::NameRef;
use crate::work::step;

/// Room for the longest name, in whole words.
const ROOM: usize = 256;

/// A name in lower case, in which the names above it are found by the octet they start at.
pub struct Lower {
    octets: [u8; ROOM],
    len: usize,
}

impl Lower {
    /// Copies a name.
    #[must_use]
    #[inline]
    pub fn of(name: NameRef<'_>) -> Lower {
        step();
        let wire = name.wire();
        let mut lower = Lower { octets: [0; ROOM], len: wire.len().min(ROOM) };
        let (slots, _) = lower.octets.as_chunks_mut::<8>();
        let (words, rest) = wire.as_chunks::<8>();
        for (slot, word) in slots.iter_mut().zip(words) {
            *slot = lowered(u64::from_ne_bytes(*word)).to_ne_bytes();
        }
        // What is left is the end of eight octets, or all there is.
        let end = lower.len.checked_sub(8).and_then(|start| lower.octets.get_mut(start..lower.len));
        match (end, wire.last_chunk::<8>()) {
            (Some(end), Some(word)) => end.copy_from_slice(&lowered(u64::from_ne_bytes(*word)).to_ne_bytes()),
            _ => lower.octets.iter_mut().zip(rest).for_each(|(to, from)| *to = from.to_ascii_lowercase()),
        }
        lower
    }

    /// The wire form from octet `at` on: at the start of a label, a name.
    #[must_use]
    pub fn wire(&self, at: usize) -> &[u8] {
        self.octets.get(at..self.len).unwrap_or_default()
    }

    /// The name that starts at octet `at`.
    #[must_use]
    pub fn name(&self, at: usize) -> NameRef<'_> {
        NameRef::of_arena(self.octets.get(at..self.len).unwrap_or(&[0]))
    }

    /// Where the name above the one at octet `at` starts; `None` above the root.
    #[must_use]
    pub fn above(&self, at: usize) -> Option<usize> {
        let len = self.octets.get(at).copied().filter(|&len| len > 0)?;
        Some(at + 1 + usize::from(len))
    }

    /// The names from this one up, each by the octet it starts at, as far as they have `least` octets.
    pub fn upwards(&self, least: usize) -> impl Iterator<Item = usize> {
        let last = self.len.checked_sub(least);
        std::iter::successors(last.map(|_| 0), |&at| self.above(at))
            .take_while(move |&at| last.is_some_and(|last| at <= last))
    }
}

/// Hashes of names, by a key that differs from run to run, so that no zone can be made to collide. Nothing
/// that is put out may depend on them.
#[derive(Debug, Clone, Default)]
pub struct NameHashes(RandomState);

impl NameHashes {
    /// The hash of a name's wire form, the same in upper and lower case.
    #[must_use]
    #[inline]
    pub fn of(&self, wire: &[u8]) -> u64 {
        step();
        let mut hasher = self.0.build_hasher();
        let (words, rest) = wire.as_chunks::<8>();
        for word in words {
            hasher.write_u64(lowered(u64::from_ne_bytes(*word)));
        }
        // What is left is the end of eight octets, or all there is.
        let end = wire.last_chunk::<8>().map_or_else(
            || rest.iter().fold(0, |word, &octet| word << 8 | u64::from(octet)),
            |end| u64::from_ne_bytes(*end),
        );
        hasher.write_u64(lowered(end));
        hasher.write_usize(wire.len());
        hasher.finish()
    }
}

/// Eight octets with letters in lower case. A length octet is at most 63 and no letter.
fn lowered(word: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * ONES;
    // Each octet without its highest bit, so that no sum reaches the next octet.
    let low = word & !HIGH;
    let from_a = low + (0x80 - 0x41) * ONES;
    let behind_z = low + (0x80 - 0x5b) * ONES;
    let is_upper = (from_a & !behind_z) & !word & HIGH;
    word | is_upper >> 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Name;

    #[test]
    fn every_octet_gets_its_lower_case() {
        for octet in 0..=u8::MAX {
            for place in 0..8 {
                let mut octets = [b'Z'; 8];
                *octets.get_mut(place).expect("a place inside") = octet;
                let expected = octets.to_ascii_lowercase();
                assert_eq!(lowered(u64::from_ne_bytes(octets)).to_ne_bytes().as_slice(), expected, "{octet}");
            }
        }
    }

    #[test]
    fn names_above_are_found_up_to_the_least() {
        for text in [".", "A.", "ABCDEF.", "ABCDEFG.", "ABCDEFGH.Z.", "ABCDEFGHIJKLM.NOPQRSTUVW.XYZ."] {
            let name = Name::absolute(text).expect("a test name");
            assert_eq!(Lower::of(name.borrow_name()).wire(0), &*name.borrow_name().to_lowercase());
        }
        let name = Name::absolute("WWW.a.Example.").expect("a test name");
        let lower = Lower::of(name.borrow_name());
        let starts: Vec<usize> = lower.upwards(b"\x07example\x00".len()).collect();
        assert_eq!(starts, [0, 4, 6]);
        assert_eq!(lower.wire(4), b"\x01a\x07example\x00");
        assert_eq!(lower.upwards(1).count(), 4);
        assert_eq!(lower.upwards(99).count(), 0);
    }

    #[test]
    fn hashes_tell_names_apart_and_not_their_case() {
        let hashes = NameHashes::default();
        let of = |text: &str| hashes.of(Name::absolute(text).expect("a test name").borrow_name().wire());
        let names =
            [".", "A.", "B.", "ABCDEF.", "ABCDEFG.", "ABCDEFGH.Z.", "ABCDEFGH.ZZ.", "ABCDEFGHIJKLM.NOPQRST."];
        for (at, text) in names.iter().enumerate() {
            assert_eq!(of(text), of(&text.to_ascii_lowercase()), "{text}");
            assert!(names.iter().skip(at + 1).all(|other| of(other) != of(text)), "{text}");
        }
    }
}
