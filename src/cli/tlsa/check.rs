//! `danelaw tlsa check`: reads zones and certificates, asks for the verdicts, says how they are. Decides none
//! itself.

use std::path::{Path, PathBuf};

use super::{CheckArgs, UnsignedArg, VerdictFormat};
use crate::cli::document::write_document;
use crate::cli::inputs::time;
use crate::cli::services::add_services;
use crate::cli::session::{Asked, Begun, read_zones};
use crate::cli::{Env, Exit, tell};
use crate::config;
use crate::dane::{Judged, ServiceJudge, Unsigned, VerdictKind, Zones, mail_domains};
use crate::error::Problem;
use crate::render::verdicts::Verdicts;
use crate::session::Above;
use crate::source::Files;

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
    let asked = Asked {
        now,
        paths: &args.zones,
        origin: args.origin.as_deref(),
        include_roots: &args.include_root,
        walk: &args.walk,
        config: &args.config,
        jobs: 0,
    };
    let Begun { mut session, inputs, config } = asked.begin(env)?;
    add_services(&mut session, &args.services, &config.services);
    read_zones(&mut session, &inputs, env);
    session.add_parents(Above::Parent, &args.parent);
    let given = session.given();
    let unsigned = args.unsigned().or(config.unsigned.map(Unsigned::from));
    let zones = Zones::new(&given, now, session.limits(), unsigned);
    let judged = ServiceJudge { zones: &zones, inventory: session.inventory(), at: now }.judge_all();
    let domains = mail_domains(&zones, &judged);
    let mut problems = session.problems().to_vec();
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
    Ok(Exit::of(problems.is_empty(), kinds.any(is_bad)))
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
