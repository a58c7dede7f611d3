//! What must hold between the parts of the repository.

use std::collections::BTreeMap;

use danelaw::fault::FaultKind;
use danelaw::rule::Check;
use danelaw::rules;

/// Faults of record values, whose rules are in the group of the record.
const OF_RECORD_VALUES: [FaultKind; 2] = [FaultKind::Loc, FaultKind::SvcParam];

#[test]
fn every_fault_is_told_by_one_rule() {
    let mut told: BTreeMap<FaultKind, Vec<&str>> = BTreeMap::new();
    for rule in rules::ALL {
        if let Check::Fault(kinds, _) = rule.check {
            kinds.iter().for_each(|&kind| told.entry(kind).or_default().push(rule.name));
        }
    }
    for &kind in FaultKind::ALL {
        let rules = told.get(&kind).map(Vec::as_slice).unwrap_or_default();
        let fewest = usize::from(!OF_RECORD_VALUES.contains(&kind));
        assert!((fewest..=1).contains(&rules.len()), "{kind:?} is told by {rules:?}");
    }
}
