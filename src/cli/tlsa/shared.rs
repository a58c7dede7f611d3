//! What other subcommands take from here: a zone, the records of a file, records in the form of a program.
//! Decides nothing.

use std::path::Path;

use super::advice::Advice;
use super::emit::{self, Emission, Published, Set};
use super::generate::records_of;
use super::output::Origin;
use super::{Anchor, Emit, RecordArgs, from_zone};
use crate::cli::Env;
use crate::dane::{self, Material, Parameters, Pkix, Tlsa};
use crate::error::Problem;
use crate::wire::{Name, NameRef, Ttl};
use crate::zone::Zone;

/// One TLSA RRset before and after a change.
pub(in crate::cli) struct Replaced<'a> {
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

/// Reads a whole zone.
///
/// # Errors
/// Why it is none.
pub(in crate::cli) fn zone(path: &Path, name: Option<Name>, env: &mut Env<'_>) -> Result<Zone, Problem> {
    from_zone::read(path, name, &mut false, env)
}

/// The records that one file makes, as `danelaw tlsa generate` makes them; what is worth saying about them
/// goes to `remarks`.
///
/// # Errors
/// Why it makes none.
pub(in crate::cli) fn records(
    input: &Material,
    parameters: Parameters,
    anchor: Anchor,
    remarks: &mut Vec<Problem>,
) -> Result<Vec<Tlsa>, Problem> {
    let Parameters { usage, selector, matching } = parameters;
    let mut advice = Advice::default();
    let made = records_of(input, false, RecordArgs { usage, selector, matching, anchor }, &mut advice)?;
    remarks
        .extend(advice.warnings.into_iter().filter(|remark| !remarks.contains(remark)).collect::<Vec<_>>());
    Ok(made.into_iter().map(|(tlsa, _)| tlsa).collect())
}

/// Sets of records in a form, as they are after the change.
///
/// # Errors
/// What the form cannot carry.
pub(in crate::cli) fn emitted(
    form: Emit,
    zone: NameRef<'_>,
    changes: &[Replaced<'_>],
) -> Result<String, Vec<Problem>> {
    let origin = Origin::published("plan");
    let set = |change: &Replaced<'_>| {
        let usable = |rdata: &Vec<u8>| dane::Published::parse(rdata)?.usable(Pkix::Validated).ok();
        Set {
            owner: change.owner.clone(),
            ttl: change.ttl,
            ttl_said: true,
            published: Some(Published { ttl: change.ttl_before.0, rdata: change.before.clone() }),
            kept: change.after.iter().filter_map(usable).map(|tlsa| (tlsa, origin.clone())).collect(),
        }
    };
    let sets: Vec<Set> = changes.iter().map(set).collect();
    let emission = Emission { zone: Some(zone), sets: &sets, made: &[] };
    let obstacles = emit::obstacles(form, &emission);
    if !obstacles.is_empty() {
        return Err(obstacles);
    }
    let mut out = Vec::new();
    let written = emit::write(form, &emission, &[], &Advice::default(), &mut out);
    written.map_err(|error| vec![Problem::new("--emit", error.to_string())])?;
    Ok(String::from_utf8_lossy(&out).into_owned())
}
