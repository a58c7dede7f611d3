//! `danelaw tlsa check`: reads zones and certificates, asks for the verdicts, says how they are. Decides none itself.

use std::path::{Path, PathBuf};

use super::generate::{self, Input};
use super::{CheckArgs, verdicts};
use crate::cert;
use crate::cli::document::write_document;
use crate::cli::inputs::{Inputs, origin, time};
use crate::cli::zones::read_zones;
use crate::cli::{Env, Exit, tell};
use crate::config::Config;
use crate::dane::{Case, Cause, Chain, Found, Pkix, Published, Service, Verdict, VerdictKind, Zones, judge, remarks};
use crate::error::Problem;
use crate::linter::{Linter, Options};
use crate::parse::IncludePolicy;
use crate::source::Files;
use crate::wire::Timestamp;

/// Certificates of one file that are looked at: no client takes as many.
const CERTIFICATES: usize = 100;

/// One service with all that is said of it.
pub(super) struct Judged {
    /// Which.
    pub service: Service,
    /// Its TLSA RRset.
    pub records: Vec<Published>,
    /// The verdict.
    pub verdict: Verdict,
    /// What else an operator should know.
    pub notes: Vec<String>,
}

/// A service and the file with a chain of it.
struct Served {
    service: Service,
    path: PathBuf,
}

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
    let config = match args.isolated {
        true => Config::default(),
        false => Config::find(Path::new("."), env.files).map_or_else(|| Ok(Config::default()), |path| Config::read(&path, env.files))?,
    };
    let inputs = Inputs::find(&args.zones, &config.exclude, false)?;
    let mut includes = IncludePolicy { roots: args.include_root.clone() };
    includes.roots.extend(config.include_roots.iter().chain(&inputs.directories).cloned());
    let options = Options { origin: origin(args.origin.as_deref())?, includes, ..Options::new(now) };
    let linter = Linter::new(options).map_err(|unknown| Problem::new(unknown.text, "no rule has this name or code"))?;

    let mut problems = inputs.problems.clone();
    let served = served(args, &mut problems);
    let read = inputs.files.iter().map(|input| &input.path).chain(served.iter().map(|served| &served.path));
    if let Some(output) = args.output_file.as_deref().filter(|output| is_one_of(output, read, env.files)) {
        return Err(Problem::new(output.display().to_string(), "it is one of the inputs; write the verdicts to another file"));
    }
    let files = read_certificates(&served, env, &mut problems);
    let read = read_zones(&inputs, &linter, env, &mut problems);
    let zones = Zones::new(read.iter().filter_map(|(input, _)| input.zone()), linter.limits().alias_chain);
    let court = Court { zones: &zones, served: &served, files: &files, at: now, assume_signed: args.assume_signed };
    let judged = court.judge_all();

    problems.iter().for_each(|problem| tell(env, problem));
    for stray in zones.strays() {
        let _ = writeln!(env.stderr, "warning: {stray}: has TLSA records, and no client looks there: their owner is _port._transport.host");
    }
    let document = verdicts::Document { now, judged: &judged, problems: problems.len() };
    write_document(args.output_file.as_deref(), env, |out| document.write(args.format, out))?;
    let is_bad = |judged: &Judged| matches!(judged.verdict.kind, VerdictKind::Refused | VerdictKind::TlsRequired);
    Ok(match (problems.is_empty(), judged.iter().any(is_bad)) {
        (false, _) => Exit::Failed,
        (true, true) => Exit::Findings,
        (true, false) => Exit::Clean,
    })
}

/// Whether a path is that of an input, by whatever name.
pub(super) fn is_one_of<'a>(output: &Path, mut inputs: impl Iterator<Item = &'a PathBuf>, files: &dyn Files) -> bool {
    files.canonical(output).is_ok_and(|output| inputs.any(|input| files.canonical(input).is_ok_and(|input| input == output)))
}

/// What `--cert` says; what cannot be understood is a problem.
fn served(args: &CheckArgs, problems: &mut Vec<Problem>) -> Vec<Served> {
    let mut served: Vec<Served> = Vec::new();
    for text in &args.cert {
        let option = || format!("--cert `{text}`");
        let Some((owner, path)) = text.split_once('=').filter(|(_, path)| !path.is_empty()) else {
            problems.push(Problem::new(option(), "is not OWNER=FILE, as in _25._tcp.mail.example.org=fullchain.pem"));
            continue;
        };
        match Service::parse(owner) {
            Ok(service) => {
                let path = PathBuf::from(path);
                if !served.iter().any(|known| known.service.owner() == service.owner() && known.path == path) {
                    served.push(Served { service, path });
                }
            }
            Err(error) => problems.push(Problem::new(option(), error.to_string())),
        }
    }
    served
}

/// The certificate files, each read once.
fn read_certificates(served: &[Served], env: &mut Env<'_>, problems: &mut Vec<Problem>) -> Vec<(PathBuf, Option<Input>)> {
    let mut files: Vec<(PathBuf, Option<Input>)> = Vec::new();
    let mut stdin_used = false;
    for Served { path, .. } in served {
        if files.iter().any(|(known, _)| known == path) {
            continue;
        }
        let input = match generate::read(path, &mut stdin_used, env).and_then(chain) {
            Ok(input) => Some(input),
            Err(problem) => {
                problems.push(problem);
                None
            }
        };
        files.push((path.clone(), input));
    }
    files
}

/// What was read, where it can be what a server sends.
pub(super) fn chain(input: Input) -> Result<Input, Problem> {
    let certificates = input.parts.iter().filter(|part| part.certificate.is_some()).count();
    if certificates > CERTIFICATES {
        let message = format!("has {certificates} certificates; give what the server sends, which is {CERTIFICATES} at most");
        return Err(Problem::new(input.name, message));
    }
    match (certificates, cert::leaves(&input.parts).first()) {
        (0, Some(part)) => {
            let message = format!("holds a {} and no certificate; give the chain that the server sends (fullchain.pem)", part.kind.name());
            Err(Problem::new(&input.name, message))
        }
        _ => Ok(input),
    }
}

/// All that verdicts are made of.
struct Court<'a> {
    zones: &'a Zones<'a>,
    served: &'a [Served],
    files: &'a [(PathBuf, Option<Input>)],
    at: Timestamp,
    assume_signed: bool,
}

impl Court<'_> {
    /// The services of the zones in their order, then those that only certificates are given for.
    fn judge_all(&self) -> Vec<Judged> {
        let mut services = self.zones.services();
        for Served { service, .. } in self.served {
            if !services.iter().any(|known| known.owner() == service.owner()) {
                services.push(service.clone());
            }
        }
        services.into_iter().filter_map(|service| self.judge(service)).collect()
    }

    /// `None` for an alias that leads to no TLSA record and that nobody asked about.
    fn judge(&self, service: Service) -> Option<Judged> {
        let own = || self.served.iter().filter(|served| served.service.owner() == service.owner());
        let file_of = |served: &Served| self.files.iter().find(|(path, _)| *path == served.path).and_then(|(_, input)| input.as_ref());
        let inputs: Vec<&Input> = own().filter_map(file_of).collect();
        let several = inputs.len() > 1;
        let remark = |input: &&Input| {
            let of_file = move |text: String, name: &str| if several { format!("{name}: {text}") } else { text };
            remarks(&input.parts, self.at).into_iter().map(|text| of_file(text, &input.name)).collect::<Vec<_>>()
        };
        let mut notes: Vec<String> = inputs.iter().flat_map(remark).collect();
        let (records, unsigned) = match self.zones.find(service.owner().borrow_name()) {
            Found::Records { records, .. } if records.is_empty() && own().next().is_none() => return None,
            Found::Records { records, unsigned } => (records, unsigned.filter(|_| !self.assume_signed)),
            Found::Unknown(why) => {
                let verdict = Verdict::without_records(VerdictKind::NotChecked, Cause::Missing, why);
                return Some(Judged { service, records: Vec::new(), verdict, notes });
            }
        };
        let chains: Vec<Chain<'_>> = inputs.iter().map(|input| Chain { name: &input.name, parts: &input.parts }).collect();
        let names = self.zones.names(&service);
        let pkix = if service.is_mail_exchange() { Pkix::Unusable } else { Pkix::Validated };
        let mut verdict = judge(&Case { records: &records, chains: &chains, names: &names, at: self.at, pkix });
        if verdict.kind == VerdictKind::NotChecked && chains.is_empty() {
            verdict.reason = match own().next() {
                Some(served) => format!("its certificate, {}, could not be read", served.path.display()),
                None => format!("no certificate is given for it: --cert {}=FILE", service.owner().to_string().trim_end_matches('.')),
            };
        }
        if let Some(zone) = unsigned.filter(|_| !records.is_empty()) {
            notes.insert(0, format!("once the zone is signed: {}; {}", verdict.kind.as_str(), verdict.reason));
            verdict.kind = VerdictKind::Opportunistic;
            verdict.cause = Cause::Unsigned;
            verdict.reason = format!("the zone `{zone}` is not signed (no DNSKEY), and DANE does not apply (RFC 7672 section 2.2)");
        }
        Some(Judged { service, records, verdict, notes })
    }
}
