//! How long a publication takes to be everywhere: what the user says, and what the SOA record says otherwise.

use std::fmt;

use crate::rr::types;
use crate::wire::{Timestamp, Ttl, duration_text};
use crate::zone::Zone;

/// What the user says of the times of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timing {
    /// The time of asking: what is over by then is past mending.
    pub asked_at: Timestamp,
    /// When the new zones are published.
    pub publish_at: Timestamp,
    /// Since when the published zones are as they are; `None` where nobody says, and they have always been.
    pub published_at: Option<Timestamp>,
    /// Since when the parents have the DS records that are given; `None` where nobody says.
    pub ds_since: Option<Timestamp>,
    /// Seconds until a publication is on all authoritative servers; `None` where each zone's SOA record says
    /// it.
    pub propagation_s: Option<u32>,
    /// Seconds between the first server that sends a chain and the last.
    pub skew_s: u32,
    /// Seconds to wait on top of every wait.
    pub safety_s: u32,
}

/// Seconds that caches may hold what a publication replaced: until the last server has the new version, and
/// for the TTL of the old one from then on.
///
/// A TTL with its highest bit set is none in RFC 2181 section 8 and a long one in RFC 8767 section 4: the
/// worse counts.
#[must_use]
pub fn hold_s(lag_s: i64, ttl: Ttl) -> i64 {
    lag_s.saturating_add(i64::from(ttl.0))
}

/// The first second at which no cache holds what was replaced at `replaced`: see [`hold_s`].
#[must_use]
pub fn forgotten_at(replaced: Timestamp, lag_s: i64, ttl: Ttl) -> Timestamp {
    Timestamp(replaced.0.saturating_add(hold_s(lag_s, ttl)))
}

/// Seconds of two TTLs: how long records are published before what needs them, at least, whatever the
/// propagation (RFC 7671 section 8.1).
#[must_use]
pub fn two_ttls_s(ttl: Ttl) -> i64 {
    i64::from(ttl.0).saturating_mul(2)
}

/// Seconds that records must be published before a chain that needs them is sent, where nothing else is known
/// of the change: [`two_ttls_s`], and until no cache holds the records of before.
#[must_use]
pub fn wait_s(lag_s: i64, ttl: Ttl) -> i64 {
    two_ttls_s(ttl).max(hold_s(lag_s, ttl))
}

impl Timing {
    /// Nothing is said but when the new zones are published.
    #[must_use]
    pub fn new(publish_at: Timestamp) -> Timing {
        Timing {
            asked_at: publish_at,
            publish_at,
            published_at: None,
            ds_since: None,
            propagation_s: None,
            skew_s: 0,
            safety_s: 0,
        }
    }

    /// How long a publication of a zone takes to be on all its servers.
    #[must_use]
    pub fn propagation(&self, zone: &Zone) -> Propagation {
        if let Some(seconds) = self.propagation_s {
            return Propagation { seconds, source: PropagationSource::Given };
        }
        let fields =
            zone.soa().and_then(|soa| Some((soa.u32(types::soa::REFRESH)?, soa.u32(types::soa::RETRY)?)));
        match fields {
            Some((refresh, retry)) => Propagation {
                seconds: refresh.saturating_add(retry),
                source: PropagationSource::Soa { refresh, retry },
            },
            None => Propagation { seconds: 0, source: PropagationSource::Unknown },
        }
    }
}

/// Seconds until a publication is on all authoritative servers, and who says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Propagation {
    /// How many.
    pub seconds: u32,
    /// Who says so.
    pub source: PropagationSource,
}

/// Who says how long a publication takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PropagationSource {
    /// The user.
    Given,
    /// The SOA record: a secondary that misses the NOTIFY looks after `refresh`, and once more after `retry`.
    Soa {
        /// The refresh field.
        refresh: u32,
        /// The retry field.
        retry: u32,
    },
    /// There is no SOA record, and nobody.
    Unknown,
}

impl fmt::Display for Propagation {
    /// `4500 s (75 minutes): SOA refresh 3600 + retry 900`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&duration_text(u64::from(self.seconds)))?;
        match self.source {
            PropagationSource::Given => f.write_str(", as --propagation says"),
            PropagationSource::Soa { refresh, retry } => write!(f, ": SOA refresh {refresh} + retry {retry}"),
            PropagationSource::Unknown => f.write_str(": there is no SOA record to tell"),
        }
    }
}
