//! Runs the `git` program. Never lets it change anything, ask anyone, use the network or run what a repository configures.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::io::{self, Read};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::source::read_limited;
use crate::wire::excerpt;

/// Octets of standard error that are looked at.
const MOST_STDERR: u64 = 1 << 16;
/// Characters of git's words that are shown.
const MOST_WORDS: usize = 200;

/// Settings that hold whatever the repository says: nothing is run, written or paged, paths are no patterns.
const SETTINGS: [&str; 7] =
    ["--no-pager", "--no-optional-locks", "--literal-pathspecs", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"];

/// Variables that hold whatever the environment says. Not every git knows the first; none gets past the second.
const VARIABLES: [(&str, &str); 6] = [
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_ALLOW_PROTOCOL", "none"),
    ("GIT_TERMINAL_PROMPT", "0"),
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("LC_ALL", "C"),
    ("LANGUAGE", "C"),
];

/// The program, where to start it, and the environment it gets.
pub(super) struct Git {
    directory: Option<PathBuf>,
    variables: Vec<(OsString, OsString)>,
}

/// What a run printed.
pub(super) struct Output {
    /// Whether the exit status was 0.
    pub success: bool,
    /// Standard output.
    pub stdout: Vec<u8>,
    /// The line of standard error that says what went wrong, safe to print.
    pub words: String,
}

impl Git {
    /// The program for the repository that `directory` is in, or the one that the environment names: hooks run with
    /// `GIT_DIR`, which is relative to the directory they are started in.
    pub fn new(directory: PathBuf, variables: &BTreeMap<OsString, OsString>) -> Git {
        let is_told = variables.contains_key(OsStr::new("GIT_DIR"));
        // Traces would fill standard error, which is read last.
        let is_trace = |name: &OsStr| name.as_encoded_bytes().starts_with(b"GIT_TRACE");
        let mut kept: Vec<(OsString, OsString)> = Vec::new();
        kept.extend(variables.iter().filter(|(name, _)| !is_trace(name)).map(|(name, value)| (name.clone(), value.clone())));
        Git { directory: (!is_told).then_some(directory), variables: kept }
    }

    /// Runs git with these arguments; takes at most `limit` octets of what it prints.
    ///
    /// # Errors
    /// [`io::ErrorKind::NotFound`] where there is no git, [`io::ErrorKind::FileTooLarge`] above `limit`.
    pub fn run<S: AsRef<OsStr>>(&self, args: &[S], expected: u64, limit: u64) -> io::Result<Output> {
        let mut command = Command::new("git");
        if let Some(directory) = &self.directory {
            command.arg("-C").arg(directory);
        }
        command.args(SETTINGS).args(args);
        command.env_clear().envs(self.variables.iter().map(|(name, value)| (name, value))).envs(VARIABLES);
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let stdout = child.stdout.take().map_or_else(|| Ok(Vec::new()), |stdout| read_limited(stdout, expected, limit));
        if stdout.is_err() {
            // It would wait for ever for someone to read the rest.
            let _ = child.kill();
        }
        let mut stderr = Vec::new();
        if let Some(words) = child.stderr.take() {
            let _ = words.take(MOST_STDERR).read_to_end(&mut stderr);
        }
        let success = child.wait()?.success();
        Ok(Output { success, stdout: stdout?, words: words(&stderr) })
    }
}

impl Output {
    /// The text without the line's end that git adds.
    pub fn line(&self) -> &[u8] {
        self.stdout.strip_suffix(b"\n").unwrap_or(&self.stdout)
    }
}

/// The first line that says why, or else the first line.
fn words(stderr: &[u8]) -> String {
    let lines = || stderr.split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
    let reason = lines().find_map(|line| line.strip_prefix(b"fatal: ").or_else(|| line.strip_prefix(b"error: ")));
    excerpt(reason.or_else(|| lines().next()).unwrap_or_default(), MOST_WORDS)
}
