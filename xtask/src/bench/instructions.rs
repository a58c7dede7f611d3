//! `cargo xtask bench instructions`: how many instructions danelaw and its peers take for the same files, on
//! one thread, under valgrind. Unlike times, counts do not depend on what else the machine does.
//!
//! It must never judge: a count is printed beside the others, and what cannot be counted is said.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, Stdio};

use super::inputs::{self, Input};
use super::path;
use super::tools::{self, Tool};
use crate::Outcome;
use crate::gen_zone::{DEFAULT_SEED, Recipe, Shape};

/// What is measured on: small enough for valgrind, which is some fifty times as slow.
const INPUTS: [(Shape, u64); 3] = [(Shape::Tld100k, 20_000), (Shape::Host100k, 5_000), (Shape::Small, 300)];

/// The peers that are counted where nobody names any.
const PEERS: [&str; 3] = ["validns", "kzonecheck", "ldns-read-zone"];

/// Counts and prints.
pub(super) fn run(peers: Option<&[String]>, dir: &Path, danelaw: &Path) -> Outcome {
    if path::find("valgrind").is_none() {
        return Err("valgrind is not installed (Debian package `valgrind`): nothing can be counted".into());
    }
    let dir = dir.join("instructions");
    let inputs = INPUTS
        .into_iter()
        .map(|(shape, count)| inputs::of(&Recipe { shape, count, seed: DEFAULT_SEED }, &dir))
        .collect::<Result<Vec<_>, _>>()?;
    let chosen = peers.map_or_else(|| PEERS.map(str::to_owned).to_vec(), <[String]>::to_vec);
    let tools = tools::installed(danelaw, &tools::chosen(Some(&chosen))?, &inputs);
    println!("Instructions of one thread in millions (callgrind), and how many times as many danelaw takes.");
    for input in &inputs {
        println!(
            "\n{}: {} files, {} records, {} octets",
            input.subject,
            input.files.len(),
            input.records,
            input.octets
        );
        let own = tools.iter().find(|tool| tool.name == "danelaw").map(|tool| count(&command(tool, input)));
        let own = own.ok_or("there is no danelaw to count")??;
        println!("  {:<16}{:>10}", "danelaw", millions(own));
        for tool in tools.iter().filter(|tool| tool.name != "danelaw" && tool.suits(input)) {
            // A peer starts one process for every small zone, most of whose instructions are its start.
            if input.subject.is_directory() {
                println!("  {:<16}{:>10}", tool.name, "not counted: one process a file");
                continue;
            }
            match count(&command(tool, input)) {
                Ok(theirs) => {
                    println!("  {:<16}{:>10}{:>9}", tool.name, millions(theirs), times(own, theirs));
                }
                Err(why) => println!("  {:<16}not counted: {why}", tool.name),
            }
        }
    }
    Ok(())
}

fn command(tool: &Tool, input: &Input) -> Vec<OsString> {
    let mut command = tool.command(input);
    if tool.name == "danelaw" {
        command.extend(["--jobs", "1"].map(OsString::from));
    }
    command
}

/// The instructions of one run.
fn count(command: &[OsString]) -> Result<u64, String> {
    let shown = || command.join(" ".as_ref()).display().to_string();
    eprintln!("counting {}", shown());
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .args(command)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .output()
        .map_err(|error| format!("cannot run valgrind: {error}"))?;
    instructions(&String::from_utf8_lossy(&output.stderr))
        .ok_or_else(|| format!("valgrind says no count for {}", shown()))
}

/// The number in callgrind's last lines: `==1== Collected : 307021792`.
fn instructions(text: &str) -> Option<u64> {
    let line = text.lines().rev().find_map(|line| line.split_once("Collected : "))?.1;
    line.split_whitespace().next()?.parse().ok()
}

fn millions(count: u64) -> String {
    format!("{}.{}", count / 1_000_000, count / 100_000 % 10)
}

/// `own` in multiples of `theirs`, to two places.
fn times(own: u64, theirs: u64) -> String {
    let hundredths = own.saturating_mul(100) / theirs.max(1);
    format!("{}.{:02} x", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_count_is_found_in_what_callgrind_says() {
        let text =
            "==1== Events    : Ir\n==1== Collected : 307021792\n==1== \n==1== I   refs:      307,021,792\n";
        assert_eq!(instructions(text), Some(307_021_792));
        assert_eq!(instructions("==1== command not found"), None);
        assert_eq!(millions(307_021_792), "307.0");
        assert_eq!(times(307, 168), "1.82 x");
    }
}
