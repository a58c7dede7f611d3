//! What was given and matched nothing: a run that looked at none of it is not clean.

use std::collections::HashSet;
use std::path::PathBuf;

use super::{Above, Session};
use crate::dnssec::Parent;
use crate::error::Problem;
use crate::report::{Checked, Report};
use crate::source::name_of;
use crate::wire::Name;
use crate::zone::ByName;

/// Whether rules look at what may be unmatched.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scope {
    /// They hold certificates against records.
    pub services: bool,
    /// They look at mail.
    pub mail: bool,
}

impl Session<'_> {
    /// The report on the zones of this run.
    pub(crate) fn into_report(self, checked: Vec<Checked>, scope: Scope) -> Report {
        let unmatched = self.unmatched(&checked, scope);
        let Session { mut problems, passed_over, links_not_followed, links_outside, .. } = self;
        problems.extend(unmatched);
        Report { checked, problems, passed_over, links_not_followed, links_outside }
    }

    /// What was given and nothing was held against, now that the zones are checked.
    fn unmatched(&self, checked: &[Checked], scope: Scope) -> Vec<Problem> {
        let mut problems = self.unmatched_published(checked);
        problems.extend(self.unmatched_above(checked));
        if scope.services {
            problems.extend(self.unmatched_services(checked));
        }
        if scope.mail {
            problems.extend(self.unmatched_policies(checked));
        }
        problems
    }

    /// Published zones that nothing was held against.
    fn unmatched_published(&self, checked: &[Checked]) -> Vec<Problem> {
        let mut names: Vec<String> =
            self.published.iter().map(|published| published.zone.name().to_string()).collect();
        names.dedup();
        let checked: HashSet<&str> = zones(checked).collect();
        let alone = names.into_iter().filter(|name| !checked.contains(name.as_str()));
        alone
            .map(|name| {
                let message = format!("no checked zone is named `{name}`: nothing was held against it");
                Problem::new("--published", message)
            })
            .collect()
    }

    /// Parents, DS sets and trust anchors that say nothing of any checked zone.
    fn unmatched_above(&self, checked: &[Checked]) -> Vec<Problem> {
        let mut names: ByName<bool> = ByName::default();
        zones(checked)
            .filter_map(|name| Name::absolute(name).ok())
            .for_each(|name| *names.at(name.borrow_name()) = true);
        let silent = self
            .above
            .iter()
            .zip(&self.parents)
            .filter(|(_, parent)| !Parent::speaks(parent, |name| names.get(name).is_some()));
        let problem = |(above, path): &(Above, PathBuf)| {
            let holds = match above {
                Above::Parent => "it delegates no checked zone",
                Above::Ds => "it has no DS of a checked zone",
                Above::TrustAnchor => "it has no DS or DNSKEY of a checked zone",
            };
            let subject = format!("{} {}", above.option(), name_of(path));
            Problem::new(subject, format!("{holds}: nothing was held against it"))
        };
        silent.map(|(above, _)| problem(above)).collect()
    }

    /// Services whose certificates nothing was held against.
    fn unmatched_services(&self, checked: &[Checked]) -> Vec<Problem> {
        let judged: HashSet<&str> =
            checked.iter().flat_map(|checked| &checked.services).map(String::as_str).collect();
        let alone = self
            .expected
            .iter()
            .filter(|(_, service)| !judged.contains(service.owner().to_string().as_str()));
        alone
            .map(|(what, _)| {
                Problem::new(
                    what,
                    "no checked zone has TLSA records for it: it was held against nothing; \
                    `danelaw tlsa check` says more",
                )
            })
            .collect()
    }

    /// Policy files that were named and that nothing was held against.
    fn unmatched_policies(&self, checked: &[Checked]) -> Vec<Problem> {
        let held: HashSet<&str> =
            checked.iter().flat_map(|checked| &checked.policies).map(String::as_str).collect();
        let alone =
            self.expected_policies.iter().filter(|(_, domain)| !held.contains(domain.to_string().as_str()));
        alone
            .map(|(what, domain)| {
                let message = format!("no checked zone has `{domain}`: the policy was held against nothing");
                Problem::new(what, message)
            })
            .collect()
    }
}

/// The names of the checked zones.
fn zones(checked: &[Checked]) -> impl Iterator<Item = &str> {
    checked.iter().filter_map(|checked| checked.zone.as_ref()).map(|zone| zone.name.as_str())
}
