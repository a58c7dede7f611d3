//! One thing that is wrong: plain data that renderers turn into text. Knows no rule and no zone.

use std::fmt;

use crate::source::Span;
use crate::wire::Timestamp;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Severity {
    /// Worth knowing; nothing breaks.
    Info,
    /// Works today, or for some.
    Warning,
    /// Breaks for some or all who ask.
    Error,
}

impl Severity {
    /// `info`, `warning` or `error`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// One finding of one rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's code, `DEL004`.
    pub code: &'static str,
    /// The rule's name, `ns-target-is-alias`.
    pub name: &'static str,
    /// The rule's folder, `delegation`.
    pub group: &'static str,
    /// How bad it is, after configuration.
    pub severity: Severity,
    /// What is wrong, with the value: one clause.
    pub message: String,
    /// The smallest field at fault.
    pub span: Span,
    /// What stands there; may be empty.
    pub label: String,
    /// The other places involved.
    pub related: Vec<Label>,
    /// Who fails and when.
    pub breaks: &'static str,
    /// One imperative step with the literal text to write; may be empty.
    pub help: String,
    /// The zone, absolute.
    pub zone: String,
    /// The owner name, absolute; empty where no record is at fault.
    pub owner: String,
    /// The RR type's mnemonic; empty where no record is at fault.
    pub rtype: String,
    /// From when to when the finding holds; both open where time does not matter.
    pub holds: Holds,
}

/// ` and 3 more` behind the first of several that a finding is about; nothing where it is the only one.
#[must_use]
pub fn and_more(others: usize) -> String {
    if others == 0 { String::new() } else { format!(" and {others} more") }
}

/// A place with a remark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What stands there.
    pub text: String,
}

/// When a finding is true.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Holds {
    /// First second, or since ever.
    pub from: Option<Timestamp>,
    /// First second at which it is true no more, or for ever.
    pub until: Option<Timestamp>,
}

impl Finding {
    /// Replaces the message: one clause, no full stop, at most 80 characters.
    pub fn message(&mut self, text: impl Into<String>) -> &mut Self {
        self.message = text.into();
        self
    }

    /// Says what stands at the finding's own span.
    pub fn here(&mut self, text: impl Into<String>) -> &mut Self {
        self.label = text.into();
        self
    }

    /// Points at another place involved.
    pub fn label(&mut self, span: Span, text: impl Into<String>) -> &mut Self {
        self.related.push(Label { span, text: text.into() });
        self
    }

    /// Says what to do, with the literal text to write.
    pub fn help(&mut self, text: impl Into<String>) -> &mut Self {
        self.help = text.into();
        self
    }
}
