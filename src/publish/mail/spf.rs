//! SPF: what a domain and its MX hosts should say. RFC 7208.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::set::{Item, ItemState, Planned, Rdata};
use super::situation::{Existing, Host, Situation, TextsAt, without_dot};
use super::wishes::{Stage, Wishes};
use crate::error::Problem;
use crate::mail::place::TextKind;
use crate::mail::spf::{self, Mechanism, Qualifier, Spf, TermKind};
use crate::mail::spf_lookups::{LOOKUPS, MX_HOSTS};
use crate::mail::{Extent, Text};
use crate::rr::types;

/// The domains of `--spf-include`.
///
/// # Errors
/// What is no domain.
pub fn includes(values: &[String]) -> Result<Vec<String>, Problem> {
    let mut found: Vec<String> = Vec::new();
    for value in values {
        let domain = value.trim();
        let domain = domain.strip_prefix("include:").unwrap_or(domain);
        let problem = |message: String| Problem::new(format!("--spf-include {value}"), message);
        if !domain.is_ascii() {
            return Err(problem("is not ASCII: give international names in their xn-- form".to_owned()));
        }
        spf::domain_spec(domain.as_bytes(), Extent::new(0, domain.len()))
            .map_err(|flaw| problem(flaw.detail))?;
        if !found.iter().any(|known| known.eq_ignore_ascii_case(domain)) {
            found.push(domain.to_owned());
        }
    }
    Ok(found)
}

/// What the last term says of whom no other term names.
fn qualifier(stage: Stage) -> Qualifier {
    match stage {
        Stage::Start => Qualifier::Softfail,
        Stage::Enforce => Qualifier::Fail,
    }
}

/// The record of the domain.
///
/// # Errors
/// That there would be more lookups than receivers make.
pub(super) fn of_domain(situation: &Situation<'_>, wishes: &Wishes) -> Result<Item, Problem> {
    let texts = match situation.texts(situation.domain.borrow_name()) {
        TextsAt::Texts(texts) => texts,
        TextsAt::DeadAlias(why) | TextsAt::Unknown(why) => {
            return Err(Problem::new(situation.domain.to_string(), why));
        }
    };
    let published: Vec<&Existing> = texts.iter().filter(|text| text.kind == TextKind::Spf).collect();
    let exact: Vec<(&Existing, Spf)> = published
        .iter()
        .filter(|text| text.is_exact)
        .map(|&text| (text, spf::parse(&text.text, situation.limits)))
        .collect();
    let wanted = if situation.is_parked {
        Draft { terms: Vec::new(), qualifier: Some(Qualifier::Fail) }
    } else {
        Draft::of(&exact, situation, wishes)
    };
    let why = match (published.as_slice(), exact.as_slice()) {
        ([], _) => None,
        ([_], [(_, record)]) => flaw(record, &wanted, situation),
        ([_], _) => Some("receivers do not take it for SPF".to_owned()),
        (several, _) => Some(format!("of {} records none counts", several.len())),
    };
    let purpose = match (situation.is_parked, wanted.qualifier) {
        (true, _) => "nobody sends for the domain",
        (_, Some(Qualifier::Fail)) => "who may send; others are refused",
        (_, None) => "who may send is for another record to say",
        _ => "who may send; others are marked",
    };
    let mut item = Item::new("SPF", purpose);
    let (text, state) = match (exact.first(), why, published.is_empty()) {
        (Some((existing, _)), None, _) => {
            (String::from_utf8_lossy(existing.text.octets()).into_owned(), ItemState::Kept)
        }
        (_, Some(why), _) => (
            wanted.text(),
            ItemState::Replacing(published.iter().map(|text| text.presented.clone()).collect(), why),
        ),
        (..) => (wanted.text(), ItemState::New),
    };
    if matches!(state, ItemState::Kept) {
        return Ok(item.with_text(situation, text, state, wishes));
    }
    let read = spf::parse(&Text::of_strings([text.as_bytes()]), situation.limits);
    let lookups = read
        .terms
        .iter()
        .filter(|term| {
            matches!(term.kind, TermKind::Redirect(_)) || term.mechanism().is_some_and(Mechanism::is_lookup)
        })
        .count();
    if lookups > LOOKUPS {
        return Err(Problem::new(
            "--spf-include",
            format!("the SPF record would have {lookups} terms with lookups; receivers stop at {LOOKUPS}"),
        ));
    }
    if !situation.is_parked {
        item.remarks.extend(remarks(situation, wishes, &exact));
    }
    Ok(item.with_text(situation, text, state, wishes))
}

impl Item {
    fn with_text(
        mut self,
        situation: &Situation<'_>,
        text: String,
        state: ItemState,
        wishes: &Wishes,
    ) -> Item {
        let ttl = situation.ttl(situation.domain.borrow_name(), types::TXT, wishes.ttl);
        self.records.push(Planned { owner: situation.domain.clone(), ttl, rdata: Rdata::Txt(text), state });
        self
    }
}

fn remarks(situation: &Situation<'_>, wishes: &Wishes, exact: &[(&Existing, Spf)]) -> Vec<String> {
    let mut remarks = Vec::new();
    let others = situation.hosts.iter().filter(|host| host.provider.is_none()).count();
    if exact.is_empty() && wishes.spf_includes.is_empty() && others > 0 {
        remarks.push("whatever else sends for the domain: --spf-include DOMAIN".to_owned());
    }
    let broken: Vec<String> = exact
        .iter()
        .flat_map(|(existing, record)| {
            let bad = record.terms.iter().filter(|term| term.kind == TermKind::Broken);
            bad.map(|term| format!("`{}`", existing.text.show(term.at, 60)))
        })
        .collect();
    if !broken.is_empty() {
        remarks.push(format!("left out, as it is no SPF term: {}", broken.join(", ")));
    }
    remarks
}

/// A record to be written.
struct Draft {
    /// All but the last.
    terms: Vec<String>,
    /// That of `all`; none where a `redirect=` is the last term.
    qualifier: Option<Qualifier>,
}

impl Draft {
    /// What is published, without what breaks it, and with what is missing.
    fn of(exact: &[(&Existing, Spf)], situation: &Situation<'_>, wishes: &Wishes) -> Draft {
        let mut draft = Draft { terms: Vec::new(), qualifier: Some(qualifier(wishes.stage)) };
        let keeps_redirect =
            matches!(exact, [(_, record)] if record.all().is_none() && record.redirect().is_some());
        for (existing, record) in exact {
            let written = |at: Extent| String::from_utf8_lossy(at.of(existing.text.octets())).into_owned();
            for term in &record.terms {
                match &term.kind {
                    TermKind::Directive(published, Mechanism::All) => {
                        draft.qualifier = draft.qualifier.max(Some(*published))
                    }
                    TermKind::Directive(..) | TermKind::Modifier(_) => draft.add(written(term.at)),
                    // What another record says of everybody is an include once `all` follows.
                    TermKind::Redirect(_) if !keeps_redirect && record.all().is_none() => {
                        let target = written(term.at);
                        draft.add(format!(
                            "include:{}",
                            target.split_once('=').map_or("", |(_, target)| target)
                        ));
                    }
                    // There may be one at most.
                    TermKind::Explanation(_) if exact.len() == 1 => draft.add(written(term.at)),
                    TermKind::Redirect(_) | TermKind::Explanation(_) | TermKind::Broken => {}
                }
            }
        }
        // Who says that nobody sends has said enough.
        let is_closed = exact.iter().any(|(_, record)| {
            record.is_usable() && record.all().is_some_and(|(_, _, all)| all >= Qualifier::Softfail)
        });
        let is_new = draft.terms.is_empty() && !keeps_redirect && !is_closed;
        let own: Vec<&Host> = situation.hosts.iter().filter(|host| host.provider.is_none()).collect();
        if is_new && !own.is_empty() {
            own_hosts(&own, situation, wishes.by_addresses).into_iter().for_each(|term| draft.add(term));
        }
        for include in missing_includes(exact, situation, wishes) {
            draft.add(format!("include:{include}"));
        }
        if keeps_redirect {
            let redirect = exact
                .iter()
                .find_map(|(existing, record)| Some(existing.text.show(record.redirect()?.0.at, 300)));
            draft.add(redirect.unwrap_or_default());
            draft.qualifier = None;
        }
        draft
    }

    fn add(&mut self, term: String) {
        if !term.is_empty() && !self.terms.iter().any(|known| known.eq_ignore_ascii_case(&term)) {
            self.terms.push(term);
        }
    }

    fn text(&self) -> String {
        let all = self.qualifier.map(|qualifier| format!("{}all", qualifier.symbol()));
        std::iter::once("v=spf1")
            .chain(self.terms.iter().map(String::as_str))
            .chain(all.as_deref())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// What lets the MX hosts send: `mx`, or their addresses where that is wished or `mx` leads to more than
/// receivers ask for.
fn own_hosts(hosts: &[&Host], situation: &Situation<'_>, by_addresses: bool) -> Vec<String> {
    if !by_addresses && situation.hosts.len() <= MX_HOSTS {
        return vec!["mx".to_owned()];
    }
    let mut terms = Vec::new();
    for host in hosts {
        for record in situation
            .answers
            .lookup(host.name.borrow_name(), types::A)
            .rrset()
            .iter()
            .flat_map(|rrset| rrset.records())
        {
            terms.extend(
                record.rdata().first_chunk::<4>().map(|octets| format!("ip4:{}", Ipv4Addr::from(*octets))),
            );
        }
        for record in situation
            .answers
            .lookup(host.name.borrow_name(), types::AAAA)
            .rrset()
            .iter()
            .flat_map(|rrset| rrset.records())
        {
            terms.extend(
                record.rdata().first_chunk::<16>().map(|octets| format!("ip6:{}", Ipv6Addr::from(*octets))),
            );
        }
    }
    terms
}

/// Domains that should be included and are not.
fn missing_includes<'a>(
    exact: &[(&Existing, Spf)],
    situation: &'a Situation<'_>,
    wishes: &'a Wishes,
) -> Vec<&'a str> {
    let of_providers = situation.hosts.iter().filter_map(|host| host.provider).map(|provider| provider.spf);
    let mut missing: Vec<&str> = Vec::new();
    for include in of_providers.chain(wishes.spf_includes.iter().map(String::as_str)) {
        let is_there = exact.iter().any(|(existing, record)| {
            record.terms.iter().any(|term| {
                let written =
                    String::from_utf8_lossy(term.at.of(existing.text.octets())).to_ascii_lowercase();
                let target = written
                    .trim_start_matches('+')
                    .strip_prefix("include:")
                    .or_else(|| written.strip_prefix("redirect="));
                target.is_some_and(|target| {
                    target.trim_end_matches('.') == include.trim_end_matches('.').to_ascii_lowercase()
                })
            })
        });
        if !is_there && !missing.iter().any(|known| known.eq_ignore_ascii_case(include)) {
            missing.push(include);
        }
    }
    missing
}

/// What is wrong with the one record that is published, for what is wanted.
fn flaw(record: &Spf, wanted: &Draft, situation: &Situation<'_>) -> Option<String> {
    if let Some(fault) = record.faults.iter().next() {
        return Some(fault.detail.clone());
    }
    if situation.is_parked {
        let nobody = TermKind::Directive(Qualifier::Fail, Mechanism::All);
        let is_bare = matches!(record.terms.as_slice(), [term] if term.kind == nobody);
        return (!is_bare).then(|| "it lets somebody send".to_owned());
    }
    if record.unreachable().next().is_some() {
        return Some("terms behind `all` are never looked at".to_owned());
    }
    if let (Some(published), Some(wanted)) = (record.default_result(), wanted.qualifier)
        && published < wanted
    {
        return Some(record.all().map_or_else(
            || "it ends without `all`".to_owned(),
            |(_, _, all)| format!("it ends in `{}all`", all.symbol()),
        ));
    }
    let has = |written: &String| {
        let read = spf::parse(&Text::of_strings([format!("v=spf1 {written}").as_bytes()]), situation.limits);
        read.terms.first().is_some_and(|term| record.terms.iter().any(|known| same(&known.kind, &term.kind)))
    };
    let missing = wanted.terms.iter().find(|term| !has(term));
    missing.map(|missing| format!("`{}` is not in it", crate::wire::printable(missing)))
}

/// Whether two terms say the same, wherever they stand.
fn same(one: &TermKind, other: &TermKind) -> bool {
    match (one, other) {
        (TermKind::Directive(a, x), TermKind::Directive(b, y)) => {
            let domain = |mechanism: &Mechanism| mechanism.domain().map(|domain| domain.pieces.clone());
            a == b && x.name() == y.name() && (domain(x).is_some() && domain(x) == domain(y) || x == y)
        }
        (TermKind::Redirect(x), TermKind::Redirect(y))
        | (TermKind::Explanation(x), TermKind::Explanation(y)) => x.pieces == y.pieces,
        (TermKind::Modifier(x), TermKind::Modifier(y)) => x == y,
        _ => false,
    }
}

/// The records of MX hosts, which bounces and greetings are judged by: RFC 7208 section 2.4.
pub(super) fn of_hosts(situation: &Situation<'_>, wishes: &Wishes) -> Option<Item> {
    let mut item = Item::new("SPF of MX hosts", "bounces come from these names");
    let symbol = qualifier(wishes.stage).symbol();
    for host in
        situation.hosts.iter().filter(|host| host.is_in_zone && host.provider.is_none() && !host.is_alias)
    {
        let owner = host.name.borrow_name();
        let is_own_node = situation.zone.node(owner).is_some();
        if owner == situation.domain.borrow_name() || host.has_address != Some(true) || !is_own_node {
            continue;
        }
        let TextsAt::Texts(texts) = situation.texts(owner) else { continue };
        if texts.iter().any(|text| text.kind == TextKind::Spf) {
            continue;
        }
        let ttl = situation.ttl(owner, types::TXT, wishes.ttl);
        item.records.push(Planned {
            owner: host.name.clone(),
            ttl,
            rdata: Rdata::Txt(format!("v=spf1 a {symbol}all")),
            state: ItemState::New,
        });
    }
    if item.records.is_empty() { None } else { Some(item) }
}

/// The hosts' names for a sentence.
pub(super) fn listed<'h>(hosts: impl Iterator<Item = &'h Host>) -> String {
    hosts.map(|host| without_dot(&host.name)).collect::<Vec<_>>().join(", ")
}
