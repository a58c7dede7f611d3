//! What a run found, in the order of the input, and what it could not look at: findings, zones, problems,
//! counts, exit status.

use std::fmt;
use std::ops::Deref;

use crate::error::Problem;
use crate::finding::{Finding, Severity};
use crate::source::{Position, Source};
use crate::wire::{Timestamp, printable};

/// Lines kept of what zones were held against.
const HELD_AGAINST: usize = 3;

/// What a run found, and what it could not look at.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Report {
    /// One outcome for each input, in order.
    pub checked: Vec<Checked>,
    /// What could not be looked at besides: files that could not be read, and what was given and matched no
    /// checked zone.
    pub problems: Vec<Problem>,
    /// Files in directories that are no zones, by their names and their first octets.
    pub passed_over: u64,
    /// Symbolic links in directories that were not followed because nobody asked for it.
    pub links_not_followed: u64,
    /// Symbolic links that lead out of the directory that was walked, and were not followed for that.
    pub links_outside: u64,
}

impl Report {
    /// All findings with their places, in the order of the inputs.
    pub fn findings(&self) -> impl Iterator<Item = Located<'_>> {
        let of = |checked| move |finding| Located { checked, finding };
        self.checked.iter().flat_map(move |checked| checked.findings.iter().map(of(checked)))
    }

    /// All that could not be looked at, that of inputs first.
    pub fn problems(&self) -> impl Iterator<Item = &Problem> {
        self.checked.iter().flat_map(|checked| &checked.problems).chain(&self.problems)
    }

    /// Counts over all inputs.
    #[must_use]
    pub fn totals(&self) -> Totals {
        let mut totals = Totals {
            passed_over: self.passed_over,
            links_not_followed: self.links_not_followed,
            links_outside: self.links_outside,
            ..Totals::default()
        };
        self.checked.iter().for_each(|checked| totals.add(checked));
        totals.add_problems(&self.problems);
        totals
    }

    /// How a run with this report ends: as [`Report::exit_status`].
    #[must_use]
    pub fn exit(&self, threshold: impl Into<Option<Severity>>) -> Exit {
        let totals = self.totals();
        Exit::of(totals.problems == 0, threshold.into().is_some_and(|severity| totals.reaches(severity)))
    }

    /// 2 when something could not be checked, 1 when a finding reaches `threshold`, 0 otherwise; without a
    /// threshold no finding counts.
    #[must_use]
    pub fn exit_status(&self, threshold: impl Into<Option<Severity>>) -> u8 {
        self.exit(threshold).status()
    }
}

/// A finding of a report, with its place.
#[derive(Debug, Clone, Copy)]
pub struct Located<'a> {
    checked: &'a Checked,
    finding: &'a Finding,
}

impl<'a> Located<'a> {
    /// The finding.
    #[must_use]
    pub fn finding(&self) -> &'a Finding {
        self.finding
    }

    /// The input that it is in.
    #[must_use]
    pub fn checked(&self) -> &'a Checked {
        self.checked
    }

    /// File, line and column.
    #[must_use]
    pub fn position(&self) -> Place<'a> {
        let source =
            usize::try_from(self.finding.span.source.0).ok().and_then(|at| self.checked.sources.get(at));
        let position = source.map(|source| source.position(self.finding.span.start));
        Place {
            filename: source.map_or(&self.checked.filename, |source| &source.name),
            position: position.unwrap_or(Position { row: 1, column: 1 }),
        }
    }
}

impl Deref for Located<'_> {
    type Target = Finding;

    fn deref(&self) -> &Finding {
        self.finding
    }
}

/// A place in a file; `file:line:column` as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    /// What to call the file.
    pub filename: &'a str,
    /// Line and column.
    pub position: Position,
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Position { row, column } = self.position;
        write!(f, "{}:{row}:{column}", printable(self.filename))
    }
}

/// How a run ended: the meaning that every subcommand shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Exit {
    /// Nothing at or above the threshold.
    Clean,
    /// Findings at or above the threshold.
    Findings,
    /// Could not check: usage, configuration, unreadable or empty input.
    Failed,
}

impl Exit {
    /// How a run ends that looked at everything or not, and found something that counts or not.
    #[must_use]
    pub fn of(is_complete: bool, is_broken: bool) -> Exit {
        match (is_complete, is_broken) {
            (false, _) => Exit::Failed,
            (true, true) => Exit::Findings,
            (true, false) => Exit::Clean,
        }
    }

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

/// What checking one input file gave.
#[derive(Debug)]
pub struct Checked {
    /// What to call the file.
    pub filename: String,
    /// The file and what it includes; `Span::source` counts into this.
    pub sources: Vec<Source>,
    /// The findings, by position.
    pub findings: Vec<Finding>,
    /// The zone, unless the file could not be checked.
    pub zone: Option<ZoneSummary>,
    /// Rules that found more than is kept, with the count of what is not shown.
    pub dropped: Vec<(&'static str, u64)>,
    /// What could not be checked.
    pub problems: Vec<Problem>,
    /// Owners of the services whose certificates were held against records of this zone.
    pub services: Vec<String>,
    /// Domains whose MTA-STS policy files were held against this zone.
    pub policies: Vec<String>,
    /// Octets read, included files counted, after decompression; 0 where the file could not be opened.
    pub octets: u64,
}

/// One zone in numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneSummary {
    /// Its name, absolute; `.` for a file of loose records.
    pub name: String,
    /// Where the name is from, as a noun; `None` for a file of loose records.
    pub name_from: Option<&'static str>,
    /// The same where the name is a guess that no server reads.
    pub guessed_from: Option<&'static str>,
    /// The file it came from.
    pub filename: String,
    /// The SOA's serial number.
    pub serial: Option<u32>,
    /// Records.
    pub records: u64,
    /// RRsets.
    pub rrsets: u64,
    /// Owner names.
    pub names: u64,
    /// It is signed, and nothing is known of the DS at its parent.
    pub ds_unknown: bool,
    /// What it is held against, where it is.
    pub held_against: Option<HeldAgainst>,
}

/// What a zone is held against, and the times that count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldAgainst {
    /// The files of the published versions, the oldest first; none where only certificates change.
    pub published: Vec<String>,
    /// When the zone is published.
    pub publish_at: Timestamp,
    /// Seconds until a publication is on all authoritative servers.
    pub propagation_s: u32,
    /// The same with where that is from.
    pub propagation: String,
}

impl fmt::Display for HeldAgainst {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let published = if self.published.is_empty() {
            "what is in service".to_owned()
        } else {
            self.published.join(", ")
        };
        write!(
            f,
            "held against {published}: published at {}, on all servers after {}",
            self.publish_at, self.propagation
        )
    }
}

/// Totals over all inputs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Totals {
    /// Findings by severity: errors.
    pub errors: u64,
    /// Warnings.
    pub warnings: u64,
    /// Infos.
    pub infos: u64,
    /// Files that were checked.
    pub files: u64,
    /// Zones that were checked.
    pub zones: u64,
    /// Records in them.
    pub records: u64,
    /// Inputs that could not be checked.
    pub problems: u64,
    /// Files in directories that are no zones, by their names and their first octets.
    pub passed_over: u64,
    /// Symbolic links in directories that were not followed because nobody asked for it.
    pub links_not_followed: u64,
    /// Symbolic links that lead out of the directory that was walked, and were not followed for that.
    pub links_outside: u64,
    /// Signed zones of which nothing is known of the DS at the parent, although a rule asks.
    pub ds_unknown: u64,
    /// Zones whose names are guesses: how many, and the first few as text.
    pub guessed: (u64, Vec<String>),
    /// What zones were held against: the first few, as text.
    pub held_against: Vec<String>,
    /// Wall-clock seconds the run took.
    pub seconds: f64,
    /// Findings by rule: code, name, severity, count; by code.
    pub by_rule: Vec<RuleCount>,
}

/// How often one rule fired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleCount {
    /// The rule's code.
    pub code: &'static str,
    /// The rule's name.
    pub name: &'static str,
    /// The worst severity it was reported at.
    pub severity: Severity,
    /// Findings, those not shown included.
    pub count: u64,
}

impl Totals {
    /// Adds one file's outcome.
    pub fn add(&mut self, checked: &Checked) {
        self.files += u64::from(checked.zone.is_some() || checked.octets > 0);
        self.add_problems(&checked.problems);
        if let Some(zone) = &checked.zone {
            self.zones += 1;
            self.records += zone.records;
            self.ds_unknown += u64::from(zone.ds_unknown);
            if let Some(from) = &zone.guessed_from {
                self.add_guessed(1, [format!("zone {} (from the {from})", printable(&zone.name))]);
            }
            self.add_held_against(zone.held_against.iter().map(|held| format!("{}: {held}", zone.name)));
        }
        for finding in &checked.findings {
            self.count(finding.code, finding.name, finding.severity, 1);
        }
        for &(code, more) in &checked.dropped {
            if let Some(first) = checked.findings.iter().find(|finding| finding.code == code) {
                self.count(code, first.name, first.severity, more);
            }
        }
    }

    /// Adds what could not be looked at.
    pub fn add_problems(&mut self, problems: &[Problem]) {
        self.problems += u64::try_from(problems.len()).unwrap_or(u64::MAX);
    }

    /// Adds other totals; seconds are left alone.
    pub fn merge(&mut self, other: &Totals) {
        self.files += other.files;
        self.zones += other.zones;
        self.records += other.records;
        self.problems += other.problems;
        self.ds_unknown += other.ds_unknown;
        self.add_guessed(other.guessed.0, other.guessed.1.iter().cloned());
        self.add_held_against(other.held_against.iter().cloned());
        for row in &other.by_rule {
            self.count_rule(row.code, row.name, row.severity, row.count);
        }
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.infos += other.infos;
    }

    fn add_guessed(&mut self, count: u64, lines: impl IntoIterator<Item = String>) {
        self.guessed.0 += count;
        self.guessed.1.extend(lines);
        self.guessed.1.truncate(HELD_AGAINST);
    }

    fn add_held_against(&mut self, lines: impl Iterator<Item = String>) {
        self.held_against.extend(lines);
        self.held_against.truncate(HELD_AGAINST);
    }

    fn count(&mut self, code: &'static str, name: &'static str, severity: Severity, more: u64) {
        *match severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
            Severity::Info => &mut self.infos,
        } += more;
        self.count_rule(code, name, severity, more);
    }

    fn count_rule(&mut self, code: &'static str, name: &'static str, severity: Severity, more: u64) {
        match self.by_rule.binary_search_by(|row| row.code.cmp(code)) {
            Ok(at) => {
                if let Some(row) = self.by_rule.get_mut(at) {
                    row.count += more;
                    row.severity = row.severity.max(severity);
                }
            }
            Err(at) => self.by_rule.insert(at, RuleCount { code, name, severity, count: more }),
        }
    }

    /// Whether anything at or above `threshold` was found.
    #[must_use]
    pub fn reaches(&self, threshold: Severity) -> bool {
        match threshold {
            Severity::Error => self.errors > 0,
            Severity::Warning => self.errors + self.warnings > 0,
            Severity::Info => self.errors + self.warnings + self.infos > 0,
        }
    }
}
