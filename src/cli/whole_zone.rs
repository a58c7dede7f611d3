//! Reads one zone that has to be whole. Decides nothing.

use std::path::Path;

use super::{Env, inputs};
use crate::engine::Selection;
use crate::error::Problem;
use crate::linter::{Linter, Options};
use crate::source::is_stdin;
use crate::wire::Name;
use crate::zone::Zone;

/// Reads a zone, all of it: of a part nobody can say what its sets hold.
pub(super) fn read_whole_zone(
    path: &Path,
    origin: Option<Name>,
    stdin_used: &mut bool,
    env: &mut Env<'_>,
) -> Result<Zone, Problem> {
    let options =
        Options { selection: Selection::default(), origin, jobs: 1, ..crate::cli::options(env.now) };
    let linter =
        Linter::new(options).map_err(|unknown| Problem::new(unknown.text, "no rule has this name"))?;
    let source = if is_stdin(path) {
        *stdin_used = true;
        inputs::read_stdin(None, &mut *env.stdin, linter.limits())?
    } else {
        inputs::open(path, env.files, linter.limits())?
    };
    let name = source.name.clone();
    let zone = linter.read_zone(source, env.files)?;
    match zone.soa() {
        Some(_) => Ok(zone),
        None => Err(Problem::new(
            name,
            format!("has no SOA record at `{}`, so it is no whole zone; --zone says its name", zone.name()),
        )),
    }
}
