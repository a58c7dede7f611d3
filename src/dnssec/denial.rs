//! Authenticated denial of existence: NSEC and NSEC3 chains.

use crate::limits::Limits;
use crate::workers::Workers;
use crate::zone::Zone;

/// What is wrong with the denial records of a zone.
pub struct Denial<'z> {
    /// The zone.
    pub zone: &'z Zone,
}

impl<'z> Denial<'z> {
    /// Looks at the NSEC and NSEC3 records of a zone.
    #[must_use]
    pub fn of(zone: &'z Zone, limits: &Limits, workers: &dyn Workers) -> Denial<'z> {
        let _ = (limits, workers);
        Denial { zone }
    }
}
