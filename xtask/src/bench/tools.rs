//! What is compared, and the command line of each.
//!
//! It must never ask a peer for more work than danelaw does, nor for less than reading the whole zone.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::inputs::{Input, Subject};
use super::path::find;
use crate::gen_zone::Shape;

/// Arguments of danelaw before the file: no configuration, no output but findings, and a date that does not
/// move.
pub(super) const DANELAW_ARGS: [&str; 5] = ["check", "--isolated", "--quiet", "--at", "2026-12-01T00:00:00Z"];

/// Peers start one process for every small file; this many stand for all of them.
const SMALL_SAMPLE: usize = 500;

/// A checker to compare with.
pub(super) struct Peer {
    name: &'static str,
    /// The Debian package that has it.
    package: &'static str,
    args: &'static [&'static str],
    takes_origin: bool,
    version_args: &'static [&'static str],
    /// Has no parser for CAA, and says so with status 1.
    rejects_caa: bool,
    /// What it is good for.
    suits: Suits,
}

/// Which inputs a peer is measured on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Suits {
    /// Those without signatures.
    Unsigned,
    /// Signed ones.
    Signed,
    /// Signed ones whose algorithm is RSA.
    SignedRsa,
}

const PEERS: [Peer; 10] = [
    Peer {
        name: "wc",
        package: "coreutils",
        args: &["-l"],
        takes_origin: false,
        version_args: &["--version"],
        rejects_caa: false,
        suits: Suits::Unsigned,
    },
    Peer {
        name: "validns",
        package: "validns",
        // It cannot be told to skip signatures, and unsigned zones have none.
        args: &["-z"],
        takes_origin: true,
        version_args: &[],
        rejects_caa: true,
        suits: Suits::Unsigned,
    },
    Peer {
        name: "kzonecheck",
        package: "knot-dnsutils",
        args: &["-d", "off", "-o"],
        takes_origin: true,
        version_args: &["-V"],
        rejects_caa: false,
        suits: Suits::Unsigned,
    },
    Peer {
        name: "nsd-checkzone",
        package: "nsd",
        args: &[],
        takes_origin: true,
        version_args: &["-h"],
        rejects_caa: false,
        suits: Suits::Unsigned,
    },
    Peer {
        name: "named-checkzone",
        package: "bind9-utils",
        // Without `-i none` it asks the network for names outside the zone.
        args: &["-i", "none"],
        takes_origin: true,
        version_args: &["-v"],
        rejects_caa: false,
        suits: Suits::Unsigned,
    },
    Peer {
        name: "ldns-read-zone",
        package: "ldnsutils",
        args: &[],
        takes_origin: false,
        version_args: &["-v"],
        rejects_caa: false,
        suits: Suits::Unsigned,
    },
    Peer {
        name: "dnssec-verify",
        package: "bind9-utils",
        args: &["-q", "-o"],
        takes_origin: true,
        version_args: &["-V"],
        rejects_caa: false,
        suits: Suits::Signed,
    },
    Peer {
        name: "ldns-verify-zone",
        package: "ldnsutils",
        args: &["-t", "20261201000000"],
        takes_origin: false,
        version_args: &["-v"],
        rejects_caa: false,
        suits: Suits::Signed,
    },
    Peer {
        name: "kzonecheck",
        package: "knot-dnsutils",
        args: &["-d", "on", "-t", "1796083200", "-o"],
        takes_origin: true,
        version_args: &["-V"],
        rejects_caa: false,
        suits: Suits::Signed,
    },
    Peer {
        name: "validns",
        package: "validns",
        args: &["-n", "2", "-t", "1796083200", "-z"],
        takes_origin: true,
        version_args: &[],
        rejects_caa: true,
        suits: Suits::SignedRsa,
    },
];

/// A program that is there to be measured.
pub(super) struct Tool {
    pub(super) name: &'static str,
    pub(super) version: Option<String>,
    program: PathBuf,
    /// None for danelaw itself.
    peer: Option<&'static Peer>,
}

/// The peers of that name, or all.
pub(super) fn chosen(names: Option<&[String]>) -> Result<Vec<&'static Peer>, String> {
    let Some(names) = names else { return Ok(PEERS.iter().collect()) };
    let known = || PEERS.iter().map(|peer| peer.name).collect::<Vec<_>>().join(", ");
    let wanted = names.iter().filter(|name| *name != "none");
    // One program may be measured in two ways.
    let mut chosen = Vec::new();
    for name in wanted {
        let before = chosen.len();
        chosen.extend(PEERS.iter().filter(|peer| peer.name == name));
        if chosen.len() == before {
            return Err(format!("no peer is called `{name}`: there are {}", known()));
        }
    }
    Ok(chosen)
}

/// Danelaw and the peers that are installed, with a line about each that is not.
pub(super) fn installed(danelaw: &Path, peers: &[&'static Peer], inputs: &[Input]) -> Vec<Tool> {
    let mut tools = vec![Tool {
        name: "danelaw",
        version: version(danelaw, &["--version"]),
        program: danelaw.to_path_buf(),
        peer: None,
    }];
    for &peer in peers.iter().filter(|peer| inputs.iter().any(|input| peer.suits(input))) {
        match find(peer.name) {
            Some(program) => tools.push(Tool {
                name: peer.name,
                version: version(&program, peer.version_args),
                program,
                peer: Some(peer),
            }),
            None => {
                println!("{} is not installed and left out (Debian package `{}`).", peer.name, peer.package)
            }
        }
    }
    tools
}

/// The first word that looks like a version in what the program says about itself.
fn version(program: &Path, args: &[&str]) -> Option<String> {
    if args.is_empty() {
        return None;
    }
    let output = Command::new(program).args(args).output().ok()?;
    let said = [output.stdout, output.stderr].concat();
    first_version(&String::from_utf8_lossy(&said))
}

fn first_version(text: &str) -> Option<String> {
    let words = text.split_whitespace().map(|word| word.trim_end_matches(['.', ',', ')']));
    let mut versions =
        words.filter(|word| word.contains('.') && word.starts_with(|first: char| first.is_ascii_digit()));
    versions.next().map(str::to_owned)
}

impl Peer {
    fn suits(&self, input: &Input) -> bool {
        match (input.subject, self.suits) {
            (Subject::Plain(_), suits) => suits == Suits::Unsigned,
            (Subject::Signed(_), Suits::Signed) => true,
            (Subject::Signed(signed), Suits::SignedRsa) => signed.is_rsa(),
            (Subject::Signed(_), Suits::Unsigned) => false,
        }
    }
}

impl Tool {
    /// Whether it is measured on an input.
    pub(super) fn suits(&self, input: &Input) -> bool {
        self.peer.is_none_or(|peer| peer.suits(input))
    }

    /// The whole command line for an input.
    pub(super) fn command(&self, input: &Input) -> Vec<OsString> {
        let program = self.program.clone().into_os_string();
        let Some(peer) = self.peer else {
            let args = DANELAW_ARGS.iter().map(OsString::from);
            return [program].into_iter().chain(args).chain([input.path.clone().into_os_string()]).collect();
        };
        if input.subject.is_directory() {
            return self.loop_over(input, peer);
        }
        let mut command = vec![program];
        command.extend(peer.args.iter().map(OsString::from));
        for (origin, file) in &input.files {
            if peer.takes_origin {
                command.push(origin.into());
            }
            command.push(file.into());
        }
        command
    }

    /// One process a file, all started by one shell, which fails if one of them does.
    fn loop_over(&self, input: &Input, peer: &Peer) -> Vec<OsString> {
        let origin = if peer.takes_origin { r#""${file%.zone}.""# } else { "" };
        let script = format!(
            r#"program=$1; shift; cd "$1" || exit 99; shift; status=0
            for file; do "$program" {} {origin} "$file" || status=$?; done; exit $status"#,
            peer.args.join(" ")
        );
        let mut command: Vec<OsString> = ["sh", "-c", &script, "sh"].map(OsString::from).into();
        command.push(self.program.clone().into());
        command.push(input.path.clone().into());
        let names = input.files.iter().filter_map(|(_, file)| file.file_name());
        command.extend(names.take(SMALL_SAMPLE).map(OsString::from));
        command
    }

    /// What to multiply a measurement by to get the whole input.
    pub(super) fn scale(&self, input: &Input) -> u32 {
        if input.subject.is_directory() && self.peer.is_some() {
            u32::try_from(input.files.len() / SMALL_SAMPLE).unwrap_or(1).max(1)
        } else {
            1
        }
    }

    /// How a run should end: all inputs are clean, but one peer is too old for some.
    pub(super) fn expected_status(&self, input: &Input) -> i32 {
        let has_caa = input.subject.is_directory() || input.subject.is(Shape::Host100k);
        i32::from(has_caa && self.peer.is_some_and(|peer| peer.rejects_caa))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_versions_in_what_programs_say() {
        assert_eq!(first_version("kzonecheck (Knot DNS), version 3.2.6"), Some("3.2.6".into()));
        assert_eq!(first_version("9.18.49-1-Debian"), Some("9.18.49-1-Debian".into()));
        assert_eq!(first_version("Usage: x\nVersion 4.6.1. Report bugs to"), Some("4.6.1".into()));
        assert_eq!(first_version("usage: none"), None);
    }

    #[test]
    fn unknown_peers_are_refused() {
        assert!(chosen(Some(&["named".into()])).is_err());
        assert_eq!(chosen(Some(&["none".into()])).map(|peers| peers.len()), Ok(0));
        assert_eq!(chosen(Some(&["validns".into()])).map(|peers| peers.len()), Ok(2));
        assert_eq!(chosen(None).map(|peers| peers.len()), Ok(PEERS.len()));
    }
}
