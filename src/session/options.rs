//! What a run looks for, and when: plain settings.

use crate::engine::Selection;
use crate::finding::Severity;
use crate::limits::Limits;
use crate::parse::IncludePolicy;
use crate::policy::Policies;
use crate::rollover::Timing;
use crate::source::Placeholders;
use crate::wire::{Name, Timestamp};
use crate::zone::Views;

/// What to look for, and when.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Options {
    /// The rules to ask.
    pub selection: Selection,
    /// The time at which zones are judged.
    pub now: Timestamp,
    /// The zone's name; found in each file where it is not given.
    pub origin: Option<Name>,
    /// What the user wants of timing.
    pub policies: Policies,
    /// When zones are published, and how long that takes.
    pub timing: Timing,
    /// Bounds on work and memory.
    pub limits: Limits,
    /// Which files `$INCLUDE` may reach.
    pub includes: IncludePolicy,
    /// The views that are given by path.
    pub views: Views,
    /// What is filled in before the text of zones is read.
    pub placeholders: Placeholders,
    /// Threads; 0 means one for each core.
    pub jobs: usize,
}

impl Options {
    /// The default rules, at `now`.
    #[must_use]
    pub fn at(now: Timestamp) -> Options {
        Options {
            selection: Selection::default(),
            now,
            origin: None,
            policies: Policies::default(),
            timing: Timing::new(now),
            limits: Limits::default(),
            includes: IncludePolicy::default(),
            views: Views::default(),
            placeholders: Placeholders::default(),
            jobs: 0,
        }
    }

    /// With the name of all zones.
    #[must_use]
    pub fn origin(mut self, name: Name) -> Options {
        self.origin = Some(name);
        self
    }

    /// With these rules only: codes, names, or the letters that codes start with.
    #[must_use]
    pub fn select<S: Into<String>>(mut self, rules: impl IntoIterator<Item = S>) -> Options {
        self.selection.select = rules.into_iter().map(Into::into).collect();
        self
    }

    /// Without these rules.
    #[must_use]
    pub fn ignore<S: Into<String>>(mut self, rules: impl IntoIterator<Item = S>) -> Options {
        self.selection.ignore = rules.into_iter().map(Into::into).collect();
        self
    }

    /// With another severity of a rule, by code or name.
    #[must_use]
    pub fn severity(mut self, rule: impl Into<String>, severity: Severity) -> Options {
        self.selection.severity.insert(rule.into(), severity);
        self
    }

    /// With what the user selects of rules, all of it.
    #[must_use]
    pub fn selection(mut self, selection: Selection) -> Options {
        self.selection = selection;
        self
    }

    /// With what the user wants of timing.
    #[must_use]
    pub fn policies(mut self, policies: Policies) -> Options {
        self.policies = policies;
        self
    }

    /// With the times of a publication.
    #[must_use]
    pub fn timing(mut self, timing: Timing) -> Options {
        self.timing = timing;
        self
    }

    /// With other bounds on work and memory.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Options {
        self.limits = limits;
        self
    }

    /// With the files that `$INCLUDE` may reach.
    #[must_use]
    pub fn includes(mut self, includes: IncludePolicy) -> Options {
        self.includes = includes;
        self
    }

    /// With what is filled in before the text of zones is read.
    #[must_use]
    pub fn placeholders(mut self, placeholders: Placeholders) -> Options {
        self.placeholders = placeholders;
        self
    }

    /// With the views of files, by their canonical paths.
    #[must_use]
    pub fn views(mut self, views: Views) -> Options {
        self.views = views;
        self
    }

    /// With so many threads; 0 means one for each core.
    #[must_use]
    pub fn jobs(mut self, jobs: usize) -> Options {
        self.jobs = jobs;
        self
    }
}
