//! What the zones say of a domain's mail.

use std::collections::BTreeSet;

use super::set::shown;
use crate::error::Problem;
use crate::limits::Limits;
use crate::mail::Text;
use crate::mail::domain::ZoneMail;
use crate::mail::place::{TextKind, kind};
use crate::mail::provider::{Provider, provider_of};
use crate::mail::spf::{self, Mechanism, Qualifier, TermKind};
use crate::resolve::{Answer, End, Perspective};
use crate::rr::{Rtype, types};
use crate::wire::{Name, NameRef, Ttl};
use crate::zone::{Completeness, Lookup, Rrset, Zone};

/// A domain before anything is proposed for it.
pub struct Situation<'z> {
    /// Its name.
    pub domain: Name,
    /// The zone that it is in.
    pub zone: &'z Zone,
    /// What the zones answer.
    pub answers: Perspective<'z>,
    /// How much work one answer may take.
    pub limits: &'z Limits,
    /// Whether it takes no mail, and is not to send any.
    pub is_parked: bool,
    /// Whether it has an MX record.
    pub has_mx: bool,
    /// Its MX hosts, each once, by preference.
    pub hosts: Vec<Host>,
    /// Its DKIM selectors, with whether the key is in use as far as is known.
    pub selectors: Vec<(String, bool)>,
}

/// An MX host.
pub struct Host {
    /// Its name.
    pub name: Name,
    /// The mail system that it is one of, where it is a known one.
    pub provider: Option<&'static Provider>,
    /// Whether its records belong in the domain's own zone.
    pub is_in_zone: bool,
    /// Whether it has an address; `None` where the zones do not say.
    pub has_address: Option<bool>,
    /// Whether it is an alias, which an MX host must not be.
    pub is_alias: bool,
}

/// A text that is published.
pub(super) struct Existing {
    pub text: Text,
    pub kind: TextKind,
    /// Whether receivers take it for that.
    pub is_exact: bool,
    /// In presentation form.
    pub presented: String,
}

/// The texts at a name.
pub(super) enum TextsAt {
    Texts(Vec<Existing>),
    /// There is an alias that leads to nothing.
    DeadAlias(String),
    /// The zones at hand do not say: why, as a clause.
    Unknown(String),
}

impl<'z> Situation<'z> {
    /// What the zones say.
    ///
    /// # Errors
    /// Why nothing can be proposed.
    pub fn of(
        domain: &Name,
        zones: &[&'z Zone],
        answers: Perspective<'z>,
        limits: &'z Limits,
        parked: bool,
    ) -> Result<Situation<'z>, Problem> {
        let problem = |message: String| Problem::new(domain.to_string(), message);
        let zone = answers.zone_of(domain.borrow_name()).map_err(|why| {
            let mut names: Vec<String> = zones.iter().map(|zone| format!("`{}`", zone.name())).collect();
            names.sort();
            names.dedup();
            let more = names.len().saturating_sub(4);
            let names = names.iter().take(4).cloned().collect::<Vec<_>>().join(", ")
                + &if more > 0 { format!(" and {more} more") } else { String::new() };
            let is_outside = why.is_outside();
            problem(if is_outside {
                format!("is in none of the zones given, which are {names}")
            } else {
                why.to_string()
            })
        })?;
        present(domain, zone).map_err(problem)?;
        let mx = match answers.lookup(domain.borrow_name(), types::MX).end {
            End::Rrset(rrset) => Some(rrset),
            End::NoData { .. } | End::NxDomain(_) => None,
            End::Unknown(why) => return Err(problem(why.to_string())),
        };
        let mut situation = Situation {
            domain: domain.clone(),
            zone,
            answers,
            limits,
            is_parked: parked,
            has_mx: mx.is_some(),
            hosts: Vec::new(),
            selectors: Vec::new(),
        };
        situation.selectors = situation.selectors();
        situation.hosts = mx.map(|mx| situation.hosts_of(mx)).unwrap_or_default();
        match (situation.hosts.is_empty(), parked) {
            (false, true) => {
                Err(problem("has MX hosts, so it is not --parked: take its MX records away first".to_owned()))
            }
            (true, false) => {
                if let Some(sign) = situation.sign_of_mail().filter(|_| !situation.has_mx) {
                    let message = format!(
                        "has no MX record, yet {sign}: write its MX records first, or say --parked for a \
                        domain without mail"
                    );
                    return Err(problem(message));
                }
                situation.is_parked = true;
                Ok(situation)
            }
            _ => Ok(situation),
        }
    }

    fn hosts_of(&self, mx: Rrset<'_>) -> Vec<Host> {
        let mut targets: Vec<(u16, Name)> = mx
            .records()
            .filter_map(|record| {
                Some((
                    record.u16(types::mx::PREFERENCE)?,
                    record.name(types::mx::MAIL_EXCHANGE)?.to_lowercase(),
                ))
            })
            .filter(|(_, name)| !name.borrow_name().is_root())
            .collect();
        targets.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.borrow_name().canonical_cmp(b.1.borrow_name())));
        let mut seen = BTreeSet::new();
        targets.retain(|(_, name)| seen.insert(name.to_string()));
        targets.into_iter().map(|(_, name)| self.host(name)).collect()
    }

    fn host(&self, name: Name) -> Host {
        let host = name.borrow_name();
        let zone = self.answers.zone_of(host).ok();
        let is_delegated = zone.is_some_and(|zone| matches!(zone.lookup(host), Lookup::Delegated(_)));
        let is_in_zone = zone.is_some_and(|zone| std::ptr::eq(zone, self.zone)) && !is_delegated;
        let is_alias = is_in_zone && self.zone.node(host).is_some_and(|node| node.has(&[types::CNAME]));
        let has_address = self.has_any(host, &[types::A, types::AAAA]);
        Host { provider: provider_of(host), is_in_zone, has_address, is_alias, name }
    }

    /// Whether a name has records of one of these types; `None` where the zones do not say.
    pub(super) fn has_any(&self, name: NameRef<'_>, rtypes: &[Rtype]) -> Option<bool> {
        let answers: Vec<Answer<'_>> = rtypes.iter().map(|&rtype| self.answers.lookup(name, rtype)).collect();
        if answers.iter().any(|answer| answer.rrset().is_some()) {
            return Some(true);
        }
        answers.iter().all(Answer::is_nothing).then_some(false)
    }

    /// The texts at a name that receivers get.
    pub(super) fn texts(&self, owner: NameRef<'_>) -> TextsAt {
        let alias = self
            .zone
            .node(owner)
            .and_then(|node| node.rrset(types::CNAME))
            .and_then(|cname| cname.first().name(types::cname::CANONICAL_NAME));
        match (self.answers.lookup(owner, types::TXT).end, alias) {
            (End::Rrset(rrset), _) => {
                let mut seen = BTreeSet::new();
                let records = rrset.records().filter(|record| seen.insert(record.rdata()));
                TextsAt::Texts(
                    records
                        .map(|record| {
                            let text = Text::of(record);
                            let (kind, is_exact) = kind(text.octets());
                            Existing { presented: shown(record.present().as_bytes()), text, kind, is_exact }
                        })
                        .collect(),
                )
            }
            (End::NoData { .. } | End::NxDomain(_), None) => TextsAt::Texts(Vec::new()),
            (End::NoData { .. } | End::NxDomain(_), Some(alias)) => TextsAt::DeadAlias(alias.to_string()),
            (End::Unknown(_), Some(alias)) => {
                TextsAt::Unknown(format!("it is an alias of `{alias}`, which is outside the given zones"))
            }
            (End::Unknown(why), None) => TextsAt::Unknown(why.to_string()),
        }
    }

    /// The TTL of a record that is added: that of the records it joins, or what is wished.
    pub(super) fn ttl(&self, owner: NameRef<'_>, rtype: Rtype, wished: Ttl) -> Ttl {
        let set = self.zone.node(owner).and_then(|node| node.rrset(rtype));
        set.map_or(wished, |set| Ttl(set.first().ttl()))
    }

    /// `labels` before the domain.
    ///
    /// # Errors
    /// That this is too long.
    pub(super) fn below(&self, labels: &str) -> Result<Name, Problem> {
        self.domain.borrow_name().prefixed(labels).ok_or_else(|| {
            Problem::new(self.domain.to_string(), format!("is too long to have `{labels}` before it"))
        })
    }

    /// The domain without its final dot, as mail addresses have it.
    pub(super) fn bare(&self) -> String {
        without_dot(&self.domain)
    }

    fn selectors(&self) -> Vec<(String, bool)> {
        let mail = ZoneMail::of(self.zone, self.answers, &[], self.limits);
        let found = mail.as_ref().and_then(|mail| mail.domain(self.domain.borrow_name()));
        let slots = found.iter().flat_map(|domain| &domain.selectors);
        slots
            .map(|(selector, slot)| {
                let is_live = slot.alias.is_some() || slot.texts.iter().any(|text| text.said.is_usable());
                (crate::wire::printable(selector), is_live)
            })
            .collect()
    }

    /// Whether a selector is in use as far as is known.
    pub(super) fn has_selector(&self) -> bool {
        self.selectors.iter().any(|(_, is_live)| *is_live)
    }

    /// What speaks for mail where there is no MX record.
    fn sign_of_mail(&self) -> Option<String> {
        if let TextsAt::Texts(texts) = self.texts(self.domain.borrow_name()) {
            for existing in
                texts.iter().filter(|existing| existing.kind == TextKind::Spf && existing.is_exact)
            {
                let record = spf::parse(&existing.text, self.limits);
                let lets_send = |kind: &TermKind| match kind {
                    TermKind::Directive(qualifier, mechanism) => {
                        *mechanism != Mechanism::All || *qualifier == Qualifier::Pass
                    }
                    TermKind::Redirect(_) => true,
                    TermKind::Explanation(_) | TermKind::Modifier(_) | TermKind::Broken => false,
                };
                if record.terms.iter().any(|term| lets_send(&term.kind)) {
                    return Some("its SPF record lets servers send".to_owned());
                }
            }
        }
        if let Some((selector, _)) = self.selectors.iter().find(|(_, is_live)| *is_live) {
            return Some(format!("it has the DKIM selector `{selector}`"));
        }
        let sts = self.below("_mta-sts").ok()?;
        let is_sts = |text: &Existing| text.kind == TextKind::MtaSts;
        let found = self.texts(sts.borrow_name());
        let has_sts = matches!(found, TextsAt::Texts(texts) if texts.iter().any(is_sts));
        has_sts.then(|| "it has an MTA-STS record".to_owned())
    }
}

/// A name without its final dot.
pub(super) fn without_dot(name: &Name) -> String {
    let text = name.to_string();
    text.strip_suffix('.').unwrap_or(&text).to_owned()
}

/// Whether records can be added at a name.
///
/// # Errors
/// Why not, as a clause.
fn present(domain: &Name, zone: &Zone) -> Result<(), String> {
    if zone.completeness() != Completeness::Whole || zone.soa().is_none() {
        return Err(format!("is in `{}`, whose file has no SOA record and is no whole zone", zone.name()));
    }
    if !zone.is_read() {
        return Err(format!(
            "is in `{}`, not all of which could be read: `danelaw check` says why",
            zone.name()
        ));
    }
    match zone.lookup(domain.borrow_name()) {
        Lookup::Exists(node) if node.has(&[types::CNAME]) => {
            let target =
                node.rrset(types::CNAME).and_then(|cname| cname.first().name(types::cname::CANONICAL_NAME));
            Err(target.map_or_else(
                || "is an alias".to_owned(),
                |target| format!("is an alias of `{target}`: ask for that domain"),
            ))
        }
        Lookup::Exists(_) => Ok(()),
        Lookup::Delegated(cut) => Err(format!("is delegated to the zone `{}`: give that zone", cut.name())),
        Lookup::Redirected(dname) => {
            Err(format!("is below the DNAME at `{}`, so it has no records of its own", dname.name()))
        }
        Lookup::Wildcard(wildcard) => Err(format!(
            "has its records from `{}`, and records of its own would end that: write its MX records first",
            wildcard.name()
        )),
        Lookup::NxDomain | Lookup::EmptyNonTerminal | Lookup::OutOfZone | Lookup::Unread => Err(format!(
            "has no records in the zone `{}`: write its MX records first, or `MX 0 .` for a domain without \
            mail",
            zone.name()
        )),
    }
}
