//! Bounds on what one run may read, expand and keep. Hitting one is always said; it is never silent.

/// Every bound that hostile or merely huge input can reach.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Octets of an MTA-STS policy file; RFC 8461 section 3.2 suggests 64 KiB.
    pub policy_octets: u64,
    /// Octets of one source after decompression. Offsets are 32 bits wide, so this is the most there can be.
    pub source_octets: u64,
    /// How deep `$INCLUDE` may nest.
    pub include_depth: usize,
    /// How many `$INCLUDE` directives one zone may follow. Each can cut two chunks more, and with the 2,048 pieces of
    /// 4 GiB of text the chunks must stay below the 4,096 that a record's number can tell apart.
    pub includes: usize,
    /// Octets of a file and all it includes, a file that is included twice counted twice.
    pub total_octets: u64,
    /// Octets of files that are included more than once, each time counted: records take several times as much memory.
    pub repeated_octets: u64,
    /// Records one `$GENERATE` may make. A /12 of reverse names fits.
    pub generated_records: u64,
    /// Octets of rdata that all `$GENERATE` directives of a zone may make.
    pub generated_octets: usize,
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
    /// NSEC3 iterations above which hashes are not computed: the most that RFC 5155 section 10.3 ever allowed.
    pub nsec3_iterations: u16,
    /// Blocks of SHA-1 that the hashes of all NSEC3 chains of a zone may take: some five seconds. Zones of so many names
    /// that each gets fewer than 256 blocks may take those.
    pub nsec3_hash_blocks: u64,
    /// How many sets of NSEC3 parameters a zone may have.
    pub nsec3_parameter_sets: usize,
    /// DNSKEY records of one zone that signatures are verified with.
    pub keys: usize,
    /// Keys of one algorithm and key tag that are tried for a signature: many of them are an attack on validators
    /// (CVE-2023-50387).
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
            policy_octets: 64 << 10,
            source_octets: (1 << 32) - 2,
            include_depth: 20,
            includes: 1_000,
            total_octets: (1 << 32) - 2,
            repeated_octets: 64 << 20,
            generated_records: 1 << 20,
            generated_octets: 256 << 20,
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
