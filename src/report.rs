//! What a run found, in the order of the input: findings, zones, problems, counts, exit status.

use std::fmt;

use crate::error::Problem;
use crate::finding::{Finding, Severity};
use crate::source::Source;
use crate::wire::Timestamp;

/// Lines kept of what zones were held against.
const HELD_AGAINST: usize = 3;

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
    /// Octets read, included files counted, after decompression.
    pub octets: u64,
}

/// One zone in numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneSummary {
    /// Its name, absolute; `.` for a file of loose records.
    pub name: String,
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
    /// Symbolic links in directories that were not followed because nobody asked for it.
    pub links_not_followed: u64,
    /// Symbolic links that lead out of the directory that was walked, and were not followed for that.
    pub links_outside: u64,
    /// Signed zones of which nothing is known of the DS at the parent, although a rule asks.
    pub ds_unknown: u64,
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
        self.files += 1;
        self.problems += u64::try_from(checked.problems.len()).unwrap_or(u64::MAX);
        if let Some(zone) = &checked.zone {
            self.zones += 1;
            self.records += zone.records;
            self.ds_unknown += u64::from(zone.ds_unknown);
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

    /// Adds other totals; seconds are left alone.
    pub fn merge(&mut self, other: &Totals) {
        self.files += other.files;
        self.zones += other.zones;
        self.records += other.records;
        self.problems += other.problems;
        self.ds_unknown += other.ds_unknown;
        self.add_held_against(other.held_against.iter().cloned());
        for row in &other.by_rule {
            self.count_rule(row.code, row.name, row.severity, row.count);
        }
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.infos += other.infos;
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
