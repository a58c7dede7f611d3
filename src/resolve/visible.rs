//! Which of the zones of a run the records of one of them see. A zone is a name and a view: several zones of
//! one name are told apart by the view that they say they are in, or else by the directory they are in.

use std::collections::{BTreeMap, HashMap};
use std::path::{Component, Path, PathBuf};

use crate::rr::{Rtype, types};
use crate::wire::NameRef;
use crate::zone::{ByName, Completeness, Zone, ZoneId};

/// Types that a signer adds or changes.
const SIGNERS: &[Rtype] = &[
    types::SOA,
    types::RRSIG,
    types::DNSKEY,
    types::NSEC,
    types::NSEC3PARAM,
    types::CDS,
    types::CDNSKEY,
    types::ZONEMD,
];

/// The zones of a run by name.
#[derive(Default)]
pub(super) struct Zones<'a> {
    by_name: ByName<Group<'a>>,
    /// All of them, by name; those of one name in the order they were given.
    all: Vec<&'a Zone>,
}

/// The zones of one name.
#[derive(Default)]
struct Group<'a> {
    all: Vec<&'a Zone>,
    /// Where there are several.
    several: Option<Box<Several<'a>>>,
}

/// Several zones of one name.
#[derive(Default)]
struct Several<'a> {
    /// Those that may be meant, all views together.
    any: Tree<'a>,
    /// The same by view; without one under `None`.
    by_view: BTreeMap<Option<String>, Tree<'a>>,
    by_id: BTreeMap<ZoneId, &'a Zone>,
    /// What a signer made of a zone.
    signed_forms: BTreeMap<ZoneId, &'a Zone>,
    /// Those that are one zone and one view, by view and directory.
    twins: BTreeMap<Place, Vec<&'a Zone>>,
}

/// Zones by the directories that their files are below.
#[derive(Default)]
struct Tree<'a>(HashMap<PathBuf, Nearest<'a>>);

/// The zones nearest below a directory.
struct Nearest<'a> {
    /// Directories between.
    depth: usize,
    first: &'a Zone,
    count: usize,
    signed: Option<&'a Zone>,
    signed_count: usize,
}

/// What tells zones of one name apart.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    View(String),
    /// Where nothing says the view.
    Directory(PathBuf),
}

/// A name has several zones, and nothing says which of them is meant.
pub(super) struct Ambiguous {
    /// How many.
    pub files: usize,
}

impl<'a> Zones<'a> {
    pub(super) fn new(zones: impl IntoIterator<Item = &'a Zone>) -> Zones<'a> {
        let mut by_name: ByName<Group<'a>> = ByName::default();
        let mut all: Vec<&Zone> = zones.into_iter().collect();
        all.sort_by(|a, b| a.name().canonical_cmp(b.name()));
        for zone in &all {
            by_name.at(zone.name()).all.push(zone);
        }
        for group in by_name.values_mut().filter(|group| group.all.len() > 1) {
            group.several = Some(Box::new(Several::of(&group.all)));
        }
        Zones { by_name, all }
    }

    /// The zones by name, those of one name in the order they were given.
    pub(super) fn all(&self) -> impl Iterator<Item = &'a Zone> {
        self.all.iter().copied()
    }

    pub(super) fn of_name(&self, name: NameRef<'_>) -> &[&'a Zone] {
        self.by_name.get(name).map(|group| group.all.as_slice()).unwrap_or_default()
    }

    /// What a signer made of a zone.
    pub(super) fn signed_form(&self, zone: &Zone) -> Option<&'a Zone> {
        self.by_name.get(zone.name())?.several.as_ref()?.signed_forms.get(&zone.id()).copied()
    }

    /// Files that are the same zone in the same view as this one, itself included.
    pub(super) fn twins<'s>(&'s self, zone: &Zone) -> &'s [&'a Zone] {
        let several = self.by_name.get(zone.name()).and_then(|group| group.several.as_deref());
        several.and_then(|several| several.twins.get(&place(zone))).map(Vec::as_slice).unwrap_or_default()
    }

    /// The zone that a name is in: that of the nearest name at or above it which has one that `own` sees,
    /// with the name. `None` where there is none.
    pub(super) fn zone_of(
        &self,
        name: NameRef<'_>,
        own: Option<&Zone>,
    ) -> Option<(NameRef<'a>, Result<&'a Zone, Ambiguous>)> {
        // Most runs look most names up in the zone that they stand in, and there is no other.
        if let ([only], Some(own)) = (self.all.as_slice(), own)
            && only.id() == own.id()
        {
            return name.is_at_or_below(only.name()).then_some((only.name(), Ok(only)));
        }
        self.by_name.find_up(name, |at, group| {
            let (group, own_here) = (group?, own.filter(|own| own.name() == at));
            let meant = match own_here.and_then(|own| group.itself(own)) {
                Some(own) => Ok(own),
                None => group.meant(own)?,
            };
            Some((group.all.first()?.name(), meant))
        })
    }
}

impl<'a> Group<'a> {
    /// One of the zones, where it is one of them.
    fn itself(&self, own: &Zone) -> Option<&'a Zone> {
        match &self.several {
            None => self.all.first().copied().filter(|zone| zone.id() == own.id()),
            Some(several) => several.by_id.get(&own.id()).copied(),
        }
    }

    /// The zone that another one means by the name; `None` where it sees none.
    fn meant(&self, own: Option<&Zone>) -> Option<Result<&'a Zone, Ambiguous>> {
        let view = own.and_then(Zone::view);
        let Some(several) = &self.several else {
            let only = *self.all.first()?;
            // A zone without a view is in all of them.
            let is_seen = view.is_none() || only.view().is_none() || only.view() == view;
            return (is_seen && is_whole_or_part(only)).then_some(Ok(only));
        };
        let tree = match view {
            Some(_) => {
                several.by_view.get(&view.map(str::to_owned)).or_else(|| several.by_view.get(&None))?
            }
            None => &several.any,
        };
        tree.nearest(own.map(directory)).map(Nearest::meant)
    }
}

impl<'a> Several<'a> {
    fn of(all: &[&'a Zone]) -> Several<'a> {
        let by_id = all.iter().map(|zone| (zone.id(), *zone)).collect();
        let mut several = Several { by_id, signed_forms: signed_forms(all), ..Several::default() };
        // What is there of a zone in part is better than what its parent says.
        let has_whole = all.iter().any(|zone| is_whole(zone));
        for zone in all.iter().copied().filter(|zone| is_whole(zone) || !has_whole) {
            if !several.signed_forms.contains_key(&zone.id()) {
                several.any.add(zone);
                several.by_view.entry(zone.view().map(str::to_owned)).or_default().add(zone);
                several.twins.entry(place(zone)).or_default().push(zone);
            }
        }
        several
    }
}

impl<'a> Tree<'a> {
    fn add(&mut self, zone: &'a Zone) {
        let (directory, signed) = (directory(zone), has_signatures(zone).then_some(zone));
        for (depth, ancestor) in directory.ancestors().enumerate() {
            let new = Nearest { depth, first: zone, count: 1, signed, signed_count: signed.iter().count() };
            match self.0.get_mut(ancestor) {
                Some(known) if known.depth < depth => {}
                Some(known) if known.depth == depth => {
                    known.count += 1;
                    known.signed = known.signed.or(signed);
                    known.signed_count += new.signed_count;
                }
                _ => {
                    self.0.insert(ancestor.to_path_buf(), new);
                }
            }
        }
    }

    /// The zones nearest to a directory in the tree of directories; all of them where there is none, or where
    /// none of theirs has a directory in common with it.
    fn nearest(&self, from: Option<PathBuf>) -> Option<&Nearest<'a>> {
        let ancestors = from.as_deref().into_iter().flat_map(Path::ancestors).enumerate();
        let found = ancestors.filter_map(|(up, ancestor)| Some((up, self.0.get(ancestor)?)));
        let nearest = found.min_by_key(|(up, nearest)| up + nearest.depth).map(|(_, nearest)| nearest);
        nearest.or_else(|| self.0.get(Path::new("")).or_else(|| self.0.get(Path::new("/"))))
    }
}

impl<'a> Nearest<'a> {
    fn meant(&self) -> Result<&'a Zone, Ambiguous> {
        match (self.count, self.signed, self.signed_count) {
            (1, ..) => Ok(self.first),
            // Of a source and what a signer made of it the signed one is meant.
            (_, Some(signed), 1) => Ok(signed),
            (files, ..) => Err(Ambiguous { files }),
        }
    }
}

/// For each zone of one name of which a signed form is there as well: that one.
fn signed_forms<'a>(all: &[&'a Zone]) -> BTreeMap<ZoneId, &'a Zone> {
    let signed = || all.iter().copied().filter(|zone| has_signatures(zone));
    let by_place: BTreeMap<_, &'a Zone> = signed().map(|zone| (place(zone), zone)).collect();
    let by_apex: BTreeMap<_, &'a Zone> = signed().map(|zone| (apex(zone), zone)).collect();
    let form_of = |source: &'a Zone| {
        let is_of_view = |signed: &&Zone| {
            signed.view() == source.view() || signed.view().is_none() || source.view().is_none()
        };
        let beside = by_place.get(&place(source)).copied();
        beside.or_else(|| by_apex.get(&apex(source)).copied().filter(is_of_view))
    };
    let sources = all.iter().copied().filter(|zone| !has_signatures(zone));
    sources.filter_map(|source| Some((source.id(), form_of(source)?))).collect()
}

/// What a signer leaves as it is at the apex.
fn apex(zone: &Zone) -> Vec<(Rtype, Vec<&[u8]>)> {
    let rrsets = zone.apex().into_iter().flat_map(|apex| apex.rrsets());
    let kept = rrsets.filter(|rrset| !SIGNERS.contains(&rrset.rtype()));
    let sorted = kept.map(|rrset| {
        let mut rdata: Vec<&[u8]> = rrset.records().map(|record| record.rdata()).collect();
        rdata.sort_unstable();
        (rrset.rtype(), rdata)
    });
    sorted.collect()
}

fn is_whole(zone: &Zone) -> bool {
    zone.completeness() == Completeness::Whole && zone.soa().is_some()
}

fn is_whole_or_part(zone: &Zone) -> bool {
    is_whole(zone) || zone.completeness() == Completeness::Fragment
}

/// Whether a signer has been at a zone.
pub(super) fn has_signatures(zone: &Zone) -> bool {
    zone.is_signed() && zone.has_type(types::RRSIG)
}

fn place(zone: &Zone) -> Place {
    zone.view().map_or_else(|| Place::Directory(directory(zone)), |view| Place::View(view.to_owned()))
}

/// The directory of a zone's file; that of the run for standard input.
fn directory(zone: &Zone) -> PathBuf {
    let path = zone.sources().first().and_then(|source| source.path.as_deref()).and_then(Path::parent);
    path.into_iter().flat_map(Path::components).filter(|part| *part != Component::CurDir).collect()
}
