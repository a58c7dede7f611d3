//! `danelaw tlsa generate`: reads the inputs and prints the records.

use std::io;

use super::{GenerateArgs, write_advice, write_problems, zone_name};
use crate::cli::certificates::read_material;
use crate::cli::whole_zone::read_whole_zone;
use crate::cli::{Env, Exit};
use crate::dane::{Advice, Origin, Tlsa, keep_new, records_of};
use crate::error::Problem;
use crate::publish::{self, Emission, REMOVAL, Wanted};
use crate::wire::Name;
use crate::zone::Zone;

/// Runs the subcommand.
pub(super) fn run(args: &GenerateArgs, env: &mut Env<'_>) -> Exit {
    let mut advice = Advice::default();
    let finished = generate(args, &mut advice, env);
    finished.unwrap_or_else(|problems| {
        write_advice(&advice, env.stderr);
        write_problems(&problems, env.stderr);
        Exit::Failed
    })
}

/// Everything up to the first thing that nothing can be printed without.
fn generate(args: &GenerateArgs, advice: &mut Advice, env: &mut Env<'_>) -> Result<Exit, Vec<Problem>> {
    let mut stdin_used = false;
    let named = zone_name(args.zone.as_deref())?;
    let wanted = Wanted {
        hosts: &args.host,
        ports: &args.port,
        proto: args.proto,
        owners: &args.service,
        only: &args.only,
    };
    let mut services = publish::named_services(&wanted, advice)?;
    let zone = match &args.from_zone {
        Some(path) => Some(
            read_whole_zone(path, named.clone(), &mut stdin_used, env).map_err(|problem| vec![problem])?,
        ),
        None => None,
    };
    if let Some(zone) = &zone {
        let found = publish::zone_services(zone, &wanted, !services.is_empty(), advice)?;
        services.splice(..0, found);
    }
    let sets = publish::sets(zone.as_ref(), &services, args.ttl, advice)?;
    let mut problems = Vec::new();
    let mut made: Vec<(Tlsa, Origin)> = Vec::new();
    let inputs =
        args.inputs.iter().map(|path| (path, false)).chain(args.next_key.iter().map(|path| (path, true)));
    let recipe = args.record.recipe();
    for (path, next) in inputs {
        let tlsas = read_material(path, &mut stdin_used, env).and_then(|input| {
            if args.from_zone.is_some() {
                publish::advise_on_hosts(&input, &services, advice);
            }
            records_of(&input, next, recipe, advice)
        });
        match tlsas {
            Ok(tlsas) => keep_new(tlsas, &mut made, advice),
            Err(problem) => problems.push(problem),
        }
    }
    publish::advise_on_parameters(recipe.parameters, &services, &made, advice);
    let zone = zone.as_ref().map(Zone::name).or_else(|| named.as_ref().map(Name::borrow_name));
    let emission = Emission { zone, sets: &sets, made: &made };
    problems.extend(publish::obstacles(args.emit, &emission));
    // Where sets are replaced, or a file says all there is, a record that could not be made would be taken
    // away.
    if !problems.is_empty() && !args.emit.is_list() {
        return Err(problems);
    }
    let changes = if made.is_empty() { Vec::new() } else { publish::changes(&emission) };
    publish::advise_on_changes(&changes, REMOVAL, advice);
    publish::remark(args.emit, &emission, advice);
    write_advice(advice, env.stderr);
    write_problems(&problems, env.stderr);
    match publish::write(args.emit, &emission, &changes, advice, env.stdout) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            write_problems(&[Problem::new("standard output", error.to_string())], env.stderr);
            Ok(Exit::Failed)
        }
        _ if problems.is_empty() => Ok(Exit::Clean),
        _ => Ok(Exit::Failed),
    }
}
