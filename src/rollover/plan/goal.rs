//! What is to become of services, and what the times of it depend on. Plans nothing.

use super::resign::Signing;
use crate::dane::{Chain, Names, Pkix, Published, Service};
use crate::rollover::timing::{Propagation, Timing};
use crate::wire::{Name, Timestamp, Ttl};

/// What times depend on.
#[derive(Debug, Clone, Copy)]
pub struct TlsaTimes {
    /// When the plan is made.
    pub now: Timestamp,
    /// When the first change may be published, and what else the user says.
    pub timing: Timing,
    /// Until a publication is on all servers of the zone.
    pub propagation: Propagation,
    /// When the zone's signatures end.
    pub signing: Signing,
}

/// One service, and what is to become of it.
#[derive(Debug, Clone)]
pub struct ServiceGoal<'a> {
    /// The service.
    pub service: Service,
    /// Where its records stand: its own name, or what that is an alias of.
    pub place: Name,
    /// The records that are published.
    pub published: Vec<Published>,
    /// Their TTL; without records that of the negative answer.
    pub ttl: Ttl,
    /// The TTL of new records.
    pub new_ttl: Ttl,
    /// The TTL of the answer that there are none.
    pub negative_ttl: Ttl,
    /// The chains in service; none where that is not known, which is good enough where no record is
    /// published.
    pub current: Vec<Chain<'a>>,
    /// What changes.
    pub change: ServiceChange<'a>,
    /// Whose certificate it has to be.
    pub names: &'a Names,
    /// What clients do with usages 0 and 1.
    pub pkix: Pkix<'a>,
}

/// What changes at a service.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum ServiceChange<'a> {
    /// Servers are to send other chains.
    Deploy {
        /// Them.
        chains: Vec<Chain<'a>>,
        /// Their records, of the parameters that are published where some are.
        pins: Vec<Published>,
        /// Their records of other parameters, which come into use after the chains: one change at a time.
        second: Option<Vec<Published>>,
    },
    /// There are to be no TLSA records.
    Withdraw {
        /// A chain that no record matches.
        any: Vec<Chain<'a>>,
    },
}

/// A moment of all services together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// New records stand beside the old ones, or all go.
    Before,
    /// Servers change.
    Deploy,
    /// Old records go.
    After,
    /// Records of other parameters stand beside the old ones.
    Second,
    /// Records of the parameters of before go.
    Last,
}

impl Phase {
    /// Every phase, in order.
    pub const ALL: [Phase; 5] = [Phase::Before, Phase::Deploy, Phase::After, Phase::Second, Phase::Last];
}
