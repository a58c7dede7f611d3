//! Commands of PowerDNS: each replaces one set.

use std::io::{self, Write};

use crate::publish::set::Emission;

/// `pdnsutil replace-rrset example.org _25._tcp.mail TLSA 3600 "3 1 1 ..."`
pub(super) fn write(emission: &Emission<'_>, out: &mut dyn Write) -> io::Result<()> {
    for set in emission.sets {
        write!(
            out,
            "pdnsutil replace-rrset {} {} TLSA {}",
            emission.zone_text(),
            emission.relative(set),
            set.ttl.0
        )?;
        for (tlsa, _) in emission.records_of(set) {
            write!(out, " \"{tlsa}\"")?;
        }
        writeln!(out)?;
    }
    Ok(())
}
