//! Runs rules over zones: which ones, in what order, on how many threads. Decides nothing about DNS.

mod gathered;
mod judge;
mod par;
mod plan;
mod preset;
mod run;

pub use judge::check_all;
pub use par::Pool;
pub use plan::{Enabled, Plan, Selection, UnknownRule, enabled};
pub use preset::{PRESETS, Preset, UnknownPreset};

use crate::dane::Inventory;
use crate::limits::Limits;
use crate::mail::mta_sts::PolicyFile;
use crate::policy::Policies;
use crate::rollover::Timing;
use crate::wire::Timestamp;
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
    /// Who does parallel work.
    pub workers: &'a dyn Workers,
}
