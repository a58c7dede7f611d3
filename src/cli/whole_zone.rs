//! Reads one zone that has to be whole. Decides nothing.

use std::path::Path;

use super::Env;
use super::session::options;
use crate::error::Problem;
use crate::session::Session;
use crate::source::{Source, Stdin, is_stdin};
use crate::wire::Name;
use crate::zone::Zone;

/// Reads a zone, all of it: of a part nobody can say what its sets hold.
pub(super) fn read_whole_zone(
    path: &Path,
    origin: Option<Name>,
    stdin_used: &mut bool,
    env: &mut Env<'_>,
) -> Result<Zone, Problem> {
    let mut options = options(env.now);
    options.origin = origin;
    let limit = options.limits.source_octets;
    let source = if is_stdin(path) {
        *stdin_used = true;
        Stdin::new(&mut *env.stdin).source(None, limit)?
    } else {
        Source::from_files(path, env.files, limit).map_err(|(problem, _)| problem)?
    };
    let name = source.name.clone();
    let zone = Session::new(options.jobs(1), env.files).reader().zone(source)?;
    match zone.soa() {
        Some(_) => Ok(zone),
        None => Err(Problem::new(
            name,
            format!("has no SOA record at `{}`, so it is no whole zone; --zone says its name", zone.name()),
        )),
    }
}
