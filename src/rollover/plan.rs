//! Plans: the steps that lead from what is published and in service to a goal, each with the times at which
//! it leaves no gap. All times come out of the model; nothing is read, written or looked up here.

mod goal;
mod key_request;
mod keys;
mod pictured;
mod resign;
mod roll;
mod schedule;
mod service_request;
mod stages;
mod state;
mod tlsa;
mod unit;
mod whole;

#[cfg(test)]
mod key_tests;

use std::fmt;

use super::interval::Interval;
use super::model::ModelError;
use crate::error::Problem;
use crate::rr::{Rtype, present, types};
use crate::wire::{Name, Timestamp, Ttl, printable};

pub use goal::{ServiceChange, ServiceGoal, TlsaTimes};
pub use key_request::{KeyRequest, plan_zone_keys};
pub use keys::{KeyGoal, KeyMethod, PlannedKey, Role, ZoneKeys, ZoneTimes};
pub use resign::Signing;
pub use roll::plan_keys;
pub use service_request::{ServiceRequest, TlsaGoal, plan_services};
pub use tlsa::plan_tlsa;

/// Steps to a goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What it is about: a zone, or one service.
    pub subject: String,
    /// What is to be reached, a clause.
    pub goal: String,
    /// When it was made.
    pub now: Timestamp,
    /// What is to be done, in order.
    pub steps: Vec<Step>,
    /// Why it cannot be done; empty where it can.
    pub obstacles: Vec<Obstacle>,
    /// What could not be judged, so that the plan is not known to hold; clauses.
    pub not_checked: Vec<String>,
    /// What was taken for granted, and what else is worth knowing; clauses.
    pub notes: Vec<String>,
    /// What the symbols in terms stand for.
    pub symbols: Vec<(String, String)>,
    /// What is left of each thing's presence, for pictures.
    spans: Vec<Presence>,
}

/// Why a plan is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obstacle {
    /// The number of the step that it is about, from 0; `None` where it is about all.
    pub step: Option<usize>,
    /// What stands in the way, a clause.
    pub message: String,
    /// The earliest time at which the step would leave no gap, where there is one.
    pub earliest: Option<Timestamp>,
    /// What to do about it, an imperative clause; may be empty.
    pub help: String,
}

/// What is done in a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Action {
    /// TLSA records are published.
    PublishTlsa,
    /// Servers send another chain.
    DeployChain,
    /// TLSA records are taken away.
    RemoveTlsa,
    /// TLSA records are taken away, and others published.
    ReplaceTlsa,
    /// Chains and STARTTLS are free of DANE.
    Free,
    /// DNSKEY records are published.
    PublishDnskey,
    /// Other keys sign the data.
    Sign,
    /// The parent changes the DS RRset.
    ChangeDs,
    /// DNSKEY records are taken away.
    RemoveDnskey,
    /// DNSKEY records are taken away, and others published.
    ReplaceDnskey,
    /// Signatures are taken away.
    RemoveSignatures,
    /// The zone is published without signatures.
    Unsign,
    /// Signatures are made anew.
    Resign,
}

impl Action {
    /// As JSON has it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Action::PublishTlsa => "publish-tlsa",
            Action::DeployChain => "deploy-chain",
            Action::RemoveTlsa => "remove-tlsa",
            Action::ReplaceTlsa => "replace-tlsa",
            Action::Free => "free",
            Action::PublishDnskey => "publish-dnskey",
            Action::Sign => "sign",
            Action::ChangeDs => "change-ds",
            Action::RemoveDnskey => "remove-dnskey",
            Action::ReplaceDnskey => "replace-dnskey",
            Action::RemoveSignatures => "remove-signatures",
            Action::Unsign => "unsign",
            Action::Resign => "re-sign",
        }
    }

    /// Whether what is published beforehand comes into use here.
    fn is_use(self) -> bool {
        matches!(self, Action::DeployChain | Action::Sign | Action::ChangeDs | Action::Free)
    }
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What kind of step.
    pub action: Action,
    /// What is to be done, an imperative clause.
    pub what: String,
    /// The earliest time; safety and the floor of RFC 7671 section 8.1 are in it. `None` where any time will
    /// do.
    pub not_before: Option<Timestamp>,
    /// The latest time; `None` where there is none.
    pub not_after: Option<Timestamp>,
    /// The earliest time at which it leaves no gap, to the second, the steps before it being at their
    /// `not_before`.
    pub exact: Option<Timestamp>,
    /// The floor of RFC 7671 section 8.1, where it applies.
    pub floor: Option<Timestamp>,
    /// Which term `not_before` is.
    pub limiting: Limiting,
    /// The term in symbols and numbers; `None` where the step waits for nothing.
    pub term: Option<Term>,
    /// Why so, a clause.
    pub reason: String,
    /// Which RFC says so.
    pub rfc: &'static str,
    /// The RRsets that change.
    pub changes: Vec<RrsetChange>,
    /// What no record says: which chain, which signatures.
    pub details: Vec<String>,
}

/// What `not_before` comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Limiting {
    /// The step waits for nothing.
    Nothing,
    /// The start that was asked for, or the step before it.
    Order,
    /// The term of the model, and safety.
    Exact,
    /// The two TTLs of RFC 7671 section 8.1.
    TwoTtls,
}

impl Limiting {
    /// As JSON has it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Limiting::Nothing => "nothing",
            Limiting::Order => "order",
            Limiting::Exact => "exact",
            Limiting::TwoTtls => "two-ttls",
        }
    }
}

/// A time as a sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// `P(v1)+D+ttl(v0)`.
    pub symbols: String,
    /// The time it counts from.
    pub base: Timestamp,
    /// Seconds on top.
    pub addends_s: Vec<u64>,
}

impl Term {
    /// What it comes to.
    #[must_use]
    pub fn sum(&self) -> Timestamp {
        let total = self
            .addends_s
            .iter()
            .fold(0_i64, |sum, one| sum.saturating_add(i64::try_from(*one).unwrap_or(i64::MAX)));
        Timestamp(self.base.0.saturating_add(total))
    }
}

impl fmt::Display for Term {
    /// `P(v1)+D+ttl(v0) = 2026-12-01T00:00:00Z + 4500 + 3600`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} = {}", self.symbols, self.base)?;
        self.addends_s.iter().try_for_each(|one| write!(f, " + {one}"))
    }
}

/// One RRset before and after a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RrsetChange {
    /// Owner name.
    pub owner: Name,
    /// Type.
    pub rtype: Rtype,
    /// TTL before; that of the RRset to come where there is none.
    pub ttl_before: Ttl,
    /// TTL after.
    pub ttl: Ttl,
    /// Records before.
    pub before: Vec<Rdata>,
    /// Records after.
    pub after: Vec<Rdata>,
}

/// The rdata of one record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Rdata {
    /// As it is in wire form.
    Known(Vec<u8>),
    /// Of a key that is not made yet: rdata in zone file form with what is missing in angle brackets.
    ToBeMade(String),
}

impl RrsetChange {
    /// The records that come.
    pub fn added(&self) -> impl Iterator<Item = &Rdata> {
        self.after.iter().filter(|one| !self.before.contains(one))
    }

    /// The records that go.
    pub fn removed(&self) -> impl Iterator<Item = &Rdata> {
        self.before.iter().filter(|one| !self.after.contains(one))
    }

    /// Rdata as zone files have it.
    #[must_use]
    pub fn rdata_text(&self, rdata: &Rdata) -> String {
        match rdata {
            Rdata::Known(octets) => present(self.rtype, octets),
            Rdata::ToBeMade(text) => text.clone(),
        }
    }

    /// A record as zone files have it: `_25._tcp.mail.example.org. 3600 IN TLSA 3 1 1 ...`.
    #[must_use]
    pub fn line(&self, rdata: &Rdata, ttl: Ttl) -> String {
        format!("{} {} IN {} {}", self.owner, ttl.0, self.rtype, self.rdata_text(rdata))
    }
}

/// What can be seen of a thing while a plan is carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Presence {
    name: String,
    /// From its publication until no cache has it.
    seen: Interval,
    /// When it comes into use.
    used: Option<Timestamp>,
    /// When it is replaced.
    replaced: Option<Timestamp>,
    /// What holds it then.
    held: String,
}

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PlanError {
    /// The model cannot be asked.
    Model(ModelError),
    /// What was given does not allow any, a clause, about a subject.
    Given(String, String),
}

impl PlanError {
    /// The same as a reason for exit status 2.
    #[must_use]
    pub fn problem(self) -> Problem {
        match self {
            PlanError::Given(subject, message) => Problem::new(subject, message),
            PlanError::Model(error) => Problem::new("rollover plan", error.to_string()),
        }
    }
}

impl From<ModelError> for PlanError {
    fn from(error: ModelError) -> PlanError {
        PlanError::Model(error)
    }
}

impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PlanError::Model(error) => error.fmt(f),
            PlanError::Given(_, message) => f.write_str(message),
        }
    }
}

impl std::error::Error for PlanError {}

impl Plan {
    /// What to do first, where the zone was read from this file.
    #[must_use]
    pub fn next_command(&self, file: &str) -> String {
        let zone = printable(file);
        match self.steps.first() {
            Some(step) if step.changes.iter().any(|change| change.rtype != types::DS) => {
                format!(
                    "write the zone of step 1 to NEW.zone, and before it is published: danelaw check \
                    NEW.zone \
                    --published {zone}"
                )
            }
            Some(_) => "carry out step 1, then run this again: what is done drops out of the plan".to_owned(),
            None => format!("nothing is to be done: danelaw check {zone}"),
        }
    }

    fn new(subject: String, goal: String, now: Timestamp) -> Plan {
        Plan {
            subject,
            goal,
            now,
            steps: Vec::new(),
            obstacles: Vec::new(),
            not_checked: Vec::new(),
            notes: Vec::new(),
            symbols: Vec::new(),
            spans: Vec::new(),
        }
    }

    /// Whether it can be carried out.
    #[must_use]
    pub fn is_feasible(&self) -> bool {
        self.obstacles.is_empty()
    }

    /// When a step is at the earliest; where any time will do, when it was looked for first.
    #[must_use]
    pub fn time_of(&self, step: usize) -> Option<Timestamp> {
        self.steps.get(step).and_then(|step| step.not_before)
    }
}
