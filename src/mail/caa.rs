//! Which CAA records apply to a name, as far as the zones at hand say: RFC 8659 section 3. Reports nothing.

use crate::record::caa::Caa;
use crate::resolve::{End, Perspective};
use crate::rr::types;
use crate::wire::NameRef;
use crate::zone::{Record, Rrset};

/// What a CA finds for a name.
#[non_exhaustive]
pub enum Relevant<'z> {
    /// These records.
    Records(Rrset<'z>),
    /// None in the zone that has the name, nor above it as far as zones are given.
    Nothing,
    /// The zones at hand do not say.
    Unknown,
}

/// The CAA records that apply to `name`: its own, or those of the nearest name above.
#[must_use]
pub fn relevant<'z>(answers: Perspective<'z>, name: NameRef<'_>) -> Relevant<'z> {
    let Ok(zone) = answers.zone_of(name) else { return Relevant::Unknown };
    let mut at = Some(name);
    while let Some(here) = at.filter(|here| !here.is_root()) {
        match answers.lookup(here, types::CAA).end {
            End::Rrset(rrset) => return Relevant::Records(rrset),
            // Registries hardly have CAA records: what is above the zone is taken for none.
            End::Unknown(_) if zone.name().is_below(here) => return Relevant::Nothing,
            End::Unknown(_) => return Relevant::Unknown,
            End::NoData { .. } | End::NxDomain(_) => at = here.parent(),
        }
    }
    Relevant::Nothing
}

/// The record that has a tag and names no CA, where no record with that tag names one.
#[must_use]
pub fn forbidding<'z>(caa: Rrset<'z>, tag: &str) -> Option<Record<'z>> {
    let tagged = caa
        .records()
        .filter_map(|record| Some((record, Caa::of(record)?)))
        .filter(|(_, caa)| caa.has_tag(&[tag]));
    let names_nobody = |caa: &Caa<'_>| {
        caa.value.split(|&byte| byte == b';').next().unwrap_or_default().trim_ascii().is_empty()
    };
    let mut first = None;
    for (record, caa) in tagged {
        if !names_nobody(&caa) {
            return None;
        }
        first = first.or(Some(record));
    }
    first
}

/// Whether any record has a tag.
#[must_use]
pub fn has_tag(caa: Rrset<'_>, tag: &str) -> bool {
    caa.records().filter_map(Caa::of).any(|caa| caa.has_tag(&[tag]))
}
