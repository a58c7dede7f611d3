//! A DS set against keys: which match, which do not. Prints nothing.

use std::path::Path;

use super::{Made, read};
use crate::dnssec::{Ds, Keys, Link, Parent, Speaker};
use crate::engine::Input;
use crate::error::Problem;
use crate::source::name_of;
use crate::wire::{Name, NameRef};
use crate::zone::Zone;

/// How one DS fares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
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

impl Verdict {
    /// One word or two.
    pub fn text(self) -> &'static str {
        match self {
            Verdict::Match => "match",
            Verdict::NotChecked => "not checked",
            Verdict::Differs => "differs",
            Verdict::NoKey => "no key",
            Verdict::Missing => "missing",
        }
    }
}

/// One line of the comparison.
pub(super) struct Line {
    /// How it fares.
    pub verdict: Verdict,
    /// The zone.
    pub owner: Name,
    /// The DS: tag, algorithm, digest type and digest.
    pub ds: String,
    /// Which key, or what is wrong.
    pub note: String,
}

impl Line {
    /// Whether it is not as it should be.
    pub fn is_different(&self) -> bool {
        match self.verdict {
            Verdict::Match | Verdict::NotChecked => false,
            Verdict::Differs | Verdict::NoKey | Verdict::Missing => true,
        }
    }

    /// Why it is not known whether it is as it should be.
    pub fn problem(&self) -> Option<Problem> {
        match self.verdict {
            Verdict::NotChecked => Some(Problem::new(
                format!("{} DS {}", self.owner, self.ds),
                format!("not checked: {}", self.note),
            )),
            Verdict::Match | Verdict::Differs | Verdict::NoKey | Verdict::Missing => None,
        }
    }
}

/// Holds the DS in `set` against the keys of the inputs.
pub(super) fn compare(
    set: &Zone,
    path: &Path,
    inputs: &[Input],
    made: &[Made],
) -> Result<Vec<Line>, Problem> {
    let mut lines = Vec::new();
    let mut owners: Vec<NameRef<'_>> = made.iter().map(|made| made.owner.borrow_name()).collect();
    owners.dedup_by(|a, b| a == b);
    let mut spoke = owners.is_empty();
    for owner in owners {
        let said = Parent::by(Speaker::Given, set, owner);
        spoke |= said.is_some();
        let keys = Keys::from_iter(
            inputs
                .iter()
                .filter_map(Input::zone)
                .flat_map(read::every_key)
                .filter(|key| key.record.owner() == owner),
        );
        let mut named = Vec::new();
        for ds in said.iter().flat_map(|said| &said.ds) {
            let (verdict, note) = judge(*ds, owner, &keys);
            if matches!(verdict, Verdict::Match | Verdict::NotChecked) {
                named.push((ds.tag.0, ds.algorithm.0));
            }
            lines.push(Line { verdict, owner: owner.to_name(), ds: ds.record.present(), note });
        }
        for made in made.iter().filter(|made| made.owner.borrow_name() == owner) {
            let [high, low, algorithm, ..] = made.rdata.as_slice() else { continue };
            let tag = u16::from_be_bytes([*high, *low]);
            if !named.contains(&(tag, *algorithm)) {
                named.push((tag, *algorithm));
                let ds = crate::rr::present(made.rtype, &made.rdata);
                lines.push(Line {
                    verdict: Verdict::Missing,
                    owner: owner.to_name(),
                    ds,
                    note: format!("{} has no DS", made.key),
                });
            }
        }
    }
    if spoke { Ok(lines) } else { Err(Problem::new(name_of(path), "it has no DS of these keys' zones")) }
}

fn judge(ds: Ds<'_>, owner: NameRef<'_>, keys: &Keys<'_>) -> (Verdict, String) {
    match ds.link(owner, keys) {
        Link::Key(key) => (Verdict::Match, key.to_string()),
        Link::Unchecked(key) => (
            Verdict::NotChecked,
            format!("{key}: digest type {} is not computed", ds.digest_type().unwrap_or(0)),
        ),
        Link::Digest(key) => (Verdict::Differs, format!("{key} has another digest")),
        Link::Number(key) => (Verdict::Differs, format!("the digest is that of {key}")),
        Link::Algorithm(key) => {
            (Verdict::Differs, format!("{key} has this tag, and algorithm {}", key.algorithm()))
        }
        Link::None => (Verdict::NoKey, "no key has this tag".to_owned()),
    }
}
