//! Sources of records, warnings and problems as text. Decides nothing.

use std::io::Write;

use serde::Serialize;

use super::advice::Advice;
use crate::cert::PublicPart;
use crate::error::Problem;

/// Where a record's data came from.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Origin {
    /// The input, as messages call it.
    pub filename: String,
    /// Certificate, request or key.
    pub kind: &'static str,
    subject: Option<String>,
    not_after: Option<String>,
    /// Whether it comes next, and is not yet in service.
    #[serde(skip_serializing_if = "is_false")]
    pub next: bool,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

impl Origin {
    /// The origin of records that a zone has already.
    pub fn published(filename: &str) -> Origin {
        Origin {
            filename: filename.to_owned(),
            kind: "published record",
            subject: None,
            not_after: None,
            next: false,
        }
    }

    /// The origin of records made from `part`.
    pub fn new(filename: &str, part: &PublicPart, next: bool) -> Origin {
        Origin {
            filename: filename.to_owned(),
            kind: part.kind.name(),
            subject: part.subject.clone(),
            not_after: part.certificate.as_ref().map(|certificate| certificate.not_after.to_string()),
            next,
        }
    }
}

/// Writes warnings and notes. When nobody listens, that is no failure of the records.
pub(super) fn advice(advice: &Advice, err: &mut dyn Write) {
    for note in &advice.notes {
        let _ = writeln!(err, "note: {note}");
    }
    for warning in &advice.warnings {
        let _ = writeln!(err, "warning: {warning}");
    }
}

/// Writes what could not be done.
pub(super) fn problems(problems: &[Problem], err: &mut dyn Write) {
    for problem in problems {
        let _ = writeln!(err, "error: {problem}");
    }
}
