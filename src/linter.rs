//! The paved path for programs: options in, a report out. The command line goes the same way.

use std::io::{self, Write};
use std::path::Path;
use std::sync::OnceLock;

use crate::dane::Inventory;
use crate::dnssec::Parent;
use crate::engine::{Input, Plan, Pool, Run, Selection, UnknownRule, check_all, read_parent, read_zone};
use crate::error::Problem;
use crate::finding::{Finding, Severity};
use crate::limits::Limits;
use crate::mail::domain::sort_policies;
use crate::mail::mta_sts::PolicyFile;
use crate::parse::IncludePolicy;
use crate::policy::Policies;
use crate::render::{self, DocumentOptions, Format, Part, Style};
use crate::report::{Checked, Totals};
use crate::resolve::Published;
use crate::rollover::Timing;
use crate::source::{Files, Source};
use crate::wire::{Name, Timestamp};
use crate::workers::Workers;
use crate::zone::{ByName, Zone};

/// What to look for, and when.
#[derive(Debug, Clone)]
pub struct Options {
    /// The rules to ask.
    pub selection: Selection,
    /// The time at which zones are judged.
    pub now: Timestamp,
    /// The zone's name; found in each file where it is not given.
    pub origin: Option<Name>,
    /// What the user says of services.
    pub inventory: Inventory,
    /// MTA-STS policy files, each for a domain.
    pub mta_sts: Vec<PolicyFile>,
    /// What the user wants of timing.
    pub policies: Policies,
    /// When zones are published, and how long that takes.
    pub timing: Timing,
    /// Bounds on work and memory.
    pub limits: Limits,
    /// Which files `$INCLUDE` may reach.
    pub includes: IncludePolicy,
    /// Threads; 0 means one for each core.
    pub jobs: usize,
}

impl Options {
    /// Every rule, at `now`.
    #[must_use]
    pub fn new(now: Timestamp) -> Options {
        let (policies, limits, includes) = (Policies::default(), Limits::default(), IncludePolicy::default());
        Options {
            selection: Selection::default(),
            now,
            origin: None,
            inventory: Inventory::default(),
            mta_sts: Vec::new(),
            policies,
            timing: Timing::new(now),
            limits,
            includes,
            jobs: 0,
        }
    }
}

/// Checks zones. Immutable and reusable; shared between threads as it is.
pub struct Linter {
    options: Options,
    plan: Plan,
    pool: Pool,
    published: Vec<Published>,
    parents: Vec<Zone>,
}

impl Linter {
    /// A linter with these options.
    ///
    /// # Errors
    /// A word of the selection that names no rule.
    pub fn new(mut options: Options) -> Result<Linter, UnknownRule> {
        sort_policies(&mut options.mta_sts);
        let plan = Plan::new(&options.selection)?;
        let pool = Pool::new(options.limits.memory.threads(Pool::threads(options.jobs)));
        Ok(Linter { options, plan, pool, published: Vec::new(), parents: Vec::new() })
    }

    /// Whether the selection leaves no rule to ask.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.plan.is_empty()
    }

    /// The threads this linter works on.
    #[must_use]
    pub fn workers(&self) -> &dyn Workers {
        &self.pool
    }

    /// The bounds this linter keeps.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.options.limits
    }

    /// Adds a zone as it is published since a time, or has always been: zones of its name are held against
    /// it. The latest version is the one that is published now. `of` is the checked file that it is a version
    /// of, where that is known.
    ///
    /// # Errors
    /// Why it is no zone.
    pub fn add_published(
        &mut self,
        source: Source,
        since: Option<Timestamp>,
        of: Option<&Path>,
        files: &dyn Files,
    ) -> Result<(), Problem> {
        let zone = self.read_zone(source, files)?;
        self.published.push(Published { zone, since, of: of.map(Path::to_path_buf) });
        Ok(())
    }

    /// Reads a zone, every record of it, and asks no rule.
    ///
    /// # Errors
    /// Why it is no zone, or not all of one.
    pub fn read_zone(&self, source: Source, files: &dyn Files) -> Result<Zone, Problem> {
        read_zone(source, &self.run(files))
    }

    /// Adds what is known of parents: a parent zone, a DS set, a trust anchor. Zones below it are held
    /// against it.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn add_parent(&mut self, source: Source, files: &dyn Files) -> Result<(), Problem> {
        let zone = self.read_parent(source, files)?;
        self.parents.push(zone);
        Ok(())
    }

    /// Reads a parent zone, a DS set or trust anchors, and adds nothing.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn read_parent(&self, source: Source, files: &dyn Files) -> Result<Zone, Problem> {
        read_parent(source, &self.run(files))
    }

    /// Whether what was added as number `at` with [`Linter::add_parent`] says anything of one of the zones
    /// `names`.
    #[must_use]
    pub fn speaks_of(&self, at: usize, names: &ByName<bool>) -> bool {
        self.parents.get(at).is_some_and(|parent| Parent::speaks(parent, |name| names.get(name).is_some()))
    }

    /// Whether rules hold certificates against records.
    #[must_use]
    pub fn asks_of_services(&self) -> bool {
        self.plan.asks_of_services()
    }

    /// Whether rules look at mail.
    #[must_use]
    pub fn asks_of_mail(&self) -> bool {
        self.plan.asks_of_mail()
    }

    /// The names of the zones added with [`Linter::add_published`], since when they are published, and of
    /// which file.
    pub fn published(&self) -> impl Iterator<Item = (String, Option<Timestamp>, Option<&Path>)> {
        self.published
            .iter()
            .map(|published| (published.zone.name().to_string(), published.since, published.of.as_deref()))
    }

    /// Reads one source and what it includes.
    #[must_use]
    pub fn read(&self, source: Source, files: &dyn Files) -> Input {
        Input::read(source, &self.run(files))
    }

    /// Asks the rules about all inputs of a run; the outcomes are in their order.
    #[must_use]
    pub fn judge(&self, inputs: Vec<Input>, files: &dyn Files) -> Vec<Checked> {
        check_all(inputs, &self.run(files), &self.published, &self.parents)
    }

    fn run<'a>(&'a self, files: &'a dyn Files) -> Run<'a> {
        let Options {
            now,
            ref origin,
            ref inventory,
            ref mta_sts,
            ref policies,
            ref timing,
            ref limits,
            ref includes,
            ..
        } = self.options;
        Run {
            plan: &self.plan,
            now,
            inventory,
            mta_sts,
            policies,
            timing,
            limits,
            origin: origin.as_ref(),
            files,
            includes,
            workers: &self.pool,
        }
    }

    /// Checks sources side by side; the report has them in the order given.
    #[must_use]
    pub fn check_all(&self, sources: Vec<Source>, files: &dyn Files) -> Report {
        let slots: Vec<(std::sync::Mutex<Option<Source>>, OnceLock<Input>)> =
            sources.into_iter().map(|source| (Some(source).into(), OnceLock::new())).collect();
        self.pool.run(slots.len(), &|at| {
            if let Some((source, slot)) = slots.get(at)
                && let Some(source) = source.lock().ok().and_then(|mut source| source.take())
            {
                slot.get_or_init(|| self.read(source, files));
            }
        });
        let inputs = slots.into_iter().filter_map(|(_, slot)| slot.into_inner()).collect();
        Report { checked: self.judge(inputs, files) }
    }
}

/// What checking several sources gave.
#[derive(Debug)]
pub struct Report {
    /// One outcome for each source, in order.
    pub checked: Vec<Checked>,
}

impl Report {
    /// All findings, in the order of the sources.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.checked.iter().flat_map(|checked| &checked.findings)
    }

    /// Counts over all sources.
    #[must_use]
    pub fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        self.checked.iter().for_each(|checked| totals.add(checked));
        totals
    }

    /// 2 when something could not be checked, 1 when a finding reaches `threshold`, 0 otherwise.
    #[must_use]
    pub fn exit_status(&self, threshold: Severity) -> u8 {
        let totals = self.totals();
        if totals.problems > 0 { 2 } else { u8::from(totals.reaches(threshold)) }
    }

    /// Writes the report as the command line does.
    ///
    /// # Errors
    /// What `out` says.
    pub fn render(&self, format: Format, style: &Style, out: &mut dyn Write) -> io::Result<()> {
        let parts: Vec<Part> =
            self.checked.iter().map(|checked| render::findings(checked, format, style)).collect();
        let options = DocumentOptions { statistics: false, quiet: false, version: env!("CARGO_PKG_VERSION") };
        render::document(&parts, &self.totals(), format, &options, out)
    }
}
