//! What is wished of the records of a domain's mail. Reads nothing.

use crate::dane::Material;
use crate::wire::{Name, Timestamp, Ttl};

/// How strict the set is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stage {
    /// Watch: SPF ~all, DMARC p=none, MTA-STS testing.
    Start,
    /// Refuse: SPF -all, DMARC p=reject, MTA-STS enforce.
    Enforce,
}

impl Stage {
    /// Every stage.
    pub const ALL: &'static [Stage] = &[Stage::Start, Stage::Enforce];

    /// One word, and what it stands for.
    #[must_use]
    pub fn text(self) -> (&'static str, &'static str) {
        match self {
            Stage::Start => ("start", "Watch: SPF ~all, DMARC p=none, MTA-STS testing"),
            Stage::Enforce => ("enforce", "Refuse: SPF -all, DMARC p=reject, MTA-STS enforce"),
        }
    }
}

/// What the user wants, read and found to be what it should.
#[derive(Debug, Clone)]
pub struct Wishes {
    /// How strict the set is.
    pub stage: Stage,
    /// Destinations of DMARC reports; none where the user named none.
    pub rua: Vec<String>,
    /// Destinations of TLS reports; none where the user named none.
    pub tls_rua: Vec<String>,
    /// Domains whose SPF records say who else sends.
    pub spf_includes: Vec<String>,
    /// Whether SPF has the addresses of the MX hosts instead of `mx`.
    pub by_addresses: bool,
    /// Whether the domain takes and sends no mail.
    pub is_parked: bool,
    /// The host that serves the MTA-STS policy.
    pub mta_sts_host: Option<Name>,
    /// Certificates, chains or keys of MX hosts.
    pub certificates: Vec<Material>,
    /// Time to live of what joins no other record.
    pub ttl: Ttl,
    /// The time that the MTA-STS id is made of.
    pub now: Timestamp,
}
