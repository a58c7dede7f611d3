//! MTA-STS and TLS-RPT: what a domain should say. RFC 8461 section 3.1, RFC 8460 section 3.

use super::dmarc::mailbox;
use super::set::{Item, ItemState, Planned, Proposal, Rdata, without_size};
use super::situation::{Existing, Situation, TextsAt};
use super::wishes::Wishes;
use crate::error::Problem;
use crate::mail::place::TextKind;
use crate::mail::report_uri::ReportUri;
use crate::mail::{Text, mta_sts as sts, tls_rpt as rpt};
use crate::rr::types;
use crate::wire::Name;

/// The record and the host of the policy.
pub(super) fn mta_sts(situation: &Situation<'_>, wishes: &Wishes, policy: Option<&Proposal>) -> Item {
    let mut item = Item::new("MTA-STS", "senders insist on TLS and on the names of the policy");
    let (Ok(owner), Ok(host)) = (situation.below("_mta-sts"), situation.below("mta-sts")) else {
        item.purpose = "the domain's name is too long for it".to_owned();
        return item;
    };
    let has_host = situation.has_any(host.borrow_name(), &[types::A, types::AAAA]) != Some(false);
    let waits = match (has_host, &wishes.mta_sts_host) {
        (true, _) => None,
        (false, Some(_)) if situation.zone.node(host.borrow_name()).is_some() => {
            Some(format!("{host} has other records, which no alias can stand beside"))
        }
        (false, Some(target)) => {
            let ttl = wishes.ttl;
            item.records.push(Planned {
                owner: host,
                ttl,
                rdata: Rdata::Alias(target.clone()),
                state: ItemState::New,
            });
            None
        }
        (false, None) => Some(format!("{host} needs an address first, or --mta-sts-host HOST")),
    };
    let id = format!("{}Z", wishes.now.digits());
    let fresh = format!("v=STSv1; id={id}");
    let ttl = situation.ttl(owner.borrow_name(), types::TXT, wishes.ttl);
    let planned = |text: String, state: ItemState| Planned {
        owner: owner.clone(),
        ttl,
        rdata: Rdata::Txt(text),
        state,
    };
    let texts = match situation.texts(owner.borrow_name()) {
        TextsAt::Texts(texts) => texts,
        TextsAt::Unknown(why) => {
            item.remarks.push(format!("none is made: {why}"));
            return item;
        }
        TextsAt::DeadAlias(target) => {
            let state = ItemState::Replacing(
                vec![format!("CNAME {target}")],
                "nothing is where it leads to".to_owned(),
            );
            item.records.push(planned(fresh, state));
            return item;
        }
    };
    let published: Vec<&Existing> = texts.iter().filter(|text| text.kind == TextKind::MtaSts).collect();
    let why = match published.as_slice() {
        [] => None,
        [only] => flaw(only, situation, policy),
        several => Some(format!("of {} records none counts", several.len())),
    };
    let state = match (why, waits, published.as_slice()) {
        (Some(why), ..) => {
            ItemState::Replacing(published.iter().map(|text| text.presented.clone()).collect(), why)
        }
        (None, Some(waits), _) => {
            if !published.is_empty() {
                item.remarks.push(waits.clone());
            }
            ItemState::Waiting(waits)
        }
        (None, None, []) => ItemState::New,
        (None, None, _) => ItemState::Kept,
    };
    let is_kept = matches!((&state, published.first()), (ItemState::Kept | ItemState::Waiting(_), Some(_)));
    let text = published
        .first()
        .filter(|_| is_kept)
        .map_or(fresh, |existing| String::from_utf8_lossy(existing.text.octets()).into_owned());
    if is_kept && policy.is_some_and(|policy| policy.is_changed.is_none()) {
        item.remarks.push(format!(
            "where the policy that is served differs from the one below: a new id, as in id={id}"
        ));
    }
    item.records.push(planned(text, if is_kept { ItemState::Kept } else { state }));
    item
}

fn flaw(existing: &Existing, situation: &Situation<'_>, policy: Option<&Proposal>) -> Option<String> {
    if !existing.is_exact {
        return Some("senders do not take it for MTA-STS".to_owned());
    }
    if let Some(fault) = sts::parse(&existing.text, situation.limits).faults.iter().next() {
        return Some(fault.detail.clone());
    }
    let is_changed = policy.is_some_and(|policy| policy.is_changed == Some(true));
    is_changed.then(|| "the policy is a new one, so its id has to be".to_owned())
}

/// Where senders report what goes wrong with TLS.
///
/// # Errors
/// What is wished and cannot be written.
pub(super) fn tls_rpt(situation: &Situation<'_>, wishes: &Wishes) -> Result<Item, Problem> {
    let owner = situation.below("_smtp._tls")?;
    let mut item = Item::new("TLS-RPT", "senders report what goes wrong with TLS");
    let mut replaced = None;
    let texts = match situation.texts(owner.borrow_name()) {
        TextsAt::Texts(texts) => texts,
        TextsAt::Unknown(why) => {
            item.remarks.push(format!("none is made: {why}"));
            return Ok(item);
        }
        TextsAt::DeadAlias(target) => {
            replaced = Some((vec![format!("CNAME {target}")], "nothing is where it leads to".to_owned()));
            Vec::new()
        }
    };
    let published: Vec<&Existing> = texts.iter().filter(|text| text.kind == TextKind::TlsRpt).collect();
    let records: Vec<rpt::TlsRpt> =
        published.iter().map(|text| rpt::parse(&text.text, situation.limits)).collect();
    let why = match (published.as_slice(), records.as_slice()) {
        ([], _) => None,
        ([only], [_]) if !only.is_exact => Some("senders do not take it for TLS-RPT".to_owned()),
        ([_], [record]) => {
            record.faults.iter().next().map(|fault| fault.detail.clone()).or_else(|| missing(record, wishes))
        }
        (several, _) => Some(format!("of {} records none counts", several.len())),
    };
    let ttl = situation.ttl(owner.borrow_name(), types::TXT, wishes.ttl);
    if let (None, [only]) = (&why, published.as_slice()) {
        let text = String::from_utf8_lossy(only.text.octets()).into_owned();
        item.records.push(Planned { owner, ttl, rdata: Rdata::Txt(text), state: ItemState::Kept });
        return Ok(item);
    }
    replaced = replaced
        .or_else(|| why.map(|why| (published.iter().map(|text| text.presented.clone()).collect(), why)));
    let mut rua: Vec<String> = published
        .iter()
        .zip(&records)
        .flat_map(|(existing, record)| {
            record.rua.iter().filter(|uri| uri.is_valid()).map(|uri| without_size(uri, &existing.text))
        })
        .collect();
    let wished = if wishes.tls_rua.is_empty() { &wishes.rua } else { &wishes.tls_rua };
    for uri in wished {
        if !rua.contains(uri) {
            rua.push(uri.clone());
        }
    }
    if rua.is_empty() {
        rua.push(format!("mailto:postmaster@{}", situation.bare()));
    }
    let text = format!("v=TLSRPTv1; rua={}", rua.join(","));
    let read = rpt::parse(&Text::of_strings([text.as_bytes()]), situation.limits);
    if let Some(fault) = read.faults.iter().next() {
        return Err(Problem::new("--tls-rua", format!("cannot stand in a record: {}", fault.detail)));
    }
    item.remarks.extend(remark(&read.rua, &situation.domain));
    let state = replaced.map_or(ItemState::New, |(texts, why)| ItemState::Replacing(texts, why));
    item.records.push(Planned { owner, ttl, rdata: Rdata::Txt(text), state });
    Ok(item)
}

fn missing(record: &rpt::TlsRpt, wishes: &Wishes) -> Option<String> {
    let is_there = |wished: &&String| {
        let text = Text::of_strings([wished.as_bytes()]);
        crate::mail::report_uri::list(&text, text.whole(), false)
            .first()
            .is_some_and(|uri| record.rua.iter().any(|known| known.scheme == uri.scheme))
    };
    wishes.tls_rua.iter().find(|wished| !is_there(wished)).map(|wished| format!("`{wished}` is not in it"))
}

/// Reports about mail that cannot come in are lost where they come in as mail.
fn remark(rua: &[ReportUri], domain: &Name) -> Option<String> {
    let is_same = |uri: &ReportUri| {
        mailbox(uri).is_some() && uri.domain().is_some_and(|host| host.borrow_name() == domain.borrow_name())
    };
    rua.iter()
        .all(is_same)
        .then(|| "a mailbox elsewhere, or https, gets reports while TLS here is broken: --tls-rua".to_owned())
}

/// What a domain without mail has and should not.
pub(super) fn contradictions(situation: &Situation<'_>) -> Option<Item> {
    let mut item = Item::new("TLS", "nothing to say without mail");
    for (labels, kind, name) in
        [("_mta-sts", TextKind::MtaSts, "MTA-STS"), ("_smtp._tls", TextKind::TlsRpt, "TLS-RPT")]
    {
        let Ok(owner) = situation.below(labels) else { continue };
        let has = match situation.texts(owner.borrow_name()) {
            TextsAt::Texts(texts) => texts.iter().any(|text| text.kind == kind),
            TextsAt::DeadAlias(_) | TextsAt::Unknown(_) => true,
        };
        if has {
            item.remarks.push(format!("take away {owner}: {name} of a domain without mail"));
        }
    }
    if item.remarks.is_empty() { None } else { Some(item) }
}
