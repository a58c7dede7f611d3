//! RRSIG records: their fields, and when they are valid. Verifies nothing.

use super::{Algorithm, KeyTag};
use crate::rr::Rtype;
use crate::wire::{NameRef, Timestamp};
use crate::zone::Record;

/// An RRSIG record: RFC 4034 section 3.1.
#[derive(Clone, Copy)]
pub struct Rrsig<'z> {
    /// The record.
    pub record: Record<'z>,
    /// The type it covers.
    pub covered: Rtype,
    /// The algorithm of the key that made it.
    pub algorithm: Algorithm,
    /// Labels of the owner it was made for, the root and a leading asterisk not counted.
    pub labels: u8,
    /// The TTL it was made for, in seconds.
    pub original_ttl: u32,
    expiration: u32,
    inception: u32,
    /// The tag of the key that made it.
    pub key_tag: KeyTag,
    /// The zone whose key made it, in the case it was written in.
    pub signer: NameRef<'z>,
    /// The signature.
    pub signature: &'z [u8],
}

impl<'z> Rrsig<'z> {
    /// The fields of an RRSIG; `None` where the rdata is too short to hold them.
    #[must_use]
    pub fn of(record: Record<'z>) -> Option<Rrsig<'z>> {
        let (head, rest) = record.rdata().split_first_chunk::<18>()?;
        let [t0, t1, algorithm, labels, o0, o1, o2, o3, e0, e1, e2, e3, i0, i1, i2, i3, k0, k1] = *head;
        let signer = NameRef::from_wire(rest)?;
        let signature = rest.get(signer.wire().len()..)?;
        Some(Rrsig {
            record,
            covered: Rtype(u16::from_be_bytes([t0, t1])),
            algorithm: Algorithm(algorithm),
            labels,
            original_ttl: u32::from_be_bytes([o0, o1, o2, o3]),
            expiration: u32::from_be_bytes([e0, e1, e2, e3]),
            inception: u32::from_be_bytes([i0, i1, i2, i3]),
            key_tag: KeyTag(u16::from_be_bytes([k0, k1])),
            signer,
            signature,
        })
    }

    /// The first second at which it is not valid any more, taken to be within 68 years of `now`: RFC 4034
    /// section 3.1.5.
    #[must_use]
    pub fn expiration(&self, now: Timestamp) -> Timestamp {
        // The second of the field itself is still inside: RFC 4035 section 5.3.1.
        Timestamp(nearest(self.expiration, now).0.saturating_add(1))
    }

    /// The first second at which it is valid, taken to be within 68 years of `now`: RFC 4034 section 3.1.5.
    #[must_use]
    pub fn inception(&self, now: Timestamp) -> Timestamp {
        nearest(self.inception, now)
    }

    /// Whether it is valid at no time at all: its inception is behind its expiration.
    #[must_use]
    pub fn is_backwards(&self) -> bool {
        self.expiration.wrapping_sub(self.inception) >= 0x8000_0000
    }

    /// Whether `now` is inside its validity window.
    #[must_use]
    pub fn is_current(&self, now: Timestamp) -> bool {
        self.inception(now) <= now && now < self.expiration(now)
    }

    /// Seconds from inception to expiration.
    #[must_use]
    pub fn validity_s(&self) -> u32 {
        self.expiration.wrapping_sub(self.inception)
    }
}

/// The time with these low 32 bits that is nearest to `now`: RFC 1982 arithmetic, right beyond 2038 and 2106.
fn nearest(low: u32, now: Timestamp) -> Timestamp {
    let distance = i64::from(low) - now.0.rem_euclid(1 << 32);
    let distance = match distance {
        ..=-0x8000_0000 => distance + (1 << 32),
        0x8000_0000.. => distance - (1 << 32),
        _ => distance,
    };
    Timestamp(now.0.saturating_add(distance))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_nearest_to_now() {
        let year_2026 = Timestamp(1_796_083_200);
        assert_eq!(nearest(1_796_083_201, year_2026), Timestamp(1_796_083_201));
        // 2039 and 2090 as seen from 2026, and 2026 as seen from 2107.
        assert_eq!(nearest(2_177_452_800, year_2026), Timestamp(2_177_452_800));
        assert_eq!(nearest(3_786_912_000, year_2026), Timestamp(3_786_912_000));
        let year_2107 = Timestamp(4_323_283_200);
        assert_eq!(nearest(28_315_904, year_2107), Timestamp(4_323_283_200));
        assert_eq!(nearest(u32::MAX, year_2107), Timestamp(0xffff_ffff));
    }
}
