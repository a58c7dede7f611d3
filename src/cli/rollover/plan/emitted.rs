//! The TLSA records of each step in the form that a program takes. Knows no form itself.

use crate::error::Problem;
use crate::publish::{Form, Replaced, emitted};
use crate::rollover::{Plan, Rdata, RrsetChange, Step};
use crate::rr::types;
use crate::wire::NameRef;

/// One text for each step; empty where it changes no TLSA record.
pub(super) fn steps(form: Form, plan: &Plan, zone: NameRef<'_>) -> Result<Vec<String>, Vec<Problem>> {
    plan.steps.iter().map(|step| of_step(form, step, zone)).collect()
}

fn of_step(form: Form, step: &Step, zone: NameRef<'_>) -> Result<String, Vec<Problem>> {
    let changes: Vec<Replaced<'_>> =
        step.changes.iter().filter(|change| change.rtype == types::TLSA).map(replaced).collect();
    if changes.is_empty() { Ok(String::new()) } else { emitted(form, zone, &changes) }
}

fn replaced(change: &RrsetChange) -> Replaced<'_> {
    let known = |all: &[Rdata]| {
        all.iter()
            .filter_map(|one| if let Rdata::Known(octets) = one { Some(octets.clone()) } else { None })
            .collect()
    };
    Replaced {
        owner: &change.owner,
        ttl_before: change.ttl_before,
        ttl: change.ttl,
        before: known(&change.before),
        after: known(&change.after),
    }
}
