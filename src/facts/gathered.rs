//! The facts that cost something: computed once for a zone, before any rule, and only where an enabled rule
//! asks.

use crate::dnssec::{Denial, Signatures, Zonemd};
use crate::facts::delegation::Delegations;
use crate::limits::Limits;
use crate::policy::Policy;
use crate::resolve::Given;
use crate::wire::Timestamp;
use crate::workers::Workers;
use crate::zone::Zone;

/// Which facts are wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Needs {
    /// [`Signatures`].
    pub signatures: bool,
    /// [`Denial`].
    pub denial: bool,
    /// [`Zonemd`].
    pub zonemd: bool,
    /// [`Delegations`].
    pub delegations: bool,
}

/// The facts of one zone.
#[derive(Default)]
pub struct Gathered<'z> {
    /// What its signatures are worth.
    pub signatures: Option<Signatures<'z>>,
    /// What its NSEC and NSEC3 records deny.
    pub denial: Option<Denial<'z>>,
    /// What its ZONEMD records should say.
    pub zonemd: Option<Zonemd<'z>>,
    /// What is wrong with its delegations and name servers.
    pub delegations: Option<Delegations<'z>>,
}

impl<'z> Gathered<'z> {
    /// Computes what is wanted.
    #[must_use]
    pub fn of(
        (zone, given): (&'z Zone, &'z Given<'z>),
        needs: Needs,
        now: Timestamp,
        policy: &Policy,
        limits: &Limits,
        workers: &dyn Workers,
    ) -> Gathered<'z> {
        Gathered {
            signatures: needs.signatures.then(|| Signatures::of(zone, now, policy, limits, workers)),
            denial: needs.denial.then(|| Denial::of(zone, limits, workers)),
            zonemd: needs.zonemd.then(|| Zonemd::of(zone, workers)),
            delegations: needs.delegations.then(|| Delegations::of(zone, given, workers)),
        }
    }
}
