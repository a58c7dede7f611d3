//! The states that a zone's keys go through from one goal to another: RFC 6781 section 4, RFC 7583 section 3.
//! Knows no time.

use std::collections::BTreeSet;

use super::keys::{KeyGoal, KeyMethod, PlannedKey, Role, ZoneKeys};
use super::state::{CACHED_DATA, CACHED_DS, CACHED_KEYS, FIRST, Making, PlanState, Stages, in_role, new_key};
use super::whole::{algorithm, cds, sign, unsign};
use super::{Action, PlanError};
use crate::dnssec::KeyTag;
use crate::rollover::dnssec::SigningKey;

/// The states of a goal.
///
/// # Errors
/// Why the zone has none, and what to say instead.
pub(super) fn stages(zone: &ZoneKeys, goal: &KeyGoal) -> Result<Stages, PlanError> {
    let is_signed = zone.is_signed() && !zone.keys.is_empty();
    if !is_signed && !matches!(goal, KeyGoal::Sign) {
        let message =
            "is not signed, so it has no keys to plan for: give the signed zone, or --sign".to_owned();
        return Err(PlanError::Given(zone.name.to_string(), message));
    }
    match goal {
        KeyGoal::Roll { role, method, old } => roll(zone, *role, *method, *old),
        KeyGoal::Algorithm { to, method } => algorithm(zone, *to, *method),
        KeyGoal::Cds(asked) => Ok(cds(zone, asked.as_ref())),
        KeyGoal::Sign => Ok(sign(zone, is_signed)),
        KeyGoal::Unsign => Ok(unsign(zone)),
    }
}

/// The key to be replaced.
fn old_key<'z>(
    zone: &'z ZoneKeys,
    role: Role,
    tag: Option<KeyTag>,
    new: Option<&SigningKey>,
) -> Result<&'z PlannedKey, PlanError> {
    let name = role.name();
    let error = |message: String| Err(PlanError::Given(zone.name.to_string(), message));
    let mut found = in_role(zone, role);
    // A rollover that has begun: the new key may sign already, and the old one no more.
    if let Some(new) = new.filter(|new| zone.keys.iter().any(|one| one.key == **new)) {
        found.retain(|one| one.key != *new);
        if found.is_empty() {
            let is_like = |one: &&PlannedKey| {
                one.key != *new && one.is_sep == (role != Role::Zsk) && one.key.algorithm == new.algorithm
            };
            found = zone.keys.iter().filter(is_like).collect();
        }
    }
    if let Some(tag) = tag {
        found.retain(|one| one.key.key_tag == tag);
    }
    match found.as_slice() {
        [one] => Ok(one),
        [] if tag.is_some() => error(format!("no {name} of it has the tag {}", tag.unwrap_or(KeyTag(0)))),
        [] => {
            let others: Vec<&str> = [Role::Ksk, Role::Zsk, Role::Csk]
                .into_iter()
                .filter(|other| !in_role(zone, *other).is_empty())
                .map(Role::name)
                .collect();
            error(format!(
                "has no {name}; it has {}",
                if others.is_empty() { "no key that signs".to_owned() } else { others.join(" and ") }
            ))
        }
        many => {
            let tags: Vec<String> = many.iter().map(|one| one.label()).collect();
            error(format!("has several of this kind, {}: --old-key TAG says which goes", tags.join(", ")))
        }
    }
}

/// One key in place of another.
fn roll(
    zone: &ZoneKeys,
    role: Role,
    method: Option<KeyMethod>,
    tag: Option<KeyTag>,
) -> Result<Stages, PlanError> {
    use KeyMethod::{DoubleDs, DoubleKsk, DoubleSignature, PrePublish};
    let given = zone.new.iter().find(|one| one.is_sep == (role != Role::Zsk)).map(|one| &one.key);
    let old = old_key(zone, role, tag, given)?;
    let new = new_key(zone, role, old.key.algorithm)?;
    if new.key == old.key {
        return Err(PlanError::Given("--new-key".to_owned(), format!("{} is the old key", new.label())));
    }
    let rfc = match (role, method) {
        (Role::Zsk, None | Some(PrePublish)) => "RFC 6781 section 4.1.1.1, RFC 7583 section 3.2.1",
        (Role::Zsk, Some(DoubleSignature)) => "RFC 6781 section 4.1.1.2, RFC 7583 section 3.2.2",
        (Role::Ksk, None | Some(DoubleKsk)) => "RFC 6781 section 4.1.2, RFC 7583 section 3.3.1",
        (Role::Ksk, Some(DoubleDs)) => "RFC 7583 section 3.3.2",
        (Role::Csk, None | Some(PrePublish | DoubleSignature)) => "RFC 6781 section 4.1.3",
        (role, Some(_)) => {
            let ways = match role {
                Role::Zsk | Role::Csk => "pre-publish and double-signature",
                Role::Ksk => "double-ksk and double-ds",
            };
            return Err(PlanError::Given(
                "--method".to_owned(),
                format!("is not for a {}: there are {ways}", role.name()),
            ));
        }
    };
    let base = behind(zone, old, &new);
    let mut making = Making { state: base.clone(), stages: Vec::new(), rfc };
    let (o, n) = (&old.key, &new.key);
    let (old, new) = (old.label(), new.label());
    match (role, method) {
        (Role::Zsk, Some(DoubleSignature)) => {
            making.push(
                Action::PublishDnskey,
                format!("publish ZSK {new}, and sign with both ZSKs"),
                FIRST,
                |state| {
                    state.keys.insert(n.clone());
                    state.co_sign_data(o, n);
                },
            );
            making.push(
                Action::RemoveDnskey,
                format!("remove ZSK {old} and its signatures"),
                CACHED_DATA,
                |state| {
                    state.drop_key(o);
                    state.sign_data(Some(o), None);
                },
            );
        }
        (Role::Zsk, _) => {
            making.push(
                Action::PublishDnskey,
                format!("publish ZSK {new}; it signs nothing yet"),
                FIRST,
                |state| {
                    state.keys.insert(n.clone());
                },
            );
            making.push(
                Action::Sign,
                format!("sign all data with {new} in place of {old}"),
                CACHED_KEYS,
                |state| state.sign_data(Some(o), Some(n)),
            );
            making.push(Action::RemoveDnskey, format!("remove ZSK {old}"), CACHED_DATA, |state| {
                state.drop_key(o)
            });
        }
        (Role::Ksk, Some(DoubleDs)) => {
            making.push(
                Action::ChangeDs,
                format!("have the parent publish the DS of {new} beside that of {old}"),
                FIRST,
                |state| {
                    state.ds.insert(n.clone());
                },
            );
            making.push(
                Action::ReplaceDnskey,
                format!("publish KSK {new} in place of {old}, and sign DNSKEY with it"),
                CACHED_DS,
                |state| {
                    state.drop_key(o);
                    state.keys.insert(n.clone());
                    state.signed_by.insert(n.clone());
                },
            );
            making.push(
                Action::ChangeDs,
                format!("have the parent remove the DS of {old}"),
                CACHED_KEYS,
                |state| {
                    state.ds.remove(o);
                },
            );
        }
        (Role::Ksk | Role::Csk, _) => {
            double_ksk(&mut making, role, method == Some(DoubleSignature), (o, &old), (n, &new))
        }
    }
    Ok(Stages { base, stages: making.stages, is_strict: true, notes: Vec::new() })
}

/// A KSK, or a key that does the work of both.
fn double_ksk(
    making: &mut Making,
    role: Role,
    signs_twice: bool,
    (o, old): (&SigningKey, &str),
    (n, new): (&SigningKey, &str),
) {
    let kind = role.name();
    let what = match signs_twice {
        true => format!("publish {kind} {new}, and sign everything with both"),
        false => format!("publish {kind} {new}, and sign DNSKEY with both"),
    };
    making.push(Action::PublishDnskey, what, FIRST, |state| {
        state.keys.insert(n.clone());
        state.signed_by.insert(n.clone());
        if signs_twice {
            state.co_sign_data(o, n);
        }
    });
    if role == Role::Csk && !signs_twice {
        making.push(
            Action::Sign,
            format!("sign all data with {new} in place of {old}"),
            CACHED_KEYS,
            |state| state.sign_data(Some(o), Some(n)),
        );
    }
    making.push(
        Action::ChangeDs,
        format!("have the parent publish the DS of {new} in place of that of {old}"),
        CACHED_KEYS,
        |state| {
            state.ds.remove(o);
            state.ds.insert(n.clone());
        },
    );
    making.push(
        Action::RemoveDnskey,
        format!("remove {kind} {old} and its signatures"),
        CACHED_DS,
        |state| {
            state.drop_key(o);
            state.sign_data(Some(o), None);
        },
    );
}

/// The state before a rollover that may have begun: the new key nowhere, the old one in its place.
fn behind(zone: &ZoneKeys, old: &PlannedKey, new: &PlannedKey) -> PlanState {
    let mut state = PlanState::of(zone);
    if !state.keys.contains(&new.key) && !state.ds.contains(&new.key) {
        return state;
    }
    state.keys.remove(&new.key);
    let replace = |keys: &mut BTreeSet<SigningKey>| {
        if keys.remove(&new.key) {
            keys.insert(old.key.clone());
        }
    };
    replace(&mut state.ds);
    replace(&mut state.signed_by);
    state.data.iter_mut().for_each(|group| replace(&mut group.signed_by));
    state.keys.insert(old.key.clone());
    state
}
