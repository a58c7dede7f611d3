//! The danelaw under test: building it, and the time one small zone takes from end to end.
//!
//! It must never link danelaw: only the program that users run is measured.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::inputs::Input;
use super::tools::DANELAW_ARGS;

/// How often a process is started for [`start_up`].
const STARTS: u32 = 100;

/// Builds danelaw in release mode and returns where the program is.
pub(crate) fn build() -> Result<PathBuf, Box<dyn Error>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args([
            "build",
            "--release",
            "-p",
            "danelaw",
            "--bin",
            "danelaw",
            "--message-format",
            "json-render-diagnostics",
        ])
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err("danelaw does not build".into());
    }
    let messages = String::from_utf8(output.stdout)?;
    executable(&messages).ok_or_else(|| "cargo did not say where danelaw is".into())
}

/// Finds the program in the messages of `cargo build`, one JSON object a line.
fn executable(messages: &str) -> Option<PathBuf> {
    messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()).find_map(|message| {
        let is_danelaw = message.pointer("/target/name").and_then(Value::as_str) == Some("danelaw");
        let path = message.get("executable").and_then(Value::as_str);
        path.filter(|_| is_danelaw).map(PathBuf::from)
    })
}

/// How long a process takes from start to exit.
pub(super) struct StartUp {
    pub(super) name: &'static str,
    pub(super) mean: Duration,
    pub(super) min: Duration,
    /// How many of the runs failed.
    pub(super) failed: u32,
    pub(super) starts: u32,
}

/// Checks one small zone, and does nothing with `true`, by turns.
pub(super) fn start_up(danelaw: &Path, small: &Input) -> Result<[StartUp; 2], Box<dyn Error>> {
    let Some((_, zone)) = small.files.first() else { return Err("the small shape has no files".into()) };
    let blank = |name| StartUp { name, mean: Duration::ZERO, min: Duration::MAX, failed: 0, starts: STARTS };
    let mut all = [blank("true"), blank("danelaw check one.zone")];
    let mut check = Command::new(danelaw);
    check.args(DANELAW_ARGS).arg(zone);
    let mut commands = [Command::new("true"), check];
    for _ in 0..STARTS {
        for (command, row) in commands.iter_mut().zip(&mut all) {
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            let start = Instant::now();
            let status =
                command.status().map_err(|error| format!("{}: {error}", command.get_program().display()))?;
            let taken = start.elapsed();
            row.mean += taken / STARTS;
            row.min = row.min.min(taken);
            row.failed += u32::from(!status.success());
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_program_in_cargo_messages() {
        let messages = concat!(
            r#"{"reason":"compiler-artifact","target":{"name":"danelaw","kind":["lib"]},"executable":null}"#,
            "\n",
            r#"{"reason":"compiler-artifact","target":{"name":"danelaw","kind":["bin"]},"executable":"/t/release/danelaw"}"#,
            "\n",
            r#"{"reason":"build-finished","success":true}"#,
        );
        assert_eq!(executable(messages), Some(PathBuf::from("/t/release/danelaw")));
        assert_eq!(executable("{}"), None);
    }
}
