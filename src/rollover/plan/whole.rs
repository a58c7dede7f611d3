//! The states of a zone whose keys change all at once: to another algorithm, to what CDS asks for, signed,
//! unsigned. Knows no time.

use std::collections::BTreeSet;

use super::keys::{KeyMethod, PlannedKey, Role, ZoneKeys};
use super::state::{CACHED_DS, CACHED_KEYS, FIRST, Making, PlanState, Stages, in_role, new_key};
use super::{Action, PlanError};
use crate::dnssec::Algorithm;
use crate::rollover::dnssec::SigningKey;

/// Keys of another algorithm in place of all: RFC 6781 section 4.1.4.
pub(super) fn algorithm(
    zone: &ZoneKeys,
    to: Algorithm,
    method: Option<KeyMethod>,
) -> Result<Stages, PlanError> {
    let is_liberal = match method {
        None | Some(KeyMethod::Conservative) => false,
        Some(KeyMethod::Liberal) => true,
        Some(_) => {
            return Err(PlanError::Given(
                "--method".to_owned(),
                "is not for algorithms: there are conservative and liberal".to_owned(),
            ));
        }
    };
    if zone.keys.iter().any(|one| one.key.algorithm == to) {
        let message =
            format!("has keys of algorithm {to} already; plan from the zone as it was before they came");
        return Err(PlanError::Given(zone.name.to_string(), message));
    }
    let roles: &[Role] =
        if in_role(zone, Role::Csk).is_empty() { &[Role::Ksk, Role::Zsk] } else { &[Role::Csk] };
    let new: Vec<PlannedKey> = roles.iter().map(|role| new_key(zone, *role, to)).collect::<Result<_, _>>()?;
    let entries: Vec<SigningKey> = new.iter().filter(|one| one.is_sep).map(|one| one.key.clone()).collect();
    let signers: Vec<SigningKey> =
        new.iter().filter(|one| !one.is_sep || roles.len() == 1).map(|one| one.key.clone()).collect();
    let (old_keys, old_data) = (PlanState::of(zone).keys, zone.data_signers());
    let base = PlanState::of(zone);
    let mut making = Making { state: base.clone(), stages: Vec::new(), rfc: "RFC 6781 section 4.1.4" };
    let add_data = |state: &mut PlanState| {
        state
            .data
            .iter_mut()
            .filter(|group| !group.signed_by.is_empty())
            .for_each(|group| group.signed_by.extend(signers.iter().cloned()))
    };
    let add_keys = |state: &mut PlanState| {
        state.keys.extend(new.iter().map(|one| one.key.clone()));
        state.signed_by.extend(entries.iter().cloned());
    };
    if is_liberal {
        making.push(
            Action::PublishDnskey,
            format!("publish the keys of algorithm {to}, and sign everything with both"),
            FIRST,
            |state| {
                add_data(state);
                add_keys(state);
            },
        );
    } else {
        making.push(
            Action::Sign,
            format!("sign all data with algorithm {to} too; its keys are not published yet"),
            FIRST,
            add_data,
        );
        let reason = "a cache may hold data without the new signatures until then, and validators want each \
            algorithm of DNSKEY over all data";
        making.push(
            Action::PublishDnskey,
            format!("publish the keys of algorithm {to}, and sign DNSKEY with both"),
            reason,
            add_keys,
        );
    }
    making.push(
        Action::ChangeDs,
        format!("have the parent publish the DS of algorithm {to} in place of the old ones"),
        CACHED_KEYS,
        |state| {
            state.ds = entries.iter().cloned().collect();
        },
    );
    making.push(
        Action::RemoveDnskey,
        "remove the keys of the old algorithm; their signatures over the data stay".to_owned(),
        CACHED_DS,
        |state| {
            old_keys.iter().for_each(|key| state.drop_key(key));
        },
    );
    let reason =
        "a cache may hold the DNSKEY RRset with the old algorithm until then, and want its signatures";
    making.push(
        Action::RemoveSignatures,
        "remove the signatures of the old algorithm".to_owned(),
        reason,
        |state| {
            state.data.iter_mut().for_each(|group| group.signed_by.retain(|key| !old_data.contains(key)));
        },
    );
    let mut notes = Vec::new();
    if is_liberal {
        notes.push(
            "validators that want every algorithm of DNSKEY over all data (RFC 4035 section 2.2) may \
            fail on the liberal way"
                .to_owned(),
        );
    }
    Ok(Stages { base, stages: making.stages, is_strict: !is_liberal, notes })
}

/// What CDS and CDNSKEY ask of the parent.
pub(super) fn cds(zone: &ZoneKeys, asked: Option<&BTreeSet<SigningKey>>) -> Stages {
    let base = PlanState::of(zone);
    let mut making = Making { state: base.clone(), stages: Vec::new(), rfc: "RFC 7344 section 4.1" };
    let Some(asked) = asked else {
        let mut stages = unsign(zone);
        stages.stages.iter_mut().for_each(|stage| stage.rfc = "RFC 8078 section 4");
        stages.notes.push(
            "CDS and CDNSKEY ask for the removal of all DS; take them away when there is none".to_owned(),
        );
        return stages;
    };
    if *asked != base.ds {
        making.push(
            Action::ChangeDs,
            "have the parent publish the DS that CDS and CDNSKEY ask for".to_owned(),
            CACHED_KEYS,
            |state| state.ds = asked.clone(),
        );
        let gone: Vec<SigningKey> =
            base.ds.iter().filter(|key| !asked.contains(key) && base.keys.contains(key)).cloned().collect();
        let data = zone.data_signers();
        let idle: Vec<&SigningKey> = gone.iter().filter(|key| !data.contains(key)).collect();
        if !idle.is_empty() {
            let labels: Vec<String> =
                idle.iter().filter_map(|key| zone.find(key)).map(PlannedKey::label).collect();
            let what = format!("remove {}, which no DS names any more", labels.join(", "));
            making.push(Action::RemoveDnskey, what, CACHED_DS, |state| {
                idle.iter().for_each(|key| state.drop_key(key))
            });
        }
    }
    Stages { base, stages: making.stages, is_strict: true, notes: Vec::new() }
}

/// From no signature to the first DS.
pub(super) fn sign(zone: &ZoneKeys, is_signed: bool) -> Stages {
    let mut base = PlanState::of(zone);
    let given = || zone.new.iter().map(|one| (one.key.clone(), one.is_sep)).collect::<Vec<_>>();
    // An unsigned zone may have its keys already, as signers put them there.
    let own = || zone.keys.iter().map(|one| (one.key.clone(), one.is_sep)).collect::<Vec<_>>();
    let made = || {
        let algorithm = Algorithm(13);
        [Role::Ksk, Role::Zsk]
            .map(|role| PlannedKey::to_be_made(role, algorithm))
            .map(|one| (one.key, one.is_sep))
            .to_vec()
    };
    let keys = [own(), given(), made()].into_iter().find(|keys| !keys.is_empty()).unwrap_or_default();
    let all: BTreeSet<SigningKey> = keys.iter().map(|(key, _)| key.clone()).collect();
    let pick = |is_sep: bool| -> BTreeSet<SigningKey> {
        let some: BTreeSet<SigningKey> =
            keys.iter().filter(|(_, sep)| *sep == is_sep).map(|(key, _)| key.clone()).collect();
        if some.is_empty() { all.clone() } else { some }
    };
    let (entries, signers) = (pick(true), pick(false));
    let mut making = Making { state: base.clone(), stages: Vec::new(), rfc: "RFC 7583 section 3.3.5" };
    if is_signed {
        // What it was before is known: unsigned.
        base.keys.clear();
        base.signed_by.clear();
        base.data.iter_mut().for_each(|group| group.signed_by.clear());
        making.push(Action::PublishDnskey, "publish the zone signed".to_owned(), FIRST, |_| {});
    } else {
        making.push(
            Action::PublishDnskey,
            "publish the zone signed, with its keys".to_owned(),
            FIRST,
            |state| {
                state.keys = all.clone();
                state.signed_by = entries.clone();
                state.data.iter_mut().for_each(|group| group.signed_by = signers.clone());
            },
        );
    }
    let named = if is_signed {
        zone.signed_by.iter().filter(|key| zone.find(key).is_some_and(|one| one.is_sep)).cloned().collect()
    } else {
        entries
    };
    let named = if BTreeSet::is_empty(&named) { zone.signed_by.clone() } else { named };
    let reason = "a cache may hold data without signatures, or that there is no DNSKEY, until then; with the \
        DS validators would answer SERVFAIL for it";
    making.push(Action::ChangeDs, "have the parent publish the first DS".to_owned(), reason, |state| {
        state.ds = named
    });
    Stages { base, stages: making.stages, is_strict: true, notes: Vec::new() }
}

/// From DS to no signature.
pub(super) fn unsign(zone: &ZoneKeys) -> Stages {
    let mut base = PlanState::of(zone);
    if base.ds.is_empty() {
        // Caches may hold what the parent had.
        base.ds.clone_from(&base.signed_by);
    }
    let mut making = Making { state: base.clone(), stages: Vec::new(), rfc: "RFC 8078 section 4" };
    let what =
        "have the parent remove all DS; CDS `0 0 0 00` and CDNSKEY `0 3 0 AA==` in the zone ask for it"
            .to_owned();
    making.push(Action::ChangeDs, what, "while it is there, validators want signatures", |state| {
        state.ds.clear()
    });
    making.push(
        Action::Unsign,
        "publish the zone without signatures and keys".to_owned(),
        CACHED_DS,
        |state| {
            state.keys.clear();
            state.signed_by.clear();
            state.data.iter_mut().for_each(|group| group.signed_by.clear());
        },
    );
    let notes = vec![
        "without DS nobody looks at TLSA records: mail goes on, and no sender authenticates the \
        servers any more"
            .to_owned(),
    ];
    Stages { base, stages: making.stages, is_strict: true, notes }
}
