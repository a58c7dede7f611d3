//! Input of `nsupdate`: RFC 2136. Every set is replaced, all of them or none.

use std::io::{self, Write};

use crate::publish::set::Emission;
use crate::rr::{present, types};

/// Conditions first: the server applies the update only where each set is still as the zone file has it.
pub(super) fn write(emission: &Emission<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "zone {}", emission.zone_name())?;
    for set in emission.sets {
        let Some(published) = &set.published else { continue };
        if published.rdata.is_empty() {
            writeln!(out, "prereq nxrrset {} IN TLSA", set.owner)?;
        }
        for rdata in &published.rdata {
            writeln!(out, "prereq yxrrset {} IN TLSA {}", set.owner, present(types::TLSA, rdata))?;
        }
    }
    for set in emission.sets {
        writeln!(out, "update delete {} IN TLSA", set.owner)?;
        for (tlsa, _) in emission.records_of(set) {
            writeln!(out, "update add {} {} IN TLSA {tlsa}", set.owner, set.ttl.0)?;
        }
    }
    writeln!(out, "send")
}
