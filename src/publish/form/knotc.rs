//! Commands of Knot DNS: one transaction that replaces every set.

use std::io::{self, Write};

use crate::publish::set::{Emission, PublishedSet};

/// A set that the zone is known not to have is not taken away: `knotc` calls that an error.
pub(super) fn write(emission: &Emission<'_>, out: &mut dyn Write) -> io::Result<()> {
    let zone = emission.zone_text();
    writeln!(out, "knotc zone-begin {zone}")?;
    for set in emission.sets {
        let owner = emission.relative(set);
        if !set.published.as_ref().is_some_and(|PublishedSet { rdata, .. }| rdata.is_empty()) {
            writeln!(out, "knotc zone-unset {zone} {owner} TLSA")?;
        }
        for (tlsa, _) in emission.records_of(set) {
            writeln!(out, "knotc zone-set {zone} {owner} {} TLSA {tlsa}", set.ttl.0)?;
        }
    }
    writeln!(out, "knotc zone-commit {zone}")
}
