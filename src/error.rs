//! Why something could not be looked at: I/O, configuration, limits. Never a fault in a zone.

use std::fmt;

/// A reason for exit status 2: something was asked for and could not be checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file, directory, option or setting that it is about.
    pub subject: String,
    /// One clause: what is wrong, and what to do where that is not obvious.
    pub message: String,
}

impl Problem {
    /// A problem with `subject` (a path, an option, a setting).
    pub fn new(subject: impl Into<String>, message: impl Into<String>) -> Self {
        Problem { subject: subject.into(), message: message.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", crate::wire::printable(&self.subject), self.message)
    }
}

impl std::error::Error for Problem {}
