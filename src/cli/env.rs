//! Everything a run takes from outside: arguments, environment, streams, clock, files, terminal. Tests make their own.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{Read, Write};

use crate::source::Files;
use crate::wire::Timestamp;

/// The outside world of one run.
pub struct Env<'a> {
    /// Arguments, the program's name first.
    pub args: Vec<OsString>,
    /// Environment variables.
    pub variables: BTreeMap<OsString, OsString>,
    /// Standard input.
    pub stdin: &'a mut dyn Read,
    /// Standard output: the result.
    pub stdout: &'a mut dyn Write,
    /// Standard error: what went wrong, progress, advice.
    pub stderr: &'a mut dyn Write,
    /// The time at which zones are judged unless `--at` says otherwise.
    pub now: Timestamp,
    /// File access.
    pub files: &'a dyn Files,
    /// What is known of the terminal.
    pub terminal: Terminal,
}

/// What is known of the terminal.
#[derive(Debug, Clone, Copy)]
pub struct Terminal {
    /// Whether standard output is a terminal.
    pub stdout: bool,
    /// Whether standard error is a terminal.
    pub stderr: bool,
    /// Columns.
    pub width: usize,
    /// Whether `NO_COLOR` is set, or `TERM` is `dumb`.
    pub plain: bool,
}

/// How a run ended: the meaning every subcommand shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Nothing at or above the threshold.
    Clean,
    /// Findings at or above the threshold.
    Findings,
    /// Could not check: usage, configuration, unreadable or empty input.
    Failed,
}

impl Exit {
    /// 0, 1 or 2.
    #[must_use]
    pub fn status(self) -> u8 {
        match self {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::Failed => 2,
        }
    }
}
