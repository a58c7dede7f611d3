//! The states of a zone's keys on the way to a goal, and what leads from one to the next. Knows no goal and
//! no time.

use std::collections::BTreeSet;

use super::keys::{PlannedKey, Role, ZoneKeys};
use super::{Action, PlanError, Term};
use crate::dnssec::Algorithm;
use crate::rollover::dnssec::{SignedGroup, SigningKey};

/// What is there at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PlanState {
    pub ds: BTreeSet<SigningKey>,
    pub keys: BTreeSet<SigningKey>,
    pub signed_by: BTreeSet<SigningKey>,
    pub data: Vec<SignedGroup>,
}

/// What follows a state, and why.
#[derive(Clone)]
pub(super) struct Stage {
    pub action: Action,
    pub what: String,
    pub reason: &'static str,
    pub rfc: &'static str,
    pub state: PlanState,
}

impl Stage {
    /// Why it waits: of several waits the longest counts, which is known only when times are.
    pub fn reason_of(&self, term: Option<&Term>) -> &'static str {
        let symbol = term.and_then(|term| term.symbols.chars().next());
        match symbol {
            Some('P') if WAITS.contains(&self.reason) => CACHED_KEYS,
            Some('T') if WAITS.contains(&self.reason) => CACHED_DATA,
            Some('Q') if WAITS.contains(&self.reason) => CACHED_DS,
            _ => self.reason,
        }
    }
}

/// The states that a goal passes through.
pub(super) struct Stages {
    /// Where it begins, which may be behind where the zone is.
    pub base: PlanState,
    pub stages: Vec<Stage>,
    /// Whether strict validators must be reckoned with.
    pub is_strict: bool,
    pub notes: Vec<String>,
}

pub(super) const CACHED_KEYS: &str = "a cache may hold the DNSKEY RRset without the new key until then";
pub(super) const CACHED_DATA: &str = "a cache may hold signatures of the old key until then";
pub(super) const CACHED_DS: &str = "a cache may hold the DS RRset of before until then";
/// Reasons that say what is waited for, and no more.
const WAITS: [&str; 3] = [CACHED_KEYS, CACHED_DATA, CACHED_DS];
pub(super) const FIRST: &str = "nothing depends on it yet";

impl PlanState {
    pub fn of(zone: &ZoneKeys) -> PlanState {
        let keys = zone.keys.iter().map(|one| one.key.clone()).collect();
        PlanState { ds: zone.ds_keys(), keys, signed_by: zone.signed_by.clone(), data: zone.data.clone() }
    }

    /// With `new` in place of `old`, everywhere.
    pub fn sign_data(&mut self, old: Option<&SigningKey>, new: Option<&SigningKey>) {
        for group in &mut self.data {
            if let Some(old) = old
                && !group.signed_by.remove(old)
            {
                continue;
            }
            group.signed_by.extend(new.cloned());
        }
    }

    /// Where signatures of `with` are, those of `new` too.
    pub fn co_sign_data(&mut self, with: &SigningKey, new: &SigningKey) {
        for group in self.data.iter_mut().filter(|group| group.signed_by.contains(with)) {
            group.signed_by.insert(new.clone());
        }
    }

    pub fn drop_key(&mut self, key: &SigningKey) {
        self.keys.remove(key);
        self.signed_by.remove(key);
    }
}

/// A list of stages in the making.
pub(super) struct Making {
    pub state: PlanState,
    pub stages: Vec<Stage>,
    pub rfc: &'static str,
}

impl Making {
    pub fn push(
        &mut self,
        action: Action,
        what: String,
        reason: &'static str,
        change: impl FnOnce(&mut PlanState),
    ) {
        change(&mut self.state);
        self.stages.push(Stage { action, what, reason, rfc: self.rfc, state: self.state.clone() });
    }
}

/// The keys of a role in service.
pub(super) fn in_role(zone: &ZoneKeys, role: Role) -> Vec<&PlannedKey> {
    let (data, ds) = (zone.data_signers(), zone.ds_keys());
    let is_entry =
        |one: &PlannedKey| zone.signed_by.contains(&one.key) && (one.is_sep || ds.contains(&one.key));
    let fits = |one: &&PlannedKey| match role {
        Role::Ksk => is_entry(one) && !data.contains(&one.key),
        Role::Zsk => data.contains(&one.key) && !is_entry(one),
        Role::Csk => is_entry(one) && data.contains(&one.key),
    };
    zone.keys.iter().filter(fits).collect()
}

/// The new key of a role: the one given, or one that is to be made.
pub(super) fn new_key(zone: &ZoneKeys, role: Role, algorithm: Algorithm) -> Result<PlannedKey, PlanError> {
    let mut fitting = zone.new.iter().filter(|one| one.is_sep == (role != Role::Zsk));
    let Some(new) = fitting.next() else {
        return match zone.new.first() {
            None => Ok(PlannedKey::to_be_made(role, algorithm)),
            Some(other) => {
                let flags = if role == Role::Zsk { "256 (no SEP bit)" } else { "257 (SEP bit)" };
                Err(PlanError::Given(
                    "--new-key".to_owned(),
                    format!("{} is no {}: it needs the flags {flags}", other.label(), role.name()),
                ))
            }
        };
    };
    if new.key.algorithm != algorithm {
        let message = format!(
            "{} has not the algorithm {}: --roll algorithm --to-algorithm {} plans such a change",
            new.label(),
            algorithm,
            new.key.algorithm.0
        );
        return Err(PlanError::Given("--new-key".to_owned(), message));
    }
    Ok(new.clone())
}
