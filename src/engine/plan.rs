//! Which rules run, at which severity, found by subject so that no rule is asked about what it does not look
//! at.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

use super::preset::{self, Preset};
use crate::error::Problem;
use crate::fault::FaultKind;
use crate::finding::Severity;
use crate::rr::Rtype;
use crate::rule::{Check, Need, Rule};
use crate::rules;
use crate::wire::nearest_of;
use crate::zone::Purpose;

/// What the user wants to hear of: codes, names, or the letters a code starts with.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Only what these ask, together, unless `select` says it. What follows wins over them.
    pub presets: Vec<&'static Preset>,
    /// Only these; everything where empty.
    pub select: Vec<String>,
    /// These besides.
    pub extend_select: Vec<String>,
    /// Not these.
    pub ignore: Vec<String>,
    /// Severities that differ from the rule's own, by code or name.
    pub severity: BTreeMap<String, Severity>,
}

/// A word that names no rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownRule {
    /// The word.
    pub text: String,
    /// The rule whose name is nearest.
    pub nearest: Option<&'static str>,
}

impl fmt::Display for UnknownRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Problem::from(self.clone()).fmt(f)
    }
}

impl std::error::Error for UnknownRule {}

impl From<UnknownRule> for Problem {
    fn from(unknown: UnknownRule) -> Problem {
        let hint = unknown
            .nearest
            .map_or_else(|| "`danelaw rules` lists them".to_owned(), |name| format!("is `{name}` meant?"));
        let word = if unknown.text.trim().is_empty() { format!("`{}`", unknown.text) } else { unknown.text };
        Problem::new(word, format!("no rule has this name or code; {hint}"))
    }
}

/// A rule that runs, and how bad its findings are.
pub type Enabled = (&'static Rule, Severity);

/// The rules of a run by what they look at.
#[derive(Default)]
pub struct Plan {
    /// What is left for zones whose names nobody resolves.
    narrowed: Vec<(Purpose, Plan)>,
    pub(super) faults: HashMap<FaultKind, Vec<Enabled>>,
    pub(super) zones: Vec<Enabled>,
    pub(super) files: Vec<Enabled>,
    pub(super) nodes: Vec<Enabled>,
    pub(super) facts: Vec<Enabled>,
    pub(super) services: Vec<Enabled>,
    pub(super) transitions: Vec<Enabled>,
    pub(super) mail: Vec<Enabled>,
    needs: BTreeSet<Need>,
    any: Bucket,
    typed: HashMap<Rtype, Bucket>,
}

/// The rules for one type, those for all types included.
#[derive(Default, Clone)]
pub struct Bucket {
    /// Asked of each RRset.
    pub rrsets: Vec<Enabled>,
    /// Asked of each record.
    pub records: Vec<Enabled>,
}

impl Plan {
    /// The rules that `selection` leaves.
    ///
    /// # Errors
    /// A word that names no rule.
    pub fn new(selection: &Selection) -> Result<Plan, UnknownRule> {
        let enabled = enabled(selection)?;
        let of = |purpose| {
            let applies = |(rule, _): &Enabled| rule.applies_to.contains(&purpose);
            Plan::of(&enabled.iter().copied().filter(applies).collect::<Vec<_>>())
        };
        let narrowed = [Purpose::Policy, Purpose::Catalog].map(|purpose| (purpose, of(purpose)));
        Ok(Plan { narrowed: narrowed.into(), ..of(Purpose::Ordinary) })
    }

    fn of(enabled: &[Enabled]) -> Plan {
        let needs = enabled.iter().flat_map(|(rule, _)| rule.needs()).collect();
        let mut plan = Plan { needs, ..Plan::default() };
        for &row in enabled {
            match row.0.check {
                Check::Fault(kinds, _) => {
                    kinds.iter().for_each(|&kind| plan.faults.entry(kind).or_default().push(row))
                }
                Check::Zone(_) => plan.zones.push(row),
                Check::File(_) => plan.files.push(row),
                Check::Node(_) => plan.nodes.push(row),
                Check::Signatures(_) | Check::Denial(_) | Check::Zonemd(_) | Check::Delegations(_) => {
                    plan.facts.push(row)
                }
                Check::Service(_) => plan.services.push(row),
                Check::Transition(_) => plan.transitions.push(row),
                Check::Mail(_) => plan.mail.push(row),
                Check::Rrset([], _) => plan.any.rrsets.push(row),
                Check::Record([], _) => plan.any.records.push(row),
                Check::Rrset(..) | Check::Record(..) => {}
            }
        }
        for &row in enabled {
            let any = &plan.any;
            match row.0.check {
                Check::Rrset(rtypes, _) => rtypes.iter().for_each(|&rtype| {
                    plan.typed.entry(rtype).or_insert_with(|| any.clone()).rrsets.push(row)
                }),
                Check::Record(rtypes, _) => rtypes.iter().for_each(|&rtype| {
                    plan.typed.entry(rtype).or_insert_with(|| any.clone()).records.push(row)
                }),
                _ => {}
            }
        }
        plan
    }

    /// The rules that are asked of a zone of this purpose.
    pub(super) fn of_purpose(&self, purpose: Purpose) -> &Plan {
        self.narrowed.iter().find(|(of, _)| *of == purpose).map_or(self, |(_, plan)| plan)
    }

    /// The codes of the rules that tell faults of this kind.
    pub(super) fn codes_of(&self, kind: FaultKind) -> impl Iterator<Item = &'static str> {
        self.faults.get(&kind).into_iter().flatten().map(|(rule, _)| rule.code)
    }

    /// Whether a rule needs something.
    pub(super) fn needs(&self, need: Need) -> bool {
        self.needs.contains(&need)
    }

    /// Whether a rule compares zones with the DS at their parents.
    pub(super) fn asks_of_parents(&self) -> bool {
        self.needs(Need::ParentDs)
    }

    /// Whether rules hold certificates against records.
    pub(crate) fn asks_of_services(&self) -> bool {
        self.needs(Need::Services)
    }

    /// Whether rules look at mail.
    pub(crate) fn asks_of_mail(&self) -> bool {
        self.needs(Need::Mail)
    }

    /// Whether rules hold zones against what is published.
    pub(crate) fn asks_of_transitions(&self) -> bool {
        self.needs(Need::Transition)
    }

    /// Whether no rule is left to ask.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let typed = self.typed.values().all(|bucket| bucket.rrsets.is_empty() && bucket.records.is_empty());
        let any = self.any.rrsets.is_empty() && self.any.records.is_empty();
        self.narrowed.iter().all(|(_, plan)| plan.is_empty())
            && self.faults.is_empty()
            && self.zones.is_empty()
            && self.transitions.is_empty()
            && self.mail.is_empty()
            && self.files.is_empty()
            && self.nodes.is_empty()
            && self.facts.is_empty()
            && self.services.is_empty()
            && any
            && typed
    }

    /// The rules for RRsets and records of one type.
    pub(super) fn bucket(&self, rtype: Rtype) -> &Bucket {
        self.typed.get(&rtype).unwrap_or(&self.any)
    }
}

/// The rules that a selection leaves, each with the severity of its findings.
///
/// # Errors
/// A word that names no rule.
pub fn enabled(selection: &Selection) -> Result<Vec<Enabled>, UnknownRule> {
    let words = selection
        .select
        .iter()
        .chain(&selection.extend_select)
        .chain(&selection.ignore)
        .chain(selection.severity.keys());
    for word in words {
        if !rules::ALL.iter().any(|rule| rule.is_selected_by(word)) {
            return Err(UnknownRule {
                text: word.clone(),
                nearest: nearest_of(word, rules::ALL.iter().map(|rule| rule.name)),
            });
        }
    }
    let named = |rule: &Rule, words: &[String]| words.iter().any(|word| rule.is_selected_by(word));
    let mut enabled = Vec::new();
    for &rule in rules::ALL {
        let wanted = match (selection.select.is_empty(), selection.presets.is_empty()) {
            (false, _) => named(rule, &selection.select),
            (true, false) => preset::asked(&selection.presets, rule),
            (true, true) => !rule.on_request,
        };
        if (wanted || named(rule, &selection.extend_select)) && !named(rule, &selection.ignore) {
            let set = selection
                .severity
                .iter()
                .find(|(word, _)| rule.is_selected_by(word))
                .map(|(_, &severity)| severity);
            enabled.push((
                rule,
                set.or_else(|| preset::severity(&selection.presets, rule)).unwrap_or(rule.severity),
            ));
        }
    }
    Ok(enabled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_name_no_rule_are_said_with_the_nearest() {
        let error =
            Plan::new(&Selection { ignore: vec!["cname-lop".to_owned()], ..Selection::default() }).err();
        assert_eq!(error.and_then(|error| error.nearest), Some("cname-loop"));
    }
}
