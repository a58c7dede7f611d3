//! Which rules run, at which severity, found by subject so that no rule is asked about what it does not look
//! at.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

use foldhash::fast::RandomState;

use super::preset::{self, Preset};
use crate::error::Problem;
use crate::fault::FaultKind;
use crate::finding::Severity;
use crate::rr::Rtype;
use crate::rule::{
    AliasesCheck, ChainCheck, Check, DelegationsCheck, DenialCheck, DuplicateCheck, FaultCheck, MailCheck,
    MailHostsCheck, Need, NodeCheck, ParentageCheck, PinsCheck, PublicKeysCheck, RecordCheck, RrsetCheck,
    Rule, ServiceCheck, SignaturesCheck, StrayTlsaCheck, SyncCheck, TransitionCheck, UnsignedChildCheck,
    ZoneCheck, ZonemdCheck,
};
use crate::rules;
use crate::wire::nearest_of;
use crate::zone::Purpose;

/// What the user wants to hear of: codes, names, or the letters a code starts with.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
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

/// A rule that runs, how bad its findings are, and its function for one kind of subject.
#[derive(Clone, Copy)]
pub struct Active<F> {
    /// The rule.
    pub rule: &'static Rule,
    /// The severity of its findings.
    pub severity: Severity,
    /// What it does.
    pub check: F,
}

/// The rules of a run by their subject.
#[derive(Default)]
pub struct Plan {
    /// What is left for zones whose names nobody resolves.
    narrowed: Vec<(Purpose, Plan)>,
    needs: BTreeSet<Need>,
    rule_count: usize,
    faults: HashMap<FaultKind, Vec<Active<FaultCheck>>>,
    pub(super) zones: Vec<Active<ZoneCheck>>,
    pub(super) files: Vec<Active<ZoneCheck>>,
    pub(super) aliases: Vec<Active<AliasesCheck>>,
    pub(super) nodes: Vec<Active<NodeCheck>>,
    pub(super) signatures: Vec<Active<SignaturesCheck>>,
    pub(super) denial: Vec<Active<DenialCheck>>,
    pub(super) zonemd: Vec<Active<ZonemdCheck>>,
    pub(super) delegations: Vec<Active<DelegationsCheck>>,
    pub(super) chain: Vec<Active<ChainCheck>>,
    pub(super) unsigned_child: Vec<Active<UnsignedChildCheck>>,
    pub(super) parentage: Vec<Active<ParentageCheck>>,
    pub(super) sync: Vec<Active<SyncCheck>>,
    pub(super) duplicates: Vec<Active<DuplicateCheck>>,
    pub(super) public_keys: Vec<Active<PublicKeysCheck>>,
    pub(super) pins: Vec<Active<PinsCheck>>,
    pub(super) stray_tlsa: Vec<Active<StrayTlsaCheck>>,
    pub(super) mail_hosts: Vec<Active<MailHostsCheck>>,
    pub(super) services: Vec<Active<ServiceCheck>>,
    pub(super) transitions: Vec<Active<TransitionCheck>>,
    pub(super) mail: Vec<Active<MailCheck>>,
    any: Bucket,
    typed: HashMap<Rtype, Bucket, RandomState>,
}

/// The rules for one type, those for all types included.
#[derive(Default, Clone)]
pub struct Bucket {
    /// For each RRset.
    pub rrsets: Vec<Active<RrsetCheck>>,
    /// For each record.
    pub records: Vec<Active<RecordCheck>>,
}

impl Plan {
    /// The rules that `selection` leaves.
    ///
    /// # Errors
    /// A word that names no rule.
    pub fn new(selection: &Selection) -> Result<Plan, UnknownRule> {
        let enabled = enabled(selection)?;
        let narrowed =
            [Purpose::Policy, Purpose::Catalog].map(|purpose| (purpose, Plan::of(&enabled, purpose)));
        Ok(Plan { narrowed: narrowed.into(), ..Plan::of(&enabled, Purpose::Ordinary) })
    }

    fn of(enabled: &[Enabled], purpose: Purpose) -> Plan {
        let mut plan = Plan::default();
        let is_typed =
            |rule: &Rule| matches!(rule.check, Check::Rrset([_, ..], _) | Check::Record([_, ..], _));
        // A bucket of one type starts with the rules for all types.
        for typed in [false, true] {
            for &(rule, severity) in enabled {
                if is_typed(rule) == typed && rule.applies_to.contains(&purpose) {
                    plan.add(rule, severity);
                }
            }
        }
        plan
    }

    fn add(&mut self, rule: &'static Rule, severity: Severity) {
        self.rule_count += 1;
        self.needs.extend(rule.needs());
        match rule.check {
            Check::Fault(kinds, check) => {
                for &kind in kinds {
                    self.faults.entry(kind).or_default().push(Active { rule, severity, check });
                }
            }
            Check::Record([], check) => self.any.records.push(Active { rule, severity, check }),
            Check::Record(rtypes, check) => {
                self.of_types(rtypes, |bucket| bucket.records.push(Active { rule, severity, check }));
            }
            Check::Rrset([], check) => self.any.rrsets.push(Active { rule, severity, check }),
            Check::Rrset(rtypes, check) => {
                self.of_types(rtypes, |bucket| bucket.rrsets.push(Active { rule, severity, check }));
            }
            Check::Node(check) => self.nodes.push(Active { rule, severity, check }),
            Check::Zone(check) => self.zones.push(Active { rule, severity, check }),
            Check::File(check) => self.files.push(Active { rule, severity, check }),
            Check::Aliases(check) => self.aliases.push(Active { rule, severity, check }),
            Check::Signatures(check) => self.signatures.push(Active { rule, severity, check }),
            Check::Denial(check) => self.denial.push(Active { rule, severity, check }),
            Check::Zonemd(check) => self.zonemd.push(Active { rule, severity, check }),
            Check::Delegations(check) => self.delegations.push(Active { rule, severity, check }),
            Check::Chain(check) => self.chain.push(Active { rule, severity, check }),
            Check::UnsignedChild(check) => self.unsigned_child.push(Active { rule, severity, check }),
            Check::Parentage(check) => self.parentage.push(Active { rule, severity, check }),
            Check::Sync(check) => self.sync.push(Active { rule, severity, check }),
            Check::Duplicate(check) => self.duplicates.push(Active { rule, severity, check }),
            Check::PublicKeys(check) => self.public_keys.push(Active { rule, severity, check }),
            Check::Pins(check) => self.pins.push(Active { rule, severity, check }),
            Check::StrayTlsa(check) => self.stray_tlsa.push(Active { rule, severity, check }),
            Check::MailHosts(check) => self.mail_hosts.push(Active { rule, severity, check }),
            Check::Service(check) => self.services.push(Active { rule, severity, check }),
            Check::Mail(check) => self.mail.push(Active { rule, severity, check }),
            Check::Transition(check) => self.transitions.push(Active { rule, severity, check }),
        }
    }

    fn of_types(&mut self, rtypes: &[Rtype], add: impl Fn(&mut Bucket)) {
        for &rtype in rtypes {
            add(self.typed.entry(rtype).or_insert_with(|| self.any.clone()));
        }
    }

    /// The rules that are asked of a zone of this purpose.
    pub(super) fn of_purpose(&self, purpose: Purpose) -> &Plan {
        self.narrowed.iter().find(|(of, _)| *of == purpose).map_or(self, |(_, plan)| plan)
    }

    /// The rules about faults of this kind.
    pub(super) fn faults(&self, kind: FaultKind) -> &[Active<FaultCheck>] {
        self.faults.get(&kind).map(Vec::as_slice).unwrap_or_default()
    }

    /// The codes of the rules about faults of this kind.
    pub(super) fn codes_of(&self, kind: FaultKind) -> impl Iterator<Item = &'static str> {
        self.faults(kind).iter().map(|active| active.rule.code)
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
        self.rule_count == 0 && self.narrowed.iter().all(|(_, plan)| plan.is_empty())
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
