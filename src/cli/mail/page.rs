//! `danelaw mail DOMAIN`: arguments, files, exit status. How the mail of a domain stands is found elsewhere.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::document::write_document;
use crate::cli::inputs::{WalkArgs, time};
use crate::cli::mail_args::{MailInputArgs, add_policy_files};
use crate::cli::services::{ServiceArgs, add_services};
use crate::cli::session::{Asked, Begun, read_zones};
use crate::cli::settings::ConfigArgs;
use crate::cli::tlsa::not_checked;
use crate::cli::{Env, Exit, tell};
use crate::dane::{MailDomain, ServiceJudge, Unsigned, Zones, mail_domains};
use crate::error::Problem;
use crate::mail::domain::ZoneMail;
use crate::posture::{Inquiry, Posture};
use crate::render::mail_page::MailPages;
use crate::resolve::Perspective;
use crate::session::Above;
use crate::wire::Name;
use crate::zone::{ByName, ZoneId};

/// The arguments of a page.
#[derive(Debug, Args)]
pub(super) struct PageArgs {
    /// Domains whose mail is looked at
    #[arg(value_name = "DOMAIN", required = true)]
    domains: Vec<String>,
    /// Zone file, directory of them, or `-` for standard input; repeatable [default: .]
    #[arg(short, long, value_name = "FILE")]
    zone: Vec<PathBuf>,
    #[command(flatten)]
    services: ServiceArgs,
    #[command(flatten)]
    policies: MailInputArgs,
    /// The parent zone of one of the zones, a DS set or trust anchors; repeatable
    #[arg(long, value_name = "FILE")]
    parent: Vec<PathBuf>,
    /// Name of the zone, for all files given
    #[arg(short, long, value_name = "NAME")]
    origin: Option<String>,
    /// Look at this time: RFC 3339, YYYYMMDDHHmmSS, Unix seconds, or from now as in +7d
    #[arg(long, visible_alias = "now", short_alias = 't', value_name = "TIME", allow_hyphen_values = true)]
    at: Option<String>,
    /// How it is written
    #[arg(long, value_enum, default_value = "text", visible_alias = "output-format")]
    format: Format,
    /// Write to this file instead of standard output
    #[arg(short = 'O', long, value_name = "FILE")]
    output_file: Option<PathBuf>,
    #[command(flatten)]
    config: ConfigArgs,
    #[command(flatten)]
    walk: WalkArgs,
    /// Directory that `$INCLUDE` may reach besides the including file's own; repeatable
    #[arg(long, value_name = "DIR")]
    include_root: Vec<PathBuf>,
}

/// How a page is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Lines for people
    #[value(alias = "human")]
    Text,
    /// One object
    Json,
}

/// Runs the subcommand.
pub(super) fn run(args: &PageArgs, env: &mut Env<'_>) -> Exit {
    match told(args, env) {
        Ok(exit) => exit,
        Err(problem) => {
            tell(env, &problem);
            Exit::Failed
        }
    }
}

fn told(args: &PageArgs, env: &mut Env<'_>) -> Result<Exit, Problem> {
    let now = time(args.at.as_deref(), env.now)?;
    let domains = args.domains.iter().map(|text| domain(text)).collect::<Result<Vec<_>, _>>()?;
    let paths = if args.zone.is_empty() { vec![PathBuf::from(".")] } else { args.zone.clone() };
    let asked = Asked {
        now,
        paths: &paths,
        origin: args.origin.as_deref(),
        include_roots: &args.include_root,
        walk: &args.walk,
        config: &args.config,
        jobs: 0,
    };
    let Begun { mut session, inputs, config } = asked.begin(env)?;
    add_services(&mut session, &args.services, &config.services);
    add_policy_files(&mut session, &args.policies, &config.mta_sts);
    read_zones(&mut session, &inputs, env);
    session.add_parents(Above::Parent, &args.parent);
    let (given, limits, policies) = (session.given(), session.limits(), session.policy_files());
    let answers = Perspective::of_user(&given);
    let zones = Zones::new(&given, now, limits, config.unsigned.map(Unsigned::from));
    let judged = ServiceJudge { zones: &zones, inventory: session.inventory(), at: now }.judge_all();
    let hosts = mail_domains(&zones, &judged);
    let by_identity = judged.iter().map(|judged| (&judged.identity, judged)).collect();
    let mut by_domain: ByName<Option<&MailDomain>> = ByName::default();
    hosts.iter().rev().for_each(|domain| *by_domain.at(domain.name.borrow_name()) = Some(domain));
    let mut mail: BTreeMap<ZoneId, Option<ZoneMail<'_>>> = BTreeMap::new();
    for zone in domains.iter().filter_map(|domain| answers.zone_of(domain.borrow_name()).ok()) {
        mail.entry(zone.id()).or_insert_with(|| ZoneMail::of(zone, answers.from(zone), policies, limits));
    }
    let mut problems = session.problems().to_vec();
    let mut postures: Vec<Posture> = Vec::new();
    for domain in &domains {
        match answers.zone_of(domain.borrow_name()) {
            Ok(zone) => {
                let inquiry = Inquiry {
                    zone,
                    answers: answers.from(zone),
                    zones: &zones,
                    mail: mail.get(&zone.id()).and_then(Option::as_ref),
                    judged: &by_identity,
                    domains: &by_domain,
                    policies,
                    inventory: session.inventory(),
                    now,
                    limits,
                };
                postures.push(inquiry.posture(domain));
            }
            Err(why) => {
                let hint =
                    if why.is_outside() { "give the zone file with --zone" } else { "give one of them" };
                problems.push(Problem::new(domain.to_string(), format!("{why}; {hint}")));
            }
        }
    }
    // Other hosts' certificates are not asked for: the page says what is not known of them.
    problems.extend(not_checked(judged.iter().filter(|judged| judged.served.is_some())));
    problems.iter().for_each(|problem| tell(env, problem));
    let document =
        MailPages { now, postures: &postures, problems: problems.len(), links_not_followed: inputs.links() };
    write_document(args.output_file.as_deref(), env, |out| match args.format {
        Format::Text => document.text(out),
        Format::Json => document.json(out),
    })?;
    Ok(Exit::of(problems.is_empty(), postures.iter().any(Posture::is_broken)))
}

fn domain(text: &str) -> Result<Name, Problem> {
    let problem = |why: &str| Problem::new(text, why.to_owned());
    if !text.is_ascii() {
        return Err(problem("is not ASCII; give the A-labels, as in xn--bcher-kva.example"));
    }
    match Name::absolute(text) {
        Ok(name) if !name.borrow_name().is_root() => Ok(name.borrow_name().to_lowercase()),
        _ => Err(problem("is not a domain name")),
    }
}
