//! Writes what follows from other files: module tables, docs/rules.md, a page for each rule. With
//! `--check` it only says what is stale.

mod rr_types;
mod rules;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Outcome;

/// What generated files say at their top.
const HEADER: &str = "Written by `cargo xtask codegen`; do not edit.";

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Write nothing; fail when a file is not as it would be written
    #[arg(long)]
    check: bool,
}

pub(crate) fn run(args: &Args) -> Outcome {
    let root = root();
    let mut stale = 0;
    let mut write = |files: Vec<(PathBuf, String)>| -> Outcome {
        for (path, text) in files {
            if fs::read_to_string(&path).unwrap_or_default() == text {
                continue;
            }
            stale += 1;
            let shown = path.strip_prefix(&root).unwrap_or(&path).display();
            println!("{}{shown}", if args.check { "stale: " } else { "written: " });
            if !args.check {
                if let Some(parent) = path.parent() {
                    fs::create_dir_all(parent)?;
                }
                fs::write(&path, text)?;
            }
        }
        Ok(())
    };
    let rr_types = rr_types::render(&root.join("src/rr/descriptor"))?;
    write(vec![
        (root.join("src/rr/descriptor/mod.rs"), formatted(&rr_types.descriptors)?),
        (root.join("src/rr/types.rs"), formatted(&rr_types.names)?),
    ])?;
    let mut tables = rules::module_tables(&root.join("src/rules"))?;
    for (_, text) in &mut tables {
        *text = formatted(text)?;
    }
    write(tables)?;
    // The pages come out of the compiled rules: the tables are written before, and also where the library
    // does not build because one of them is broken.
    write(rules::pages(&root)?)?;
    if args.check && stale > 0 {
        return Err("run `cargo xtask codegen` and commit what it writes".into());
    }
    Ok(())
}

pub(crate) use rules::described;

/// The repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// Rust source as `cargo fmt` leaves it.
fn formatted(text: &str) -> Result<String, Box<dyn std::error::Error>> {
    use std::io::Write as _;
    let mut child = Command::new("rustfmt")
        .args(["--edition", "2024", "--config-path"])
        .arg(root())
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .map_err(|error| format!("rustfmt: {error}"))?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(text.as_bytes())?;
    }
    let output = child.wait_with_output()?;
    if !output.status.success() {
        return Err("rustfmt does not read the generated text".into());
    }
    Ok(String::from_utf8(output.stdout)?)
}
