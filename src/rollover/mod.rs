//! Rollovers: what resolvers and senders may see at every second while records, keys and certificates change,
//! and when some of them would fail. Does no I/O, reads no clock, and reports nothing.
//!
//! Whatever changes is a [`Fact`]: a TLSA RRset, the chain that servers send, a DS RRset, a DNSKEY RRset, the
//! keys that sign the data. Each has [`Version`]s, and each version an interval in which somebody may see it:
//!
//! ```text
//! kept in caches    from publication until replacement + lags + TTL, cut where its signature ends
//! served directly   from its start until replacement + lags
//! ```
//!
//! A *view* is one visible version of each fact. A [`Gap`] is the interval in which a view may be had that
//! fails. Everything is computed from the ends of intervals, in whole seconds; nothing is sampled.

mod change;
mod dnssec;
mod fact;
mod interval;
mod key_transition;
mod model;
mod picture;
mod plan;
mod service;
mod service_transition;
mod signers;
mod stage;
pub mod status;
mod timing;
mod tlsa;
mod transition;
pub mod wording;

#[cfg(test)]
mod brute;
#[cfg(test)]
mod schemes;
#[cfg(test)]
mod vectors;

pub use change::{Change, Concern, Earliest, Window};
pub use dnssec::{
    Break, DataVersion, DsVersion, KeyVersion, Reading, SignedGroup, SigningKey, Trust, ZoneTimeline,
};
pub use fact::{Fact, Group, Lag, Seen, Storage, Version};
pub use interval::{Interval, union};
pub use key_transition::{DsKnown, KeyCause, KeyError, KeyGap, KeyTransition};
pub use model::{Edge, Gap, Limit, Model, ModelError};
pub use picture::{Bar, Mark, MarkKind, Phase, Picture, Row};
pub use plan::{
    Action, KeyGoal, KeyMethod, KeyRequest, Limiting, Obstacle, Plan, PlanError, PlannedKey, Rdata, Role,
    RrsetChange, ServiceChange, ServiceGoal, ServiceRequest, Signing, Step, Term, TlsaGoal, TlsaTimes,
    ZoneKeys, ZoneTimes, plan_keys, plan_services, plan_tlsa, plan_zone_keys,
};
pub use service::{NameFact, Server, ServiceTimeline, Sight, Sighted};
pub use service_transition::{ServiceGap, ServiceTransition, Trigger};
pub use signers::{Claimed, Signers};
pub use stage::{Content, NameVersion, Purpose, Stage, Staged, ZoneVersion, negative_ttl};
pub use timing::{Propagation, PropagationSource, Timing, forgotten_at, hold_s, two_ttls_s, wait_s};
pub use tlsa::{ChainVersion, TlsaTimeline, TlsaVersion};
pub use transition::{ServiceTransitions, Transition};
