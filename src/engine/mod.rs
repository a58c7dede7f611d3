//! Runs rules over zones: which ones, in what order, on how many threads. Decides nothing about DNS.

mod input;

mod par;
mod plan;
mod run;

pub use input::{Input, check_all, read_parent, read_zone};

pub use par::Pool;
pub use plan::{Plan, Selection, UnknownRule};

use crate::dane::Inventory;
use crate::limits::Limits;
use crate::mail::mta_sts::PolicyFile;
use crate::parse::IncludePolicy;
use crate::policy::Policies;
use crate::rollover::Timing;
use crate::source::Files;
use crate::wire::{Name, Timestamp};
use crate::workers::Workers;

/// Everything that is the same for all inputs of one run.
#[derive(Clone, Copy)]
pub struct Run<'a> {
    /// The rules to ask.
    pub plan: &'a Plan,
    /// The time at which zones are judged.
    pub now: Timestamp,
    /// What the user says of services.
    pub inventory: &'a Inventory,
    /// MTA-STS policy files that the user gives.
    pub mta_sts: &'a [PolicyFile],
    /// What the user wants of timing.
    pub policies: &'a Policies,
    /// When zones are published, and how long that takes.
    pub timing: &'a Timing,
    /// Bounds.
    pub limits: &'a Limits,
    /// The zone's name where the user gave it.
    pub origin: Option<&'a Name>,
    /// Where included files come from.
    pub files: &'a dyn Files,
    /// Which files may be included.
    pub includes: &'a IncludePolicy,
    /// Who does parallel work.
    pub workers: &'a dyn Workers,
}
