//! ZONEMD: RFC 8976.

use crate::workers::Workers;
use crate::zone::Zone;

/// The ZONEMD records of a zone and what they should say.
pub struct Zonemd<'z> {
    /// The zone.
    pub zone: &'z Zone,
}

impl<'z> Zonemd<'z> {
    /// Recomputes the digests of a zone.
    #[must_use]
    pub fn of(zone: &'z Zone, workers: &dyn Workers) -> Zonemd<'z> {
        let _ = workers;
        Zonemd { zone }
    }
}
