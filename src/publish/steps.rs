//! The TLSA records of each step of a plan in the form that a program takes.

use super::form::{Form, obstacles, write};
use super::set::{Emission, PublishedSet, Set};
use crate::dane::{self, Advice, Origin, Pkix};
use crate::error::Problem;
use crate::rollover::{Plan, Rdata, RrsetChange, Step};
use crate::rr::types;
use crate::wire::{Name, NameRef, Ttl};

/// One text for each step; empty where it changes no TLSA record.
///
/// # Errors
/// What the form cannot carry.
pub fn emitted_steps(form: Form, plan: &Plan, zone: NameRef<'_>) -> Result<Vec<String>, Vec<Problem>> {
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

/// One TLSA RRset before and after a change.
struct Replaced<'a> {
    /// Owner name.
    owner: &'a Name,
    /// TTL before.
    ttl_before: Ttl,
    /// TTL after.
    ttl: Ttl,
    /// Rdata before.
    before: Vec<Vec<u8>>,
    /// Rdata after.
    after: Vec<Vec<u8>>,
}

/// Sets of records in a form, as they are after the change.
fn emitted(form: Form, zone: NameRef<'_>, changes: &[Replaced<'_>]) -> Result<String, Vec<Problem>> {
    let origin = Origin::published("plan");
    let set = |change: &Replaced<'_>| {
        let usable = |rdata: &Vec<u8>| dane::Published::parse(rdata)?.usable(Pkix::Validated).ok();
        Set {
            owner: change.owner.clone(),
            ttl: change.ttl,
            ttl_said: true,
            published: Some(PublishedSet { ttl: change.ttl_before.0, rdata: change.before.clone() }),
            kept: change.after.iter().filter_map(usable).map(|tlsa| (tlsa, origin.clone())).collect(),
        }
    };
    let sets: Vec<Set> = changes.iter().map(set).collect();
    let emission = Emission { zone: Some(zone), sets: &sets, made: &[] };
    let obstacles = obstacles(form, &emission);
    if !obstacles.is_empty() {
        return Err(obstacles);
    }
    let mut out = Vec::new();
    let written = write(form, &emission, &[], &Advice::default(), &mut out);
    written.map_err(|error| vec![Problem::new("--emit", error.to_string())])?;
    Ok(String::from_utf8_lossy(&out).into_owned())
}
