//! DMARC: what a domain should say. RFC 9989.

use super::set::{Item, ItemState, Planned, Rdata, without_size};
use super::situation::{Existing, Situation, TextsAt};
use super::wishes::{Stage, Wishes};
use crate::error::Problem;
use crate::mail::Text;
use crate::mail::dmarc::{self, Destination, Dmarc, Effect, Policies, Policy, Receiver};
use crate::mail::place::TextKind;
use crate::mail::report_uri::ReportUri;
use crate::resolve::End;
use crate::rr::types;
use crate::wire::NameRef;

/// The record of the domain.
///
/// # Errors
/// What is wished and cannot be written.
pub(super) fn propose(situation: &Situation<'_>, wishes: &Wishes) -> Result<Item, Problem> {
    let owner = situation.below("_dmarc")?;
    let wanted = wanted(situation, wishes.stage);
    let mut item = Item::new("DMARC", purpose(wanted));
    let texts = match situation.texts(owner.borrow_name()) {
        TextsAt::Texts(texts) => texts,
        TextsAt::Unknown(why) => {
            item.remarks.push(format!("none is made: {why}"));
            return Ok(item);
        }
        TextsAt::DeadAlias(target) => {
            let text = draft(situation, wishes, wanted, None).0;
            let state = ItemState::Replacing(
                vec![format!("CNAME {target}")],
                "nothing is where it leads to".to_owned(),
            );
            let ttl = situation.ttl(owner.borrow_name(), types::TXT, wishes.ttl);
            item.records.push(Planned { owner, ttl, rdata: Rdata::Txt(text), state });
            return Ok(item);
        }
    };
    let published: Vec<&Existing> = texts.iter().filter(|text| text.kind == TextKind::Dmarc).collect();
    let exact: Vec<(&Existing, Dmarc)> = published
        .iter()
        .filter(|text| text.is_exact)
        .map(|&text| (text, dmarc::parse(&text.text, situation.limits)))
        .collect();
    let why = match (published.as_slice(), exact.as_slice()) {
        ([], _) => {
            if let Some(inherited) = inherited(situation, wanted) {
                item.purpose = inherited;
                return Ok(item);
            }
            None
        }
        ([_], [(_, record)]) => flaw(record, wanted, situation, wishes),
        ([_], _) => Some("receivers do not take it for DMARC".to_owned()),
        (several, _) => Some(format!("of {} records none counts", several.len())),
    };
    let ttl = situation.ttl(owner.borrow_name(), types::TXT, wishes.ttl);
    if let (None, [(existing, _)]) = (&why, exact.as_slice()) {
        let text = String::from_utf8_lossy(existing.text.octets()).into_owned();
        item.records.push(Planned { owner, ttl, rdata: Rdata::Txt(text), state: ItemState::Kept });
        return Ok(item);
    }
    let (text, is_default) = draft(situation, wishes, wanted, exact.first());
    let joined = Text::of_strings([text.as_bytes()]);
    let read = dmarc::parse(&joined, situation.limits);
    if let Some(fault) = read.faults.iter().next() {
        return Err(Problem::new("--rua", format!("cannot stand in a record: {}", fault.detail)));
    }
    purpose(policies(&read).map_or(wanted, |policies| policies.domain)).clone_into(&mut item.purpose);
    item.remarks = remarks(situation, wishes, &read, is_default)?;
    let state = why.map_or(ItemState::New, |why| {
        ItemState::Replacing(published.iter().map(|text| text.presented.clone()).collect(), why)
    });
    item.records.push(Planned { owner, ttl, rdata: Rdata::Txt(text), state });
    Ok(item)
}

/// RFC 9989 section 7.4: nobody may rely on SPF alone to have mail rejected.
fn wanted(situation: &Situation<'_>, stage: Stage) -> Policy {
    match stage {
        _ if situation.is_parked => Policy::Reject,
        Stage::Start => Policy::None,
        Stage::Enforce if situation.has_selector() => Policy::Reject,
        Stage::Enforce => Policy::Quarantine,
    }
}

fn purpose(policy: Policy) -> &'static str {
    match policy {
        Policy::None => "p=none: mail that fails is reported, not held back",
        Policy::Quarantine => "p=quarantine: mail that fails is suspected",
        Policy::Reject => "p=reject: mail that fails is refused",
    }
}

fn policies(record: &Dmarc) -> Option<Policies> {
    match record.effect(Receiver::Rfc9989) {
        Effect::Applied(policies) if policies.fallback.is_none() => Some(policies),
        Effect::Applied(_) | Effect::Ignored(_) => None,
    }
}

/// The record of a domain above, where it says enough for this one.
fn inherited(situation: &Situation<'_>, wanted: Policy) -> Option<String> {
    let found =
        dmarc::discover(situation.answers, situation.domain.borrow_name(), situation.limits).ok()??;
    let applied = policies(&found.dmarc)?.subdomains;
    (!found.is_own && applied >= wanted)
        .then(|| format!("the record of `{}` applies: {}", found.domain, applied.word()))
}

/// What is wrong with the one record that is published, for what is wanted.
fn flaw(record: &Dmarc, wanted: Policy, situation: &Situation<'_>, wishes: &Wishes) -> Option<String> {
    if let Some(fault) = record.faults.iter().next() {
        return Some(fault.detail.clone());
    }
    let Some(policies) = policies(record) else { return Some("receivers pass it over".to_owned()) };
    for (tag, applied) in [("p", policies.domain), ("sp", policies.subdomains), ("np", policies.missing)] {
        if applied < wanted {
            return Some(format!("`{tag}` comes to {}", applied.word()));
        }
    }
    if let Some(tag) = record.historic.first() {
        return Some(format!("`{}` is historic (RFC 9989)", tag.key));
    }
    if !situation.is_parked && !record.rua.iter().any(ReportUri::is_valid) {
        return Some("it asks for no reports".to_owned());
    }
    let asked: Vec<&str> = wishes.rua.iter().map(String::as_str).collect();
    let domains: Vec<_> = record.rua.iter().filter_map(ReportUri::domain).collect();
    let is_asked = |uri: &&str| {
        let text = Text::of_strings([uri.as_bytes()]);
        let read = crate::mail::report_uri::list(&text, text.whole(), false);
        let same = |known: &ReportUri| read.first().is_some_and(|uri| uri.scheme == known.scheme);
        !domains.is_empty() && record.rua.iter().any(same)
    };
    asked.iter().find(|uri| !is_asked(uri)).map(|uri| format!("`{uri}` is not in it"))
}

/// The record to be written, with what is sound of the published one; whether its destination is the default
/// one.
fn draft(
    situation: &Situation<'_>,
    wishes: &Wishes,
    wanted: Policy,
    published: Option<&(&Existing, Dmarc)>,
) -> (String, bool) {
    let value = |setting: Option<&dmarc::Setting<Policy>>| setting.and_then(|setting| setting.value);
    let p = published
        .and_then(|(_, record)| value(record.p.as_ref()))
        .map_or(wanted, |policy| policy.max(wanted));
    let mut tags = vec!["v=DMARC1".to_owned(), format!("p={}", p.word())];
    let below = published.map(|(_, record)| (value(record.sp.as_ref()), value(record.np.as_ref())));
    for (tag, policy) in [("sp", below.and_then(|below| below.0)), ("np", below.and_then(|below| below.1))] {
        // Those of a parked domain are said, since a reader is not to have to know what follows from `p`.
        if situation.is_parked {
            tags.push(format!("{tag}=reject"));
        } else if let Some(policy) = policy.filter(|policy| *policy > p) {
            tags.push(format!("{tag}={}", policy.word()));
        }
    }
    let (dkim, spf) = published.map_or((false, false), |(_, record)| record.is_strict());
    tags.extend(
        [("adkim", dkim), ("aspf", spf)]
            .into_iter()
            .filter(|(_, is_strict)| *is_strict)
            .map(|(tag, _)| format!("{tag}=s")),
    );
    let uris = |uris: fn(&Dmarc) -> &Vec<ReportUri>| -> Vec<String> {
        let Some((existing, record)) = published else { return Vec::new() };
        uris(record)
            .iter()
            .filter(|uri| uri.is_valid())
            .map(|uri| without_size(uri, &existing.text))
            .collect()
    };
    let mut rua = uris(|record| &record.rua);
    for uri in &wishes.rua {
        if !rua.contains(uri) {
            rua.push(uri.clone());
        }
    }
    let is_default = rua.is_empty() && !situation.is_parked;
    if is_default {
        rua.push(format!("mailto:postmaster@{}", situation.bare()));
    }
    let ruf = uris(|record| &record.ruf);
    for (tag, list) in [("rua", rua), ("ruf", ruf)] {
        if !list.is_empty() {
            tags.push(format!("{tag}={}", list.join(",")));
        }
    }
    (tags.join("; "), is_default)
}

fn remarks(
    situation: &Situation<'_>,
    wishes: &Wishes,
    record: &Dmarc,
    is_default: bool,
) -> Result<Vec<String>, Problem> {
    let mut remarks = Vec::new();
    let mailboxes: Vec<String> = record.rua.iter().filter_map(mailbox).collect();
    if !mailboxes.is_empty() {
        let hint = if is_default { "; --rua names another" } else { "" };
        remarks.push(format!("{} must exist: reports come daily{hint}", mailboxes.join(", ")));
    } else if situation.is_parked {
        remarks.push("--rua at another domain gets reports of who uses the name".to_owned());
    }
    if wishes.stage == Stage::Enforce && !situation.is_parked && !situation.has_selector() {
        remarks
            .push("p=reject is for domains with DKIM (RFC 9989 section 7.4): none is in the zone".to_owned());
    }
    for uri in &record.rua {
        if let Some(domain) = uri.domain().filter(|domain| takes_none(situation, domain.borrow_name())) {
            return Err(Problem::new("--rua", format!("`{domain}` takes no mail: its MX is `.`")));
        }
    }
    for Destination { host, owner, is_authorized, .. } in
        dmarc::destinations(situation.answers, situation.domain.borrow_name(), record, situation.limits)
    {
        if let (Some(owner), false) = (owner, is_authorized == Some(true)) {
            remarks.push(format!("`{host}` must agree to get reports: {owner} TXT \"v=DMARC1\""));
        }
    }
    Ok(remarks)
}

/// Whether the zones at hand say that a domain takes no mail.
fn takes_none(situation: &Situation<'_>, domain: NameRef<'_>) -> bool {
    match situation.answers.lookup(domain, types::MX).end {
        End::Rrset(mx) => {
            mx.records().all(|record| record.name(types::mx::MAIL_EXCHANGE).is_some_and(NameRef::is_root))
        }
        End::NoData { .. } | End::NxDomain(_) | End::Unknown(_) => false,
    }
}

/// The address of a destination, as people write it.
pub(super) fn mailbox(uri: &ReportUri) -> Option<String> {
    match uri.scheme.as_ref()? {
        crate::mail::report_uri::Scheme::Mailto { local, domain } => {
            Some(format!("{local}@{}", super::situation::without_dot(domain.as_ref()?)))
        }
        _ => None,
    }
}
