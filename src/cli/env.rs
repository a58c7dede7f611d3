//! Everything a run takes from outside: arguments, environment, streams, clock, files, terminal. Tests make
//! their own.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::io::{Read, Write};

use crate::render::Style;
use crate::source::{Files, Stdin};
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

impl<'a> Env<'a> {
    /// Standard input, for the one that reads it: behind it there is an empty one.
    pub fn take_stdin(&mut self) -> Stdin<'a> {
        let empty: &'a mut dyn Read = Box::leak(Box::new(std::io::empty()));
        Stdin::new(std::mem::replace(&mut self.stdin, empty))
    }
}

impl Env<'_> {
    /// How a drawing looks on standard output, or in a file.
    #[must_use]
    pub fn style(&self, is_to_file: bool) -> Style {
        let is_terminal = self.terminal.stdout && !is_to_file;
        let width = if is_terminal { self.terminal.width } else { 0 };
        Style { color: is_terminal && !self.terminal.plain, unicode: self.is_unicode(), width }
    }

    /// Whether the locale says UTF-8: the first of `LC_ALL`, `LC_CTYPE` and `LANG` that is set says it. A
    /// dumb terminal gets ASCII.
    #[must_use]
    pub fn is_unicode(&self) -> bool {
        let variable = |name: &str| {
            self.variables
                .get(OsStr::new(name))
                .map(|value| value.to_string_lossy())
                .filter(|value| !value.is_empty())
        };
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
            .into_iter()
            .find_map(variable)
            .unwrap_or_default()
            .to_ascii_lowercase();
        (locale.contains("utf-8") || locale.contains("utf8"))
            && variable("TERM").is_none_or(|term| term != "dumb")
    }
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
