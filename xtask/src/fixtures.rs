//! Writes the fixtures that have a `recipe.toml` beside them: octets that a text editor would spoil, and
//! signed zones. `testzones/README.md` says what a recipe may hold. The same recipe gives the same octets.

mod denial;
mod edit;
mod file;
mod keys;
mod name;
mod rdata;
mod recipe;
mod record;
mod rrsig;
mod rtype;
mod sign;
#[cfg(test)]
mod tests;
mod zonemd;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use recipe::Recipe;

use crate::Outcome;
use crate::codegen::root;

/// A value, or the sentence that says what is wrong with a recipe.
type Fallible<T> = Result<T, Box<dyn Error>>;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Write nothing; fail when a file is not what its recipe makes
    #[arg(long)]
    check: bool,
    /// Only recipes whose path has this text in it
    only: Option<String>,
}

pub(crate) fn run(args: &Args) -> Outcome {
    let (mut stale, testzones) = (0, root().join("testzones"));
    for path in recipes(&testzones)? {
        if args.only.as_ref().is_some_and(|only| !path.to_string_lossy().contains(only.as_str())) {
            continue;
        }
        let folder = path.parent().ok_or("a recipe stands in a folder")?;
        for (name, made) in make(&path, &fs::read_to_string(&path)?, &testzones.join("_keys"))? {
            let target = folder.join(&name);
            if fs::read(&target).is_ok_and(|bytes| bytes == made) {
                continue;
            }
            stale += 1;
            println!("{}{}", if args.check { "stale: " } else { "written: " }, target.display());
            if !args.check {
                fs::write(&target, made)?;
            }
        }
    }
    if args.check && stale > 0 {
        return Err("run `cargo xtask fixtures` and commit what it writes".into());
    }
    Ok(())
}

/// Every `recipe.toml` below a folder.
fn recipes(folder: &Path) -> Fallible<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(recipes(&path)?);
        } else if path.file_name().is_some_and(|name| name == "recipe.toml") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The files of a recipe: their names and octets.
fn make(path: &Path, recipe: &str, keys: &Path) -> Fallible<Vec<(String, Vec<u8>)>> {
    let place = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let recipe: Recipe = toml::from_str(recipe).map_err(|error| place(&error))?;
    let beside = |name: &str| {
        let path = path.with_file_name(name);
        fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
    };
    let mut made = Vec::new();
    for file in &recipe.file {
        made.push((file.name.clone(), file::make(&beside(&file.from)?, file)));
    }
    for signed in &recipe.signed {
        let entry = |error: Box<dyn Error>| place(&format_args!("[[signed]] `{}`: {error}", signed.name));
        let text = match (&signed.from, &signed.text) {
            (Some(from), None) => beside(from)?,
            (None, Some(text)) => text.clone(),
            _ => return Err(entry("one of `from` and `text` has the records".into()).into()),
        };
        made.push((signed.name.clone(), sign::make(signed, &text, keys).map_err(entry)?.into_bytes()));
    }
    for loose in &recipe.records {
        let entry = |error: Box<dyn Error>| place(&format_args!("[[records]] `{}`: {error}", loose.name));
        made.push((loose.name.clone(), sign::loose(loose, keys).map_err(entry)?.into_bytes()));
    }
    if made.is_empty() {
        return Err(place(&"no [[file]], [[signed]] or [[records]]").into());
    }
    Ok(made)
}
