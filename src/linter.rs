//! The paved path for programs: options in, a report out. The command line goes the same way.

use std::sync::Arc;

use crate::engine::{Plan, Pool, Run, UnknownRule, check_all};
use crate::report::Report;
use crate::session::{Options, Scope, Session};
use crate::source::{Disk, Files, Source};
use crate::workers::Workers;

/// Checks zones. Immutable and reusable; shared between threads as it is.
pub struct Linter {
    options: Options,
    plan: Plan,
    pool: Arc<Pool>,
}

impl Linter {
    /// A linter with these options.
    ///
    /// # Errors
    /// A word of the selection that names no rule.
    pub fn new(options: Options) -> Result<Linter, UnknownRule> {
        let plan = Plan::new(&options.selection)?;
        let pool = Arc::new(Pool::new(options.limits.memory.threads(Pool::threads(options.jobs))));
        Ok(Linter { options, plan, pool })
    }

    /// Whether the selection leaves no rule to ask.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.plan.is_empty()
    }

    /// The threads that it works on.
    #[must_use]
    pub fn workers(&self) -> &dyn Workers {
        &*self.pool
    }

    /// A run with these options, for what is more than zones: parents, published versions, certificates.
    #[must_use]
    pub fn session<'a>(&self, files: &'a dyn Files) -> Session<'a> {
        Session::with_pool(self.options.clone(), files, Arc::clone(&self.pool))
    }

    /// Checks zones side by side, each with what it includes from the disk; the report has them in the order
    /// given.
    #[must_use]
    pub fn check(&self, sources: impl IntoIterator<Item = Source>) -> Report {
        let mut session = self.session(&Disk);
        session.read_sources(sources);
        self.judge(session)
    }

    /// Asks the rules about the zones of a run, and says what was given and matched none of them.
    #[must_use]
    pub fn judge(&self, mut session: Session<'_>) -> Report {
        let inputs = session.take_inputs();
        let Options { now, ref policies, ref timing, ref limits, .. } = *session.options();
        let run = Run {
            plan: &self.plan,
            now,
            inventory: session.inventory(),
            mta_sts: session.policy_files(),
            policies,
            timing,
            limits,
            workers: session.workers(),
        };
        let checked = check_all(inputs, &run, session.published(), session.parents());
        let scope = Scope { services: self.plan.asks_of_services(), mail: self.plan.asks_of_mail() };
        session.into_report(checked, scope)
    }
}
