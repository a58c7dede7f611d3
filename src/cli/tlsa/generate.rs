//! `danelaw tlsa generate`: reads the inputs, chooses the parts, makes the records.

use std::collections::BTreeSet;
use std::io;

use super::advice::{self, Advice};
use super::emit::{self, Emission};
use super::output::{self, Origin};
use super::{Anchor, GenerateArgs, RecordArgs, changes, from_zone};
use crate::cert::{self, PublicPart};
use crate::cli::certificates::read_material;
use crate::cli::{Env, Exit};
use crate::dane::{Material, Service, Tlsa, TlsaError};
use crate::error::Problem;
use crate::wire::Name;
use crate::zone::Zone;

/// Runs the subcommand.
pub(super) fn run(args: &GenerateArgs, env: &mut Env<'_>) -> Exit {
    let mut advice = Advice::default();
    let finished = generate(args, &mut advice, env);
    finished.unwrap_or_else(|problems| {
        output::advice(&advice, env.stderr);
        output::problems(&problems, env.stderr);
        Exit::Failed
    })
}

/// Everything up to the first thing that nothing can be printed without.
fn generate(args: &GenerateArgs, advice: &mut Advice, env: &mut Env<'_>) -> Result<Exit, Vec<Problem>> {
    let mut stdin_used = false;
    let named = args.zone.as_deref().map(zone_name).transpose().map_err(|problem| vec![problem])?;
    let mut services = services(args, advice)?;
    let zone = match &args.from_zone {
        Some(path) => Some(
            from_zone::read(path, named.clone(), &mut stdin_used, env).map_err(|problem| vec![problem])?,
        ),
        None => None,
    };
    if let Some(zone) = &zone {
        let found = from_zone::services(zone, args, !services.is_empty(), advice)?;
        services.splice(..0, found);
    }
    let sets = from_zone::sets(zone.as_ref(), &services, args.ttl, advice)?;
    let mut problems = Vec::new();
    let mut made: Vec<(Tlsa, Origin)> = Vec::new();
    let inputs =
        args.inputs.iter().map(|path| (path, false)).chain(args.next_key.iter().map(|path| (path, true)));
    for (path, next) in inputs {
        let tlsas = read_material(path, &mut stdin_used, env).and_then(|input| {
            if args.from_zone.is_some() {
                advice::of_hosts(&input, &services, advice);
            }
            records_of(&input, next, args.record, advice)
        });
        match tlsas {
            Ok(tlsas) => keep_new(tlsas, &mut made, advice),
            Err(problem) => problems.push(problem),
        }
    }
    advice::of_parameters(args.record.parameters(), &services, &made, advice);
    let zone = zone.as_ref().map(Zone::name).or_else(|| named.as_ref().map(Name::borrow_name));
    let emission = Emission { zone, sets: &sets, made: &made };
    problems.extend(emit::obstacles(args.emit, &emission));
    // Where sets are replaced, or a file says all there is, a record that could not be made would be taken
    // away.
    if !problems.is_empty() && !args.emit.is_list() {
        return Err(problems);
    }
    let changes = if made.is_empty() { Vec::new() } else { changes::of(&emission) };
    changes::tell(&changes, changes::REMOVAL, advice);
    emit::remark(args.emit, &emission, advice);
    output::advice(advice, env.stderr);
    output::problems(&problems, env.stderr);
    match emit::write(args.emit, &emission, &changes, advice, env.stdout) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            output::problems(&[Problem::new("standard output", error.to_string())], env.stderr);
            Ok(Exit::Failed)
        }
        _ if problems.is_empty() => Ok(Exit::Clean),
        _ => Ok(Exit::Failed),
    }
}

/// The name that `--zone` says.
pub(super) fn zone_name(text: &str) -> Result<Name, Problem> {
    Name::absolute(text).map_err(|_| Problem::new(format!("--zone {text}"), "not a domain name"))
}

/// Every service named by an option, each once; all faults at once.
pub(super) fn services(args: &GenerateArgs, advice: &mut Advice) -> Result<Vec<Service>, Vec<Problem>> {
    let mut services: Vec<Service> = Vec::new();
    let (mut problems, mut seen) = (Vec::new(), BTreeSet::new());
    let mut add = |service: Service| {
        if !seen.insert(service.key()) {
            advice.warn(
                &service.owner().to_string(),
                "is asked for more than once; its records are printed once",
            );
        } else {
            services.push(service);
        }
    };
    for host in &args.host {
        // A host that is wrong is wrong for each port alike.
        let all: Result<Vec<Service>, _> =
            args.port.iter().map(|&port| Service::new(host, args.proto.into(), port)).collect();
        match all {
            Ok(all) => all.into_iter().for_each(&mut add),
            Err(error) => problems.push(Problem::new(format!("--host `{host}`"), error.to_string())),
        }
    }
    for text in &args.service {
        match Service::parse(text) {
            Ok(service) => add(service),
            Err(error) => problems.push(Problem::new(format!("--service `{text}`"), error.to_string())),
        }
    }
    if problems.is_empty() { Ok(services) } else { Err(problems) }
}

/// The records that one input makes.
pub(super) fn records_of(
    input: &Material,
    next: bool,
    args: RecordArgs,
    advice: &mut Advice,
) -> Result<Vec<(Tlsa, Origin)>, Problem> {
    let parts =
        if args.usage.is_trust_anchor() { anchors(input, args, advice)? } else { servers(input, advice) };
    let make = |part: &PublicPart| match Tlsa::of(part, args.parameters()) {
        Ok(tlsa) => Ok((tlsa, Origin::new(&input.name, part, next))),
        Err(TlsaError::NoCertificate) => Err(Problem::new(
            &input.name,
            format!(
                "is a {}; selector 0 (Cert) needs the certificate itself; give it, or use --selector 1",
                part.kind.name()
            ),
        )),
        Err(TlsaError::TooLong { octets }) => Err(Problem::new(
            &input.name,
            format!("{octets} octets do not fit one record (65535 octets); use --matching 1"),
        )),
    };
    parts.into_iter().map(make).collect()
}

/// The parts that usage 3 and 1 are about.
fn servers<'a>(input: &'a Material, advice: &mut Advice) -> Vec<&'a PublicPart> {
    advice::of_server(input, advice);
    cert::leaves(&input.parts)
}

/// The parts that usage 2 and 0 are about.
fn anchors<'a>(
    input: &'a Material,
    args: RecordArgs,
    advice: &mut Advice,
) -> Result<Vec<&'a PublicPart>, Problem> {
    let usage = args.usage;
    let Some(leaf) = cert::leaf(&input.parts) else {
        advice.warn(
            &input.name,
            &format!("nothing in it says that its key is a CA's, as usage {usage} needs; check that it is"),
        );
        return Ok(input.parts.iter().collect());
    };
    let path = cert::issuers(&input.parts);
    let chosen = match args.anchor {
        Anchor::Top => path.last().copied().into_iter().collect(),
        Anchor::Issuer => path.first().copied().into_iter().collect(),
        Anchor::All => path,
    };
    if chosen.is_empty() {
        let message = match input.parts.iter().any(PublicPart::is_ca) {
            false => format!(
                "has no CA certificate, as usage {usage} needs; give the chain (fullchain.pem), or use \
                --usage 3"
            ),
            true => format!(
                "none of its CA certificates issued `{}`, its first certificate; give that one's chain, or \
                use --usage 3",
                leaf.label()
            ),
        };
        return Err(Problem::new(&input.name, message));
    }
    advice::of_anchors(input, args.parameters(), &chosen, advice);
    Ok(chosen)
}

/// Adds the records that are not there yet.
pub(super) fn keep_new(tlsas: Vec<(Tlsa, Origin)>, made: &mut Vec<(Tlsa, Origin)>, advice: &mut Advice) {
    for (tlsa, origin) in tlsas {
        match made.iter().find(|(known, _)| *known == tlsa) {
            Some((_, first)) if origin.next && !first.next => {
                let message = format!(
                    "holds the current key, the same as the {} in {}: give the key that comes next to \
                    prepare a change of keys",
                    first.kind, first.filename
                );
                advice.warn(&origin.filename, &message);
            }
            Some((_, first)) => {
                let message = format!(
                    "gives the same record as the {} in {}; it is printed once",
                    first.kind, first.filename
                );
                advice.note(&origin.filename, &message);
            }
            None => made.push((tlsa, origin)),
        }
    }
}
