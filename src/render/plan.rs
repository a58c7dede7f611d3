//! Plans of rollovers: as numbered steps, JSON and calendar entries. Decides nothing.

mod ics;
mod json;
mod text;

pub use ics::write as ics;
pub use json::write as json;
pub use text::write as text;

use crate::rollover::Plan;

/// A plan and what else is written of it.
#[derive(Debug, Clone)]
pub struct WrittenPlan<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// What each step looks like in the form that a program takes, where one is asked for.
    pub emitted: Option<Vec<String>>,
    /// The next command to run.
    pub next: String,
}
