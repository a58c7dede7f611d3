//! Runs the `git` program. Never lets it change anything, ask anyone, use the network or run what a
//! repository configures.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, ChildStdout, Command, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use crate::source::{read_limited, special};
use crate::wire::excerpt;

/// How long git may take for one answer: it waits for ever where a repository has a FIFO in place of a file.
const PATIENCE: Duration = Duration::from_secs(30);

/// Octets of standard error that are looked at.
const MOST_STDERR: u64 = 1 << 16;
/// Characters of git's words that are shown.
const MOST_WORDS: usize = 200;

/// Settings that hold whatever the repository says: nothing is run, written or paged, paths are no patterns.
const SETTINGS: [&str; 7] = [
    "--no-pager",
    "--no-optional-locks",
    "--literal-pathspecs",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
];

/// Variables that hold whatever the environment says. Not every git knows the first; none gets past the
/// second.
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

/// Files of a repository that git reads whatever it is asked.
const READ_ALWAYS: [&str; 7] =
    ["HEAD", "commondir", "config", "index", "objects/info/alternates", "packed-refs", "shallow"];

/// What in the repository of a directory is no regular file and would make git wait for ever. What it is
/// called, and what it is.
pub(super) fn odd_file(
    directory: &Path,
    variables: &BTreeMap<OsString, OsString>,
) -> Option<(PathBuf, &'static str)> {
    let named = variables.get(OsStr::new("GIT_DIR")).map(PathBuf::from);
    let start = std::path::absolute(directory).ok()?;
    let mut found = start.ancestors().map(|above| above.join(".git")).filter(|git| git.is_dir());
    let git = named.or_else(|| found.next())?;
    let odd = |path: PathBuf| Some((special(path.metadata().ok()?.file_type())?, path));
    READ_ALWAYS.iter().find_map(|name| odd(git.join(name))).map(|(what, path)| (path, what))
}

impl Git {
    /// The program for the repository that `directory` is in, or the one that the environment names: hooks
    /// run with `GIT_DIR`, which is relative to the directory they are started in.
    pub fn new(directory: PathBuf, variables: &BTreeMap<OsString, OsString>) -> Git {
        let is_told = variables.contains_key(OsStr::new("GIT_DIR"));
        // Traces would fill standard error, which is read last.
        let is_trace = |name: &OsStr| name.as_encoded_bytes().starts_with(b"GIT_TRACE");
        let mut kept: Vec<(OsString, OsString)> = Vec::new();
        kept.extend(
            variables
                .iter()
                .filter(|(name, _)| !is_trace(name))
                .map(|(name, value)| (name.clone(), value.clone())),
        );
        Git { directory: (!is_told).then_some(directory), variables: kept }
    }

    /// Runs git with these arguments; takes at most `limit` octets of what it prints.
    ///
    /// # Errors
    /// [`io::ErrorKind::NotFound`] where there is no git, [`io::ErrorKind::FileTooLarge`] above `limit`,
    /// [`io::ErrorKind::TimedOut`] where git does not answer.
    pub fn run<S: AsRef<OsStr>>(&self, args: &[S], expected: u64, limit: u64) -> io::Result<Output> {
        let mut command = Command::new("git");
        if let Some(directory) = &self.directory {
            command.arg("-C").arg(directory);
        }
        command.args(SETTINGS).args(args);
        command.env_clear().envs(self.variables.iter().map(|(name, value)| (name, value))).envs(VARIABLES);
        let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        within(PATIENCE, child, |child, streams| {
            let stdout =
                streams.0.map_or_else(|| Ok(Vec::new()), |stdout| read_limited(stdout, expected, limit));
            if stdout.is_err() {
                // It would wait for ever for someone to read the rest.
                kill(child);
            }
            let mut stderr = Vec::new();
            if let Some(words) = streams.1 {
                let _ = words.take(MOST_STDERR).read_to_end(&mut stderr);
            }
            (stdout, stderr)
        })
        .and_then(|(success, (stdout, stderr))| {
            Ok(Output { success, stdout: stdout?, words: words(&stderr) })
        })
    }
}

type Streams = (Option<ChildStdout>, Option<ChildStderr>);

/// Reads what a program prints, which is ended when that takes longer than `patience`; whether it succeeded.
fn within<T>(
    patience: Duration,
    mut child: Child,
    read: impl FnOnce(&Mutex<Child>, Streams) -> T,
) -> io::Result<(bool, T)> {
    let streams = (child.stdout.take(), child.stderr.take());
    let child = Mutex::new(child);
    let (finished, wait) = mpsc::channel::<()>();
    let (read, is_late) = std::thread::scope(|scope| {
        let child = &child;
        let watch = scope.spawn(move || {
            let is_late = wait.recv_timeout(patience) == Err(RecvTimeoutError::Timeout);
            if is_late {
                kill(child);
            }
            is_late
        });
        let read = read(child, streams);
        drop(finished);
        (read, watch.join().unwrap_or(false))
    });
    let status = child.into_inner().map_err(|_| io::Error::other("`git` was not waited for"))?.wait()?;
    if is_late {
        let message = format!(
            "it does not answer within {} s; is every file of the repository a regular one?",
            patience.as_secs()
        );
        return Err(io::Error::new(io::ErrorKind::TimedOut, message));
    }
    Ok((status.success(), read))
}

fn kill(child: &Mutex<Child>) {
    if let Ok(mut child) = child.lock() {
        let _ = child.kill();
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
    let reason =
        lines().find_map(|line| line.strip_prefix(b"fatal: ").or_else(|| line.strip_prefix(b"error: ")));
    excerpt(reason.or_else(|| lines().next()).unwrap_or_default(), MOST_WORDS)
}
