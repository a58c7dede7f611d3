//! Programs written elsewhere that refuse zones, and what they say. Judges nothing.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// The time at which the signatures of fixtures are valid: 2026-12-01.
const AT: &str = "20261201000000";

/// Runs a program within bounds of memory and time.
const LIMITED: &str = "ulimit -v 4000000; exec timeout 30 \"$@\"";

/// The least exit status that a shell, `timeout` and signals have for themselves.
const NO_REFUSAL: i32 = 124;

/// Characters of a program's words that are kept.
const SHOWN: usize = 160;

/// A program that reads a zone.
pub(super) struct Program {
    /// As the table has it, with its options.
    pub(super) name: &'static str,
    /// What it is called.
    command: &'static str,
    /// Whether it reads nothing but signed zones.
    wants_signatures: bool,
    /// Whether it takes the zone, and what it reports beside that counts.
    takes_and_reports: bool,
    /// Its arguments for a zone's name and file.
    arguments: fn(&str, &str) -> Vec<String>,
}

/// What a program says of a zone that it refuses.
pub(super) struct Said {
    pub(super) words: String,
}

/// What BIND says of a zone that it loads.
pub(crate) const REPORTS: &str = "named-checkconf -z, which loads it";

/// Those that serve zones come first: BIND with its defaults before all.
pub(super) const PROGRAMS: &[Program] = &[
    Program {
        name: "named-checkconf -z",
        command: "named-checkconf",
        wants_signatures: false,
        takes_and_reports: false,
        arguments: |_, _| vec!["-z".to_owned()],
    },
    Program {
        name: "nsd-checkzone",
        command: "nsd-checkzone",
        wants_signatures: false,
        takes_and_reports: false,
        arguments: |zone, file| vec![zone.to_owned(), file.to_owned()],
    },
    Program {
        name: "kzonecheck",
        command: "kzonecheck",
        wants_signatures: false,
        takes_and_reports: false,
        arguments: |zone, file| ["-t", AT, "-o", zone, file].map(str::to_owned).to_vec(),
    },
    Program {
        name: "dnssec-verify",
        command: "dnssec-verify",
        wants_signatures: true,
        takes_and_reports: false,
        arguments: |zone, file| ["-o", zone, file].map(str::to_owned).to_vec(),
    },
    Program {
        name: "ldns-verify-zone",
        command: "ldns-verify-zone",
        wants_signatures: true,
        takes_and_reports: false,
        arguments: |_, file| ["-ZZ", "-t", AT, file].map(str::to_owned).to_vec(),
    },
    Program {
        name: REPORTS,
        command: "named-checkconf",
        wants_signatures: false,
        takes_and_reports: true,
        arguments: |_, _| vec!["-z".to_owned()],
    },
];

impl Program {
    /// Whether it can be called.
    pub(super) fn is_installed(&self) -> bool {
        let mut command = Command::new(self.command);
        command.arg("-h").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok()
    }

    /// What it says of a zone file that it refuses; `None` where it takes it, or is not for it.
    pub(super) fn refuses(&self, path: &Path, text: &str) -> Result<Option<Said>, Box<dyn Error>> {
        let is_binds_own = text.contains("$GENERATE") && !self.command.starts_with("named");
        if self.wants_signatures && !text.contains("RRSIG") || is_binds_own {
            return Ok(None);
        }
        let (zone, file) = (zone_name(text), path.to_string_lossy().into_owned());
        let folder = path.parent().unwrap_or(path);
        let mut command = Command::new("/bin/sh");
        command.args(["-c", LIMITED, "sh", self.command]);
        command.args((self.arguments)(zone, &file)).current_dir(folder).stdin(Stdio::null());
        let scratch = std::env::temp_dir().join(format!("confirm-{}.conf", std::process::id()));
        if self.command == "named-checkconf" {
            fs::write(&scratch, configuration(zone, &file, &folder.to_string_lossy()))?;
            command.arg(&scratch);
        }
        let output = command.output();
        let _ = fs::remove_file(&scratch);
        let Ok(output) = output else { return Ok(None) };
        // Not being installed, or out of bounds, is no refusal.
        let is_refused = !output.status.success();
        if is_refused == self.takes_and_reports || output.status.code().is_none_or(|code| code >= NO_REFUSAL)
        {
            return Ok(None);
        }
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        if self.takes_and_reports && said.lines().all(|line| line.contains("loaded serial")) {
            return Ok(None);
        }
        Ok(words(&said, &folder.to_string_lossy()).map(|words| Said { words }))
    }
}

/// BIND's defaults, with one primary zone; a response policy zone is used as one.
fn configuration(zone: &str, file: &str, folder: &str) -> String {
    let policy = if folder.ends_with("/rpz") || folder.contains("/rpz/") {
        format!("response-policy {{ zone \"{zone}\"; }}; ")
    } else {
        String::new()
    };
    format!(
        "options {{ directory \"{folder}\"; {policy}}};\n\
         zone \"{zone}\" {{ type primary; file \"{file}\"; }};\n"
    )
}

/// The name of a fixture's zone: its first `$ORIGIN`, or the owner of its SOA record, or `example.`
fn zone_name(text: &str) -> &str {
    let mut words = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    let name = words.find_map(|words| match words.as_slice() {
        ["$ORIGIN", origin, ..] if origin.ends_with('.') && *origin != "." => Some(*origin),
        [owner, rest @ ..] if owner.ends_with('.') && rest.iter().take(3).any(|word| *word == "SOA") => {
            Some(*owner)
        }
        _ => None,
    });
    name.unwrap_or("example.")
}

/// The line that says what is wrong, without what differs from run to run; `None` where no line does.
fn words(said: &str, folder: &str) -> Option<String> {
    let lines: Vec<String> =
        said.lines().map(|line| plain(line, folder)).filter(|line| !line.is_empty()).collect();
    let says_nothing = |line: &str| {
        let starts = ["Loading zone", "Verifying the zone", "error: failed to ", "- "];
        starts.iter().any(|start| line.starts_with(start))
            || line.ends_with(" errors")
            || line.contains("loaded serial")
    };
    let at = lines.iter().position(|line| !says_nothing(line))?;
    let mut found = lines.into_iter().skip(at);
    let mut line = found.next()?;
    // NSD goes on below.
    if line.ends_with(',') {
        line.extend(found.next().map(|more| format!(" {more}")));
    }
    Some(line.chars().take(SHOWN).collect())
}

/// A line without paths, times and tabs.
fn plain(line: &str, folder: &str) -> String {
    let line = line.replace(&format!("{folder}/"), "").replace('\t', " ");
    let behind_time = line.split_once("nsd-checkzone[").and_then(|(_, rest)| rest.split_once("]: "));
    behind_time.map_or(line.as_str(), |(_, rest)| rest).trim().trim_end_matches(" :").to_owned()
}
