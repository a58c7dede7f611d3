//! Sets of records that a plan replaces, in the form that a program takes. Knows no plan.

use super::form::{Form, obstacles, write};
use super::set::{Emission, PublishedSet, Set};
use crate::dane::{self, Advice, Origin, Pkix};
use crate::error::Problem;
use crate::wire::{Name, NameRef, Ttl};

/// One TLSA RRset before and after a change.
#[derive(Debug, Clone)]
pub struct Replaced<'a> {
    /// Owner name.
    pub owner: &'a Name,
    /// TTL before.
    pub ttl_before: Ttl,
    /// TTL after.
    pub ttl: Ttl,
    /// Rdata before.
    pub before: Vec<Vec<u8>>,
    /// Rdata after.
    pub after: Vec<Vec<u8>>,
}

/// Sets of records in a form, as they are after the change.
///
/// # Errors
/// What the form cannot carry.
pub fn emitted(form: Form, zone: NameRef<'_>, changes: &[Replaced<'_>]) -> Result<String, Vec<Problem>> {
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
