//! The DS records of keys, and a DS set compared with keys: which match, which do not. Prints nothing.

use super::{Ds, Key, Keys, Link, Parent, Speaker, ds_digest};
use crate::error::Problem;
use crate::rr::{Rtype, present, types};
use crate::wire::{Name, NameRef};
use crate::zone::Zone;

/// The keys of an input that a DS may name: of a zone those at its apex with the SEP bit, or `all`.
///
/// # Errors
/// Why there is none, or not all may be known.
pub fn keys_for_ds<'z>(zone: &'z Zone, filename: &str, all: bool) -> Result<Vec<Key<'z>>, Problem> {
    let problem = |message: &str| Err(Problem::new(filename, message));
    let found = every_key(zone);
    if zone.may_have(zone.name(), types::DNSKEY) {
        return problem("a DNSKEY record in it may not have been read; `danelaw check` says more");
    }
    if found.is_empty() {
        return problem("there is no DNSKEY record in it");
    }
    let usable: Vec<_> = found.into_iter().filter(|key| key.is_usable() && !key.is_revoked()).collect();
    if usable.is_empty() {
        return problem("no key in it can be trusted: all are revoked, or no zone keys of protocol 3");
    }
    let chosen: Vec<_> =
        usable.iter().copied().filter(|key| all || zone.soa().is_none() || key.is_sep()).collect();
    if chosen.is_empty() {
        return problem("no key in it has the SEP bit: --all takes those without it");
    }
    if let Some((key, flaw)) = chosen.iter().find_map(|key| key.flaw().map(|flaw| (key, flaw))) {
        return problem(&format!("{key} cannot be used, and a DS of it would lead to no key: {flaw}"));
    }
    Ok(chosen)
}

/// The keys at the apex of a zone, or all of a file of loose records.
fn every_key(zone: &Zone) -> Vec<Key<'_>> {
    if zone.soa().is_some() {
        return Keys::of(zone).iter().collect();
    }
    let within = zone.nodes().filter_map(|node| node.rrset(types::DNSKEY)).flat_map(|rrset| rrset.records());
    let beside = zone.out_of_zone().filter(|record| record.rtype() == types::DNSKEY);
    within.chain(beside).filter_map(Key::of).collect()
}

/// A DS, CDS or CDNSKEY record that a key makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DsRecord {
    /// Owner name.
    pub owner: Name,
    /// Which of the three it is.
    pub rtype: Rtype,
    /// Its rdata in wire form.
    pub rdata: Vec<u8>,
    /// The key, as messages call it.
    pub key: String,
    /// The file that the key was read from.
    pub filename: String,
}

/// The records that one key makes: DS for its parent, or CDS and CDNSKEY for the zone itself where
/// `is_child` is set; one for each digest type that is computed here.
#[must_use]
pub fn ds_records(key: Key<'_>, digest_types: &[u8], is_child: bool, filename: &str) -> Vec<DsRecord> {
    let (owner, dnskey) = (key.record.owner(), key.record.rdata());
    let one = |rtype, rdata| DsRecord {
        owner: owner.to_name(),
        rtype,
        rdata,
        key: key.to_string(),
        filename: filename.to_owned(),
    };
    let mut made = Vec::new();
    let mut done = Vec::new();
    for digest_type in digest_types.iter().copied() {
        if done.contains(&digest_type) {
            continue;
        }
        done.push(digest_type);
        let Some(digest) = ds_digest(digest_type, owner, dnskey) else { continue };
        let mut rdata = key.tag().0.to_be_bytes().to_vec();
        rdata.extend([key.algorithm().0, digest_type]);
        rdata.extend(digest);
        made.push(one(if is_child { types::CDS } else { types::DS }, rdata));
    }
    if is_child {
        made.push(one(types::CDNSKEY, dnskey.to_vec()));
    }
    made
}

/// How one DS fares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DsVerdict {
    /// It names a key.
    Match,
    /// It names a key by tag and algorithm; its digest type is not computed.
    NotChecked,
    /// Its tag or algorithm is that of a key, and the rest is not.
    Differs,
    /// It names no key.
    NoKey,
    /// A key has no DS in the set.
    Missing,
}

impl DsVerdict {
    /// One word or two.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            DsVerdict::Match => "match",
            DsVerdict::NotChecked => "not checked",
            DsVerdict::Differs => "differs",
            DsVerdict::NoKey => "no key",
            DsVerdict::Missing => "missing",
        }
    }
}

/// One line of the comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DsLine {
    /// How it fares.
    pub verdict: DsVerdict,
    /// The zone.
    pub owner: Name,
    /// The DS: tag, algorithm, digest type and digest.
    pub ds: String,
    /// Which key, or what is wrong.
    pub note: String,
}

impl DsLine {
    /// Whether it is not as it should be.
    #[must_use]
    pub fn is_different(&self) -> bool {
        match self.verdict {
            DsVerdict::Match | DsVerdict::NotChecked => false,
            DsVerdict::Differs | DsVerdict::NoKey | DsVerdict::Missing => true,
        }
    }

    /// Why it is not known whether it is as it should be.
    #[must_use]
    pub fn problem(&self) -> Option<Problem> {
        match self.verdict {
            DsVerdict::NotChecked => Some(Problem::new(
                format!("{} DS {}", self.owner, self.ds),
                format!("not checked: {}", self.note),
            )),
            DsVerdict::Match | DsVerdict::Differs | DsVerdict::NoKey | DsVerdict::Missing => None,
        }
    }
}

/// Compares the DS in `set`, which messages call `name`, with the keys of zones.
///
/// # Errors
/// That the set is about none of their zones.
pub fn compare_ds(
    set: &Zone,
    name: &str,
    zones: &[&Zone],
    made: &[DsRecord],
) -> Result<Vec<DsLine>, Problem> {
    let mut lines = Vec::new();
    let mut owners: Vec<NameRef<'_>> = made.iter().map(|made| made.owner.borrow_name()).collect();
    owners.dedup_by(|a, b| a == b);
    let mut spoke = owners.is_empty();
    for owner in owners {
        let said = Parent::by(Speaker::Given, set, owner);
        spoke |= said.is_some();
        let keys = Keys::from_iter(
            zones.iter().flat_map(|zone| every_key(zone)).filter(|key| key.record.owner() == owner),
        );
        let mut named = Vec::new();
        for ds in said.iter().flat_map(|said| &said.ds) {
            let (verdict, note) = judge(*ds, owner, &keys);
            if matches!(verdict, DsVerdict::Match | DsVerdict::NotChecked) {
                named.push((ds.tag.0, ds.algorithm.0));
            }
            lines.push(DsLine { verdict, owner: owner.to_name(), ds: ds.record.present(), note });
        }
        for made in made.iter().filter(|made| made.owner.borrow_name() == owner) {
            let [high, low, algorithm, ..] = made.rdata.as_slice() else { continue };
            let tag = u16::from_be_bytes([*high, *low]);
            if !named.contains(&(tag, *algorithm)) {
                named.push((tag, *algorithm));
                let ds = present(made.rtype, &made.rdata);
                lines.push(DsLine {
                    verdict: DsVerdict::Missing,
                    owner: owner.to_name(),
                    ds,
                    note: format!("{} has no DS", made.key),
                });
            }
        }
    }
    if spoke { Ok(lines) } else { Err(Problem::new(name, "it has no DS of these keys' zones")) }
}

fn judge(ds: Ds<'_>, owner: NameRef<'_>, keys: &Keys<'_>) -> (DsVerdict, String) {
    match ds.link(owner, keys) {
        Link::Key(key) => (DsVerdict::Match, key.to_string()),
        Link::Unchecked(key) => (
            DsVerdict::NotChecked,
            format!("{key}: digest type {} is not computed", ds.digest_type().unwrap_or(0)),
        ),
        Link::Digest(key) => (DsVerdict::Differs, format!("{key} has another digest")),
        Link::Number(key) => (DsVerdict::Differs, format!("the digest is that of {key}")),
        Link::Algorithm(key) => {
            (DsVerdict::Differs, format!("{key} has this tag, and algorithm {}", key.algorithm()))
        }
        Link::None => (DsVerdict::NoKey, "no key has this tag".to_owned()),
    }
}
