//! The danelaw program with a directory of its own, and the count of what was compared with it.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What was compared.
#[derive(Default)]
pub(super) struct Compared {
    /// How many comparisons agreed.
    pub(super) agreed: usize,
    /// The others, in words.
    pub(super) failed: Vec<String>,
}

impl Compared {
    pub(super) fn note(&mut self, is_right: bool, what: impl FnOnce() -> String) {
        if is_right {
            self.agreed += 1;
        } else {
            self.failed.push(what());
        }
    }
}

/// The program, run in a scratch directory.
pub(super) struct Danelaw<'a> {
    program: &'a Path,
    scratch: PathBuf,
}

impl<'a> Danelaw<'a> {
    /// Makes the directory.
    pub(super) fn in_scratch(program: &'a Path) -> Result<Danelaw<'a>, Box<dyn Error>> {
        let scratch = std::env::temp_dir().join(format!("danelaw-dane-{}", std::process::id()));
        fs::create_dir_all(&scratch)?;
        Ok(Danelaw { program, scratch })
    }

    /// Removes the directory.
    pub(super) fn remove_scratch(&self) {
        let _ = fs::remove_dir_all(&self.scratch);
    }

    /// What it prints.
    pub(super) fn run(&self, args: &[&str]) -> Result<String, Box<dyn Error>> {
        let output =
            Command::new(self.program).args(args).current_dir(&self.scratch).stdin(Stdio::null()).output()?;
        if String::from_utf8_lossy(&output.stderr).contains("panicked") {
            return Err(format!("{args:?}: {}", String::from_utf8_lossy(&output.stderr)).into());
        }
        Ok(String::from_utf8(output.stdout)?)
    }

    /// The data of the one record that a certificate or key makes.
    pub(super) fn data(&self, path: &Path, parameters: [&str; 3]) -> Result<String, Box<dyn Error>> {
        let [usage, selector, matching] = parameters;
        let path = path.display().to_string();
        let args =
            ["tlsa", "generate", &path, "--usage", usage, "--selector", selector, "--matching", matching];
        let text = self.run(&[&args[..], &["--service", "_25._tcp.mail.example.org"]].concat())?;
        Ok(text.split_whitespace().last().unwrap_or_default().to_ascii_lowercase())
    }

    pub(super) fn scratch(&self, name: &str, octets: &[u8]) -> Result<String, Box<dyn Error>> {
        let path = self.scratch.join(name);
        fs::write(&path, octets)?;
        Ok(path.display().to_string())
    }
}
