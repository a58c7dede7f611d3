//! Bounds on what one run may read, expand and keep. Hitting one is always said; it is never silent.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Every bound that hostile or merely huge input can reach.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Limits {
    /// Memory that zones may take.
    pub memory: Memory,
    /// Octets of an MTA-STS policy file; RFC 8461 section 3.2 suggests 64 KiB.
    pub policy_octets: u64,
    /// Octets of one source after decompression. Offsets are 32 bits wide, so this is the most there can be.
    pub source_octets: u64,
    /// How deep `$INCLUDE` may nest.
    pub include_depth: usize,
    /// How many `$INCLUDE` directives one zone may follow. Each can cut two chunks more, and with the 2,048
    /// pieces of 4 GiB of text the chunks must stay below the 4,096 that a record's number can tell apart.
    pub includes: usize,
    /// Octets of a file and all it includes, a file that is included twice counted twice.
    pub total_octets: u64,
    /// Octets of files that are included more than once, each time counted. Their records count against
    /// `multiplied_work` also.
    pub repeated_octets: u64,
    /// Work and memory of the records that all `$GENERATE` directives of a zone, and files that it includes
    /// again, may make: one unit is an address or PTR record, of which a /12 fits; other types take 16 or 64.
    pub multiplied_work: u64,
    /// Faults of one kind kept for one zone; the rest are counted.
    pub faults_per_kind: usize,
    /// Records that could not be read whose owners are kept. More than the faults of all kinds together.
    pub unread: usize,
    /// Findings kept for one rule and zone; the rest are counted.
    pub findings_per_rule: usize,
    /// Octets of a DS set or of trust anchors.
    pub ds_octets: u64,
    /// Octets of a certificate or key file.
    pub certificate_octets: u64,
    /// Certificates that are tried on the way up to trust anchors, for all records and chains of one service.
    pub path_steps: u64,
    /// How far a CNAME chain is followed.
    pub alias_chain: usize,
    /// DNS lookups of one SPF evaluation that are counted; receivers give up at 10.
    pub spf_lookups: usize,
    /// Faults of one record's mail text kept; the rest are counted.
    pub text_faults: usize,
    /// NSEC3 iterations above which hashes are not computed: the most that RFC 5155 section 10.3 ever
    /// allowed.
    pub nsec3_iterations: u16,
    /// Blocks of SHA-1 that the hashes of all NSEC3 chains of a zone may take: some five seconds. Zones of so
    /// many names that each gets fewer than 256 blocks may take those.
    pub nsec3_hash_blocks: u64,
    /// How many sets of NSEC3 parameters a zone may have.
    pub nsec3_parameter_sets: usize,
    /// DNSKEY records of one zone that signatures are verified with.
    pub keys: usize,
    /// Keys of one algorithm and key tag that are tried for a signature: many of them are an attack on
    /// validators (CVE-2023-50387).
    pub keys_per_tag: usize,
    /// Signatures of one RRset that are verified.
    pub signatures_per_rrset: usize,
    /// Signatures that may fail in one part of a zone before the rest of it is left unverified.
    pub failed_signatures: usize,
    /// Combinations of versions of zones, keys and certificates that a rollover is looked at with.
    pub rollover_views: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            memory: Memory::default(),
            policy_octets: 64 << 10,
            source_octets: (1 << 32) - 2,
            include_depth: 20,
            includes: 1_000,
            total_octets: (1 << 32) - 2,
            repeated_octets: 16 << 20,
            multiplied_work: 1 << 20,
            faults_per_kind: 1_000,
            unread: 100_000,
            findings_per_rule: 1_000,
            ds_octets: 16 << 20,
            certificate_octets: 64 << 20,
            path_steps: 1_000_000,
            alias_chain: 64,
            spf_lookups: 30,
            text_faults: 64,
            nsec3_iterations: 2_500,
            nsec3_hash_blocks: 1 << 26,
            nsec3_parameter_sets: 8,
            keys: 256,
            keys_per_tag: 4,
            signatures_per_rrset: 16,
            failed_signatures: 1_000,
            rollover_views: 1 << 20,
        }
    }
}

/// What zones may take of the memory that the process may have, shared by all zones of a run.
#[derive(Debug, Clone)]
pub struct Memory {
    most: u64,
    left: Arc<AtomicU64>,
}

impl Memory {
    /// Octets of memory that each octet of zone text can take, the text itself and its names included.
    pub const FOR_EACH_OCTET: u64 = 8;

    /// Octets of memory that each line of zone text can take further: a record, and its place in the zone.
    pub const FOR_EACH_LINE: u64 = 192;

    /// Octets of memory that rules can take further for each record other than addresses, PTR and what DNSSEC
    /// adds.
    pub const FOR_EACH_RECORD: u64 = 1536;

    /// Octets that everything besides zones takes.
    const BASE: u64 = 48 << 20;

    /// Octets that a record of one unit of work takes.
    const FOR_A_UNIT: u64 = 400;

    /// Octets that one thread more takes: its stack, and what the allocator sets aside for it.
    const FOR_A_THREAD: u64 = 72 << 20;

    /// Units of [`Limits::multiplied_work`] whose records fit in a quarter of `most` octets.
    #[must_use]
    pub fn units_of_work(most: u64) -> u64 {
        most / 4 / Memory::FOR_A_UNIT
    }

    /// A bound of `most` octets for the whole process, a quarter of which is kept for records that are not
    /// written out.
    #[must_use]
    pub fn of(most: u64) -> Memory {
        Memory { most, left: Arc::new(AtomicU64::new((most - most / 4).saturating_sub(Memory::BASE))) }
    }

    /// How many threads to work on, where `wanted` would do: they take a quarter of the memory at most.
    #[must_use]
    pub fn threads(&self, wanted: usize) -> usize {
        let most = usize::try_from(self.most / 4 / Memory::FOR_A_THREAD).unwrap_or(usize::MAX);
        let threads = wanted.min(most.max(1));
        if threads > 1 && self.most < u64::MAX {
            let taken = Memory::FOR_A_THREAD.saturating_mul(u64::try_from(threads).unwrap_or(u64::MAX));
            self.left.fetch_sub(taken, Ordering::Relaxed);
        }
        threads
    }

    /// Sets memory aside for reading this text.
    ///
    /// # Errors
    /// Why there is not enough.
    pub fn take_for_text(&self, text: &[u8]) -> Result<(), String> {
        if self.most == u64::MAX {
            return Ok(());
        }
        let times = |count: usize, each: u64| u64::try_from(count).unwrap_or(u64::MAX).saturating_mul(each);
        let lines = memchr::memchr_iter(b'\n', text).count() + 1;
        self.take(
            times(text.len(), Memory::FOR_EACH_OCTET).saturating_add(times(lines, Memory::FOR_EACH_LINE)),
        )
    }

    /// Sets memory aside for what rules keep of this many records.
    ///
    /// # Errors
    /// Why there is not enough.
    pub fn take_for_records(&self, records: u64) -> Result<(), String> {
        if self.most == u64::MAX {
            Ok(())
        } else {
            self.take(records.saturating_mul(Memory::FOR_EACH_RECORD))
        }
    }

    fn take(&self, needed: u64) -> Result<(), String> {
        let taken =
            self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(needed));
        taken.map(|_| ()).map_err(|left| {
            let mib = |octets: u64| octets.div_ceil(1 << 20);
            let (needed, left, most) = (mib(needed), left >> 20, self.most >> 20);
            format!(
                "it needs up to {needed} MiB of memory, {left} MiB are left for it; the limit (`ulimit \
                -v`, or the control group) is {most} MiB"
            )
        })
    }
}

impl Default for Memory {
    /// No bound.
    fn default() -> Memory {
        Memory { most: u64::MAX, left: Arc::new(AtomicU64::new(u64::MAX)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_taken_once() {
        let memory = Memory::of(68 << 20);
        let text = [b'\n'; 9_000];
        assert!(
            memory.take_for_text(&text).is_ok() && memory.clone().take_for_text(b"www A 192.0.2.1\n").is_ok()
        );
        assert_eq!(
            memory.take_for_text(&text).err().as_deref(),
            Some(
                "it needs up to 2 MiB of memory, 1 MiB are left for it; the limit (`ulimit -v`, or the \
                control group) is 68 MiB"
            )
        );
        assert!(Memory::default().take_for_text(&text).is_ok());
        assert_eq!(
            (memory.threads(8), Memory::of(4 << 30).threads(8), Memory::default().threads(8)),
            (1, 8, 8)
        );
    }
}
