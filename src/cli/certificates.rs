//! Certificate and key files of subcommands that have no session.

use std::path::Path;

use super::Env;
use crate::cert::Roots;
use crate::dane::Material;
use crate::error::Problem;
use crate::limits::Limits;
use crate::session;
use crate::source::{Stdin, is_stdin};

pub use crate::session::as_chain;

/// Reads one file; `-` is standard input, which can be read once.
///
/// # Errors
/// Why nothing in it can be used.
pub fn read_material(path: &Path, stdin_used: &mut bool, env: &mut Env<'_>) -> Result<Material, Problem> {
    let files = env.files;
    session::read_material(path, files, &mut stdin(path, stdin_used, env), &Limits::default())
}

/// Reads the roots that clients trust: a bundle, or that of the system where `path` is the word `system`.
///
/// # Errors
/// Why there is none.
pub fn read_roots(path: &Path, stdin_used: &mut bool, env: &mut Env<'_>) -> Result<Roots, Problem> {
    let files = env.files;
    session::read_roots(path, files, &mut stdin(path, stdin_used, env), &Limits::default())
}

/// Standard input, unless it was read.
fn stdin<'a>(path: &Path, stdin_used: &mut bool, env: &'a mut Env<'_>) -> Stdin<'a> {
    if is_stdin(path) && std::mem::replace(stdin_used, true) {
        return Stdin::used();
    }
    Stdin::new(&mut *env.stdin)
}
