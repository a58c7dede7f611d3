//! ZONEMD: digests over a whole zone, RFC 8976. Reports nothing.

use std::collections::BTreeMap;
use std::sync::Mutex;

use ring::digest::{Context, SHA384, SHA512};

use super::CanonicalRrset;
use crate::rr::{Rtype, types};
use crate::workers::Workers;
use crate::zone::{Record, Rrset, Zone};

/// The SIMPLE scheme: RFC 8976 section 2.2.2.
const SIMPLE: u8 = 1;
/// Octets that are collected before they are hashed.
const BUFFER_OCTETS: usize = 1 << 16;
/// Owners whose canonical form one job makes.
const NODES_PER_JOB: usize = 1024;
/// Jobs whose canonical form is held at a time.
const JOBS_AT_A_TIME: usize = 16;

/// The hash algorithms that are known: RFC 8976 section 2.2.3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ZonemdHash {
    /// Algorithm 1.
    Sha384,
    /// Algorithm 2.
    Sha512,
}

impl ZonemdHash {
    /// The algorithm of a number in the registry.
    #[must_use]
    pub fn of(number: u8) -> Option<ZonemdHash> {
        match number {
            1 => Some(ZonemdHash::Sha384),
            2 => Some(ZonemdHash::Sha512),
            _ => None,
        }
    }

    /// What it is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ZonemdHash::Sha384 => "SHA-384",
            ZonemdHash::Sha512 => "SHA-512",
        }
    }

    fn context(self) -> Context {
        Context::new(match self {
            ZonemdHash::Sha384 => &SHA384,
            ZonemdHash::Sha512 => &SHA512,
        })
    }

    fn octets(self) -> usize {
        match self {
            ZonemdHash::Sha384 => SHA384.output_len(),
            ZonemdHash::Sha512 => SHA512.output_len(),
        }
    }
}

/// What a ZONEMD record is worth: RFC 8976 section 4.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ZonemdVerdict {
    /// Its digest is that of the zone.
    Right,
    /// Its digest is not that of the zone, which is this one.
    Wrong(ZonemdHash, Vec<u8>),
    /// It was made for another serial than this one of the SOA.
    OtherSerial(u32),
    /// Another record has the same scheme and hash algorithm: nobody looks at either.
    Repeated,
    /// Nobody knows its scheme or hash algorithm.
    Unsupported,
    /// Its digest has a length of its own, or not all of the zone could be read, or there is not one SOA.
    NotComparable,
}

/// One ZONEMD record at the apex.
pub struct ZonemdClaim<'z> {
    /// The record.
    pub record: Record<'z>,
    /// The serial it was made for.
    pub serial: u32,
    /// The scheme.
    pub scheme: u8,
    /// The hash algorithm.
    pub hash: u8,
    /// What it is worth.
    pub verdict: ZonemdVerdict,
}

/// The ZONEMD records at the apex of a zone, in canonical order, none twice.
pub struct Zonemd<'z> {
    /// The zone.
    pub zone: &'z Zone,
    /// The records.
    pub claims: Vec<ZonemdClaim<'z>>,
}

impl<'z> Zonemd<'z> {
    /// Recomputes the digests of a zone that has ZONEMD records at its apex.
    #[must_use]
    pub fn of(zone: &'z Zone, workers: &dyn Workers) -> Zonemd<'z> {
        let apex = zone.apex();
        let rrset = apex.and_then(|apex| apex.rrset(types::ZONEMD)).map(CanonicalRrset::of);
        let serial = apex.and_then(|apex| apex.rrset(types::SOA)).and_then(only_serial);
        let mut claims: Vec<ZonemdClaim<'z>> =
            rrset.iter().flat_map(CanonicalRrset::rows).filter_map(|(_, record)| claim(record)).collect();
        let mut seen: BTreeMap<(u8, u8), u32> = BTreeMap::new();
        claims.iter().for_each(|claim| *seen.entry((claim.scheme, claim.hash)).or_default() += 1);
        for claim in &mut claims {
            claim.verdict = match serial {
                _ if seen.get(&(claim.scheme, claim.hash)).is_some_and(|&count| count > 1) => {
                    ZonemdVerdict::Repeated
                }
                Some(serial) if serial != claim.serial => ZonemdVerdict::OtherSerial(serial),
                _ if claim.scheme != SIMPLE || ZonemdHash::of(claim.hash).is_none() => {
                    ZonemdVerdict::Unsupported
                }
                _ => ZonemdVerdict::NotComparable,
            };
        }
        let mut zonemd = Zonemd { zone, claims };
        if serial.is_some() && zone.is_read() {
            zonemd.compare(workers);
        }
        zonemd
    }

    /// Whether there is a record, and none of them can be compared with the zone by anybody.
    #[must_use]
    pub fn is_all_unsupported(&self) -> bool {
        !self.claims.is_empty() && self.claims.iter().all(|claim| claim.verdict == ZonemdVerdict::Unsupported)
    }

    /// Whether a record verifies the zone: one is enough (RFC 8976 section 4).
    #[must_use]
    pub fn is_verified(&self) -> bool {
        self.claims.iter().any(|claim| claim.verdict == ZonemdVerdict::Right)
    }

    /// Computes the digests that are asked for.
    fn compare(&mut self, workers: &dyn Workers) {
        let mut asked: Vec<(&mut ZonemdClaim<'z>, ZonemdHash)> = Vec::new();
        for claim in self.claims.iter_mut().filter(|claim| claim.verdict == ZonemdVerdict::NotComparable) {
            if let Some(hash) = ZonemdHash::of(claim.hash)
                && digest_of(claim.record).len() == hash.octets()
            {
                asked.push((claim, hash));
            }
        }
        if asked.is_empty() {
            return;
        }
        let hashes: Vec<ZonemdHash> = asked.iter().map(|(_, hash)| *hash).collect();
        let digests = digests(self.zone, &hashes, workers);
        for ((claim, hash), digest) in asked.into_iter().zip(digests) {
            let is_right = digest_of(claim.record) == digest.as_slice();
            claim.verdict = if is_right { ZonemdVerdict::Right } else { ZonemdVerdict::Wrong(hash, digest) };
        }
    }
}

/// The digest in a ZONEMD record.
fn digest_of(record: Record<'_>) -> &[u8] {
    record.rdata().get(6..).unwrap_or_default()
}

fn claim(record: Record<'_>) -> Option<ZonemdClaim<'_>> {
    let [s0, s1, s2, s3, scheme, hash] = *record.rdata().first_chunk::<6>()?;
    let serial = u32::from_be_bytes([s0, s1, s2, s3]);
    Some(ZonemdClaim { record, serial, scheme, hash, verdict: ZonemdVerdict::NotComparable })
}

/// The serial of an SOA RRset that is one record.
fn only_serial(soa: Rrset<'_>) -> Option<u32> {
    let soa = CanonicalRrset::of(soa);
    let mut rows = soa.rows();
    let (_, record) = rows.next().filter(|_| rows.next().is_none())?;
    record.u32(types::soa::SERIAL)
}

/// The digests of a zone with the SIMPLE scheme: RFC 8976 section 3.3.1.
///
/// The digest depends on the order of the records, so that only the making of their canonical form is spread
/// over `workers`, and the hashing where there are several algorithms.
fn digests(zone: &Zone, hashes: &[ZonemdHash], workers: &dyn Workers) -> Vec<Vec<u8>> {
    let contexts: Vec<Mutex<Context>> = hashes.iter().map(|hash| hash.context().into()).collect();
    let pieces: [Mutex<Vec<u8>>; JOBS_AT_A_TIME] =
        std::array::from_fn(|_| Mutex::new(Vec::with_capacity(BUFFER_OCTETS)));
    let jobs = zone.node_count().div_ceil(NODES_PER_JOB);
    for wave in (0..jobs).step_by(JOBS_AT_A_TIME) {
        workers.run(JOBS_AT_A_TIME.min(jobs - wave), &|at| {
            if let Some(Ok(mut piece)) = pieces.get(at).map(Mutex::lock) {
                piece.clear();
                let first = (wave + at) * NODES_PER_JOB;
                (first..first + NODES_PER_JOB).map_while(|at| zone.node_at(at)).for_each(|node| {
                    let is_apex = node.is_apex();
                    node.rrsets().for_each(|rrset| append(rrset, is_apex, &mut piece));
                });
            }
        });
        workers.run(contexts.len(), &|at| {
            if let Some(Ok(mut context)) = contexts.get(at).map(Mutex::lock) {
                for piece in pieces.iter().take(jobs - wave).filter_map(|piece| piece.lock().ok()) {
                    context.update(&piece);
                }
            }
        });
    }
    contexts
        .into_iter()
        .filter_map(|context| context.into_inner().ok())
        .map(|context| context.finish().as_ref().to_vec())
        .collect()
}

/// Appends the records of an RRset in canonical form and order, those that no digest includes left out.
fn append(rrset: Rrset<'_>, is_apex: bool, out: &mut Vec<u8>) {
    let rtype = rrset.rtype();
    if is_apex && rtype == types::ZONEMD {
        return;
    }
    let class = rrset.node().zone().class();
    let owner = rrset.owner().wire();
    if rrset.len() == 1 {
        let record = rrset.first();
        if !is_signature_of_zonemd(is_apex, rtype, record) {
            append_record(owner, class, record, &crate::rr::canonical(rtype, record.rdata()), out);
        }
        return;
    }
    for (rdata, record) in CanonicalRrset::of(rrset).rows() {
        if !is_signature_of_zonemd(is_apex, rtype, record) {
            append_record(owner, class, record, rdata, out);
        }
    }
}

/// The signature over the ZONEMD RRset is made after the digest: RFC 8976 section 3.3.1.1.
fn is_signature_of_zonemd(is_apex: bool, rtype: Rtype, record: Record<'_>) -> bool {
    is_apex && rtype == types::RRSIG && record.rdata().starts_with(&types::ZONEMD.0.to_be_bytes())
}

fn append_record(owner: &[u8], class: u16, record: Record<'_>, rdata: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(owner);
    out.extend_from_slice(&record.rtype().0.to_be_bytes());
    out.extend_from_slice(&class.to_be_bytes());
    out.extend_from_slice(&record.ttl().to_be_bytes());
    out.extend_from_slice(&u16::try_from(rdata.len()).unwrap_or(u16::MAX).to_be_bytes());
    out.extend_from_slice(rdata);
}
