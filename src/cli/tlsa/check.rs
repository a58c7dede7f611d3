//! `danelaw tlsa check`: reads zones and certificates, asks for the verdicts, says how they are. Decides none
//! itself.

use std::path::{Path, PathBuf};

use super::{CheckArgs, UnsignedArg, VerdictFormat};
use crate::cli::document::write_document;
use crate::cli::inputs::{Inputs, open_beside, origin, time};
use crate::cli::services::inventory;
use crate::cli::zones::read_zones;
use crate::cli::{Env, Exit, tell};
use crate::config;
use crate::dane::{Court, Judged, Unsigned, VerdictKind, Zones, mail_domains};
use crate::error::Problem;
use crate::linter::{Linter, Options};
use crate::parse::IncludePolicy;
use crate::render::verdicts::Verdicts;
use crate::resolve::Given;
use crate::source::Files;
use crate::zone::Zone;

/// Runs the subcommand.
pub(super) fn run(args: &CheckArgs, env: &mut Env<'_>) -> Exit {
    match judged(args, env) {
        Ok(exit) => exit,
        Err(problem) => {
            tell(env, &problem);
            Exit::Failed
        }
    }
}

fn judged(args: &CheckArgs, env: &mut Env<'_>) -> Result<Exit, Problem> {
    let now = time(args.at.as_deref(), env.now)?;
    let config = args.config.read(env.files)?;
    let inputs = Inputs::find(&args.zones, &args.walk.of(&config))?;
    let mut includes = IncludePolicy { roots: args.include_root.clone() };
    includes.roots.extend(config.include_roots.iter().chain(&inputs.directories).cloned());
    let options = Options { origin: origin(args.origin.as_deref())?, includes, ..crate::cli::options(now) };
    let linter = Linter::new(options)
        .map_err(|unknown| Problem::new(unknown.text, "no rule has this name or code"))?;

    let mut problems = inputs.problems.clone();
    let inventory = inventory(&args.services, &config.services, env, &mut problems);
    let read = read_zones(&inputs, &linter, env, &mut problems);
    let parents = parents(args, &linter, env, &mut problems);
    let zones: Vec<&Zone> = read.iter().filter_map(|(input, _)| input.zone()).collect();
    let given = Given::new(zones.iter().copied(), &[], &parents, linter.limits());
    let unsigned = args.unsigned().or(config.unsigned.map(Unsigned::from));
    let zones = Zones::new(&given, now, linter.limits(), unsigned);
    let judged = Court { zones: &zones, inventory: &inventory, at: now }.judge_all();
    let domains = mail_domains(&zones, &judged);
    problems.extend(not_checked(judged.iter()));

    problems.iter().for_each(|problem| tell(env, problem));
    for stray in zones.strays() {
        let _ = writeln!(
            env.stderr,
            "warning: {stray}: has TLSA records, and no client looks there: their owner is \
            _port._transport.host"
        );
    }
    let document = Verdicts {
        now,
        judged: &judged,
        domains: &domains,
        problems: problems.len(),
        links_not_followed: inputs.links(),
    };
    write_document(args.output_file.as_deref(), env, |out| match args.format {
        VerdictFormat::Human => document.human(out),
        VerdictFormat::Json => document.json(out),
    })?;
    let is_bad = |kind: VerdictKind| match kind {
        VerdictKind::Refused | VerdictKind::TlsRequired => true,
        // Of services that is a problem, and of domains it is of hosts that are in no zone given.
        VerdictKind::NotChecked | VerdictKind::Authenticated | VerdictKind::Opportunistic => false,
    };
    let mut kinds =
        judged.iter().map(|judged| judged.verdict.kind).chain(domains.iter().map(|domain| domain.kind));
    Ok(match (problems.is_empty(), kinds.any(is_bad)) {
        (false, _) => Exit::Failed,
        (true, true) => Exit::Findings,
        (true, false) => Exit::Clean,
    })
}

/// Services that could not be judged.
pub(in crate::cli) fn not_checked<'a, 'z: 'a>(judged: impl Iterator<Item = &'a Judged<'z>>) -> Vec<Problem> {
    let of = |judged: &'a Judged<'z>| {
        let owner = judged.service.owner().to_string();
        judged
            .not_checked()
            .into_iter()
            .map(move |why| Problem::new(owner.clone(), format!("not checked: {why}")))
    };
    judged.flat_map(of).collect()
}

/// Whether a path is that of an input, by whatever name.
pub(super) fn is_one_of<'a>(
    output: &Path,
    mut inputs: impl Iterator<Item = &'a PathBuf>,
    files: &dyn Files,
) -> bool {
    files
        .canonical(output)
        .is_ok_and(|output| inputs.any(|input| files.canonical(input).is_ok_and(|input| input == output)))
}

/// What is known of parents.
fn parents(args: &CheckArgs, linter: &Linter, env: &Env<'_>, problems: &mut Vec<Problem>) -> Vec<Zone> {
    let open = |path| {
        open_beside("--parent", path, env.files, linter.limits())
            .and_then(|source| linter.read_parent(source, env.files))
    };
    let mut parents = Vec::new();
    for path in &args.parent {
        match open(path) {
            Ok(parent) => parents.push(parent),
            Err(problem) => problems.push(problem),
        }
    }
    parents
}

impl From<config::Unsigned> for Unsigned {
    fn from(configured: config::Unsigned) -> Unsigned {
        match configured {
            config::Unsigned::SignedLater => Unsigned::SignedLater,
            config::Unsigned::AsIs => Unsigned::AsIs,
        }
    }
}

impl CheckArgs {
    /// What unsigned zones are taken for, where that is said.
    fn unsigned(&self) -> Option<Unsigned> {
        match (self.unsigned, self.assume_signed) {
            (Some(UnsignedArg::SignedLater), _) | (None, true) => Some(Unsigned::SignedLater),
            (Some(UnsignedArg::AsIs), _) => Some(Unsigned::AsIs),
            (None, false) => None,
        }
    }
}
