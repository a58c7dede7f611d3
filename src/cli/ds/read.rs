//! Reads zones, key files and DS sets. Chooses the keys.

use std::path::Path;

use crate::cli::Env;
use crate::dnssec::{Key, Keys};
use crate::engine::{Input, Selection};
use crate::error::Problem;
use crate::linter::{Linter, Options};
use crate::rr::types;
use crate::source::{Source, decompress, describe, key_material, name_of, read_limited};
use crate::wire::{Name, Timestamp};
use crate::zone::Zone;

/// Reads what is given with one set of options.
pub(super) struct Reader {
    linter: Linter,
}

impl Reader {
    /// A reader for zones of this name, or of any.
    pub fn new(origin: Option<&str>, now: Timestamp) -> Result<Reader, Problem> {
        let origin = match origin {
            None => None,
            Some(text) => Some(
                Name::absolute(text)
                    .map_err(|_| Problem::new(format!("--origin {text}"), "not a domain name"))?,
            ),
        };
        let options =
            Options { selection: Selection::default(), origin, jobs: 1, ..crate::cli::options(now) };
        let linter =
            Linter::new(options).map_err(|unknown| Problem::new(unknown.text, "no rule has this name"))?;
        Ok(Reader { linter })
    }

    /// A zone or loose keys.
    pub fn input(&self, path: &Path, env: &mut Env<'_>) -> Result<Input, Problem> {
        let source = self.open(path, env)?;
        let input = self.linter.read(source, env.files);
        match input.failure() {
            Some(problem) => Err(problem),
            None => Ok(input),
        }
    }

    /// A DS set or a parent zone.
    pub fn beside(&self, path: &Path, env: &mut Env<'_>) -> Result<Zone, Problem> {
        let source = self.open(path, env)?;
        self.linter.read_parent(source, env.files)
    }

    fn open(&self, path: &Path, env: &mut Env<'_>) -> Result<Source, Problem> {
        let most = self.linter.limits().source_octets;
        let stdin = path.as_os_str() == "-";
        let name = if stdin { "<stdin>".to_owned() } else { name_of(path) };
        let bytes = if stdin { read_limited(&mut *env.stdin, 0, most) } else { env.files.read(path, most) };
        let bytes = bytes
            .and_then(|bytes| decompress(bytes, most))
            .map_err(|error| Problem::new(&name, describe(&error)))?;
        if let Some(what) = key_material(&bytes) {
            return Err(Problem::new(
                name,
                format!("this is {what}: give the `.key` file with the DNSKEY, which is public"),
            ));
        }
        Ok(Source::new(name, (!stdin).then(|| path.to_path_buf()), bytes))
    }
}

/// The keys of an input that a DS may name: of a zone those at its apex with the SEP bit, or `all`.
pub(super) fn keys(input: &Input, all: bool) -> Result<Vec<Key<'_>>, Problem> {
    let Some(zone) = input.zone() else { return Ok(Vec::new()) };
    let problem = |message: &str| Err(Problem::new(input.filename(), message));
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
pub(super) fn every_key(zone: &Zone) -> Vec<Key<'_>> {
    if zone.soa().is_some() {
        return Keys::of(zone).iter().collect();
    }
    let within = zone.nodes().filter_map(|node| node.rrset(types::DNSKEY)).flat_map(|rrset| rrset.records());
    let beside = zone.out_of_zone().filter(|record| record.rtype() == types::DNSKEY);
    within.chain(beside).filter_map(Key::of).collect()
}
