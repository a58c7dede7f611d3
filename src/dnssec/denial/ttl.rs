//! TTLs of NSEC and NSEC3 records: RFC 9077.

use crate::rr::types;
use crate::zone::{Record, Zone};

/// How many different TTLs are told apart.
const MOST: usize = 16;

/// TTLs, how many records have each, and the first of them. Seldom more than one.
#[derive(Default)]
pub struct Ttls<'z> {
    seen: Vec<SeenTtl<'z>>,
}

/// A TTL of NSEC or NSEC3 records.
#[derive(Clone, Copy)]
pub struct SeenTtl<'z> {
    /// The first record.
    pub record: Record<'z>,
    /// The TTL in seconds.
    pub ttl: u32,
    /// How many records have it, NSEC and NSEC3 taken together.
    pub count: u64,
}

impl<'z> Ttls<'z> {
    pub fn add(&mut self, record: Record<'z>) {
        self.merge(SeenTtl { record, ttl: record.ttl(), count: 1 });
    }

    pub fn append(&mut self, later: Ttls<'z>) {
        later.seen.into_iter().for_each(|seen| self.merge(seen));
    }

    fn merge(&mut self, more: SeenTtl<'z>) {
        let room = self.seen.len() < MOST;
        match self.seen.iter_mut().find(|seen| seen.ttl == more.ttl) {
            Some(seen) => seen.count += more.count,
            None if room => self.seen.push(more),
            // What is left out differs from the SOA as the others do: sixteen are enough to say so.
            None => {}
        }
    }

    /// The TTLs that are not `expected`, in the order they came.
    pub fn other_than(&self, expected: u32) -> impl Iterator<Item = SeenTtl<'z>> {
        self.seen.iter().copied().filter(move |seen| seen.ttl != expected)
    }
}

/// What the SOA says of the TTL of denial records.
#[derive(Clone, Copy)]
pub struct SoaTtls<'z> {
    /// The SOA.
    pub soa: Record<'z>,
    /// Its TTL in seconds.
    pub ttl: u32,
    /// Its minimum field in seconds.
    pub minimum: u32,
}

impl<'z> SoaTtls<'z> {
    /// Reads them.
    pub fn of(zone: &'z Zone) -> Option<SoaTtls<'z>> {
        let soa = zone.soa()?;
        Some(SoaTtls { soa, ttl: soa.ttl(), minimum: soa.u32(types::soa::MINIMUM)? })
    }

    /// The lesser of the two: RFC 9077 section 3.
    #[must_use]
    pub fn expected(&self) -> u32 {
        self.ttl.min(self.minimum)
    }
}
