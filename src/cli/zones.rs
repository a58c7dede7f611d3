//! Reading the zones of a run that asks no rule.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::inputs::{Inputs, read_stdin};
use super::progress::with_progress;
use super::{Env, note};
use crate::engine::Input;
use crate::error::Problem;
use crate::linter::Linter;
use crate::source::is_stdin;

/// The inputs that are zones, with their names as messages have them; loose records and pieces that others
/// include left out. What could not be read, or not as a whole, is added to `problems`.
pub(super) fn read_zones(
    inputs: &Inputs,
    linter: &Linter,
    env: &mut Env<'_>,
    problems: &mut Vec<Problem>,
) -> Vec<(Input, String)> {
    inputs.remarks().iter().for_each(|remark| note(env, remark));
    let files = env.files;
    let mut stdin = Some(&mut *env.stdin);
    let read = with_progress(env.terminal.stderr, inputs.files.len(), |done| {
        let mut read = Vec::new();
        for input in &inputs.files {
            let source = if is_stdin(&input.path) {
                stdin.take().map(|stdin| read_stdin(None, stdin, linter.limits()))
            } else {
                Some(input.open(files, linter.limits()))
            };
            match source {
                Some(Ok(source)) => {
                    let name = source.name.clone();
                    read.push((input, linter.read(source, files), name));
                }
                Some(Err(problem)) => problems.push(problem),
                None => {}
            }
            done.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        }
        read
    });
    let sources =
        read.iter().filter_map(|(_, input, _)| input.zone()).flat_map(|zone| zone.sources().iter().skip(1));
    let included: HashSet<PathBuf> =
        sources.filter_map(|source| files.canonical(source.path.as_deref()?).ok()).collect();
    let is_piece = |path: &Path| {
        !included.is_empty() && files.canonical(path).is_ok_and(|path| included.contains(&path))
    };
    let mut kept = Vec::new();
    for (found, input, name) in read {
        if found.walked && is_piece(&found.path) {
            continue;
        }
        // Keys and DS sets lie beside the zones they belong to, and hold nothing of its services; nothing in
        // them ends.
        if !input.is_loose() {
            problems.extend(input.problem_besides_ttls());
            kept.push((input, name));
        }
    }
    kept
}
