//! Signed zones: those of `gen-zone`, signed by BIND's tools with keys that are made for it.
//!
//! It must never keep a key in the repository: keys and zones are in the bench's own directory.

use std::error::Error;
use std::ffi::OsStr;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use clap::ValueEnum;

use super::path::find;
use crate::gen_zone::{HEADER_START, ORIGIN, Recipe, Shape};

/// Raised whenever the same zone would be signed in another way.
const FORMAT: u32 = 1;

/// Signatures that no machine's clock leaves.
const INCEPTION: &str = "20260101000000";
const EXPIRATION: &str = "20351231000000";

/// A zone, and how it is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Signed {
    /// tld100k, ECDSA P-256, NSEC
    #[value(name = "tld100k-p256-nsec")]
    Tld100kP256Nsec,
    /// tld100k, ECDSA P-256, NSEC3
    #[value(name = "tld100k-p256-nsec3")]
    Tld100kP256Nsec3,
    /// tld100k, ECDSA P-256, NSEC3 with opt-out
    #[value(name = "tld100k-p256-optout")]
    Tld100kP256Optout,
    /// tld100k, Ed25519, NSEC
    #[value(name = "tld100k-ed25519-nsec")]
    Tld100kEd25519Nsec,
    /// tld100k, RSA of 2048 bits, NSEC
    #[value(name = "tld100k-rsa2048-nsec")]
    Tld100kRsa2048Nsec,
    /// host100k, ECDSA P-256, NSEC
    #[value(name = "host100k-p256-nsec")]
    Host100kP256Nsec,
    /// tld1M, ECDSA P-256, NSEC
    #[value(name = "tld1M-p256-nsec")]
    Tld1mP256Nsec,
}

/// How a zone is signed.
struct Plan {
    shape: Shape,
    algorithm: &'static str,
    bits: Option<&'static str>,
    denial: &'static [&'static str],
}

impl Signed {
    fn plan(self) -> Plan {
        const NSEC3: &[&str] = &["-3", "-", "-H", "0"];
        const OPT_OUT: &[&str] = &["-3", "-", "-H", "0", "-A"];
        let plan = |shape, algorithm, denial| Plan { shape, algorithm, bits: None, denial };
        match self {
            Self::Tld100kP256Nsec => plan(Shape::Tld100k, "ECDSAP256SHA256", &[]),
            Self::Tld100kP256Nsec3 => plan(Shape::Tld100k, "ECDSAP256SHA256", NSEC3),
            Self::Tld100kP256Optout => plan(Shape::Tld100k, "ECDSAP256SHA256", OPT_OUT),
            Self::Tld100kEd25519Nsec => plan(Shape::Tld100k, "ED25519", &[]),
            Self::Tld100kRsa2048Nsec => Plan { bits: Some("2048"), ..plan(Shape::Tld100k, "RSASHA256", &[]) },
            Self::Host100kP256Nsec => plan(Shape::Host100k, "ECDSAP256SHA256", &[]),
            Self::Tld1mP256Nsec => plan(Shape::Tld1m, "ECDSAP256SHA256", &[]),
        }
    }

    /// The zone that is signed.
    pub(super) fn shape(self) -> Shape {
        self.plan().shape
    }

    /// Whether its algorithm is RSA, the only one that every peer knows.
    pub(super) fn is_rsa(self) -> bool {
        self.plan().algorithm.starts_with("RSA")
    }

    /// The first line of the file, by which a stale one is told from a current one.
    pub(super) fn header(self) -> String {
        let recipe = Recipe::of(self.shape());
        format!(
            "{HEADER_START}{self}, signed format {FORMAT}, of: {}",
            recipe.header().trim_start_matches(HEADER_START)
        )
    }

    /// Signs the zone in `unsigned` and writes it to `out`, with new keys.
    pub(super) fn make(self, unsigned: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
        let plan = self.plan();
        let scratch = suffixed(out, ".partial");
        if scratch.exists() {
            fs::remove_dir_all(&scratch)?;
        }
        fs::create_dir_all(&scratch)?;
        for flag in [&["-f", "KSK"][..], &[]] {
            let mut command = tool("dnssec-keygen")?;
            command.args(["-q", "-K"]).arg(&scratch).args(["-a", plan.algorithm]);
            command.args(plan.bits.iter().flat_map(|bits| ["-b", bits])).args(flag).arg(ORIGIN);
            run(&mut command)?;
        }
        let text = scratch.join("signed");
        let mut command = tool("dnssec-signzone")?;
        // One record a line, so that records can be counted; the zone is verified by those who are measured.
        command
            .args(["-q", "-S", "-P", "-O", "full", "-o", ORIGIN, "-s", INCEPTION, "-e", EXPIRATION, "-K"])
            .arg(&scratch);
        command
            .arg("-d")
            .arg(&scratch)
            .args(plan.denial)
            .arg("-f")
            .arg(&text)
            .arg(fs::canonicalize(unsigned)?);
        run(&mut command)?;
        let headed = scratch.join("headed");
        let mut file = File::create(&headed)?;
        writeln!(file, "{}", self.header())?;
        io::copy(&mut File::open(&text)?, &mut file)?;
        drop(file);
        fs::rename(&headed, out)?;
        fs::remove_dir_all(&scratch)?;
        Ok(())
    }
}

impl fmt::Display for Signed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to_possible_value() {
            Some(value) => f.write_str(value.get_name()),
            None => Ok(()),
        }
    }
}

fn suffixed(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// A signing tool, or the sentence that says where to get it.
fn tool(name: &str) -> Result<Command, String> {
    find(name)
        .map(Command::new)
        .ok_or_else(|| format!("{name} is needed to sign zones: install the Debian package `bind9-utils`"))
}

fn run(command: &mut Command) -> Result<(), Box<dyn Error>> {
    let program = command.get_program().to_owned();
    let output = command.stdin(Stdio::null()).output()?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let name = Path::new(&program).file_name().unwrap_or(OsStr::new("it")).display();
    Err(format!("{name}: {}: {}", output.status, said.lines().next().unwrap_or("nothing on standard error"))
        .into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_is_signed_and_how() {
        for signed in Signed::value_variants() {
            let plan = signed.plan();
            assert!(signed.to_string().starts_with(&plan.shape.to_string()), "{signed}");
            assert_eq!(signed.to_string().ends_with("-nsec"), plan.denial.is_empty(), "{signed}");
            assert!(signed.header().starts_with(HEADER_START), "{signed}");
        }
    }
}
