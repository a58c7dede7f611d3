//! What a renewed certificate asks of DNS, and whether it may be deployed. Reads no file and prints nothing.

use std::collections::BTreeSet;

use super::advice::advise_on_parameters;
use super::change::{Change, advise_on_changes};
use super::safety::{DeploymentCheck, Outcome, Safety, shadowed};
use super::services::{Wanted, named_services, sets, zone_services};
use super::set::{Emission, Set};
use crate::cert::{self, Identity, PublicPart, Roots};
use crate::dane::{
    Advice, Chain, Matching, Material, Origin, Parameters, Pkix, Published, Recipe, Selector, Service, Tlsa,
    Usage, keep_new, place_of, records_of, remarks,
};
use crate::error::Problem;
use crate::limits::Limits;
use crate::rollover::Timing;
use crate::wire::{Name, NameRef, Timestamp, Ttl, excerpt};
use crate::zone::Zone;

/// Characters of a record that are shown.
const EXCERPT: usize = 150;

/// What follows on a record that `--prune` takes away.
const PRUNED: &str = "connections fail while a server still uses what it matches (RFC 7671 section 8.1): \
    publish this when every server \
                      sends the new chain, and no other chain";

/// Why another one is not kept.
const UNUSABLE: &str = "no client can use it";

/// Services that are listed where they are left out.
const SHOWN: usize = 3;

/// Not reloading is not enough everywhere.
const COPIES: &str = "a server that opens the renewed files itself may send them without a reload, as \
    Postfix does: let it read copies that \
                      are made only when this hook exits with 0";

/// What holds whoever issues the next certificate.
const PIN_KEY: &str = "the published records pin CAs alone, and a certificate of another CA matches none of \
    them: keep `3 1 1` of the server's key beside them, or publish `2 1 1` of every CA that may issue (RFC \
    7671 section 8.1)";

/// What is to be said of a renewal: what breaks, what is not known, what to do, then what is worth saying.
#[derive(Debug, Clone, Default)]
pub struct RenewalReport {
    /// Warnings and notes.
    pub advice: Advice,
    /// Why the chain must not be deployed.
    pub dangers: Vec<Problem>,
    /// Why it is not known whether it may be.
    pub not_checked: Vec<Problem>,
    /// What to do about it.
    pub help: Vec<String>,
}

/// A renewed chain with all that is known of it.
pub struct RenewedChain<'a> {
    /// The chain.
    pub chain: &'a Material,
    /// Keys that come next.
    pub next: &'a [Material],
    /// Whether the keys that come next were found, and not named.
    pub next_are_found: bool,
    /// The zone whose services are meant.
    pub zone: Option<&'a Zone>,
    /// The zone as it is served now, where that is another file.
    pub published: Option<&'a Zone>,
    /// The name of the zone, where it was said.
    pub zone_name: Option<&'a Name>,
    /// The services that are meant.
    pub wanted: Wanted<'a>,
    /// Services that the configuration has for this chain.
    pub configured: Vec<Service>,
    /// Other chains, certificates and keys that the configuration has, each with the service that it is for.
    pub in_service: &'a [(Service, Material)],
    /// Also services whose host the certificate does not name.
    pub any_name: bool,
    /// Which records the chain and the keys make.
    pub recipe: Recipe,
    /// The TTL of the records, where it was said.
    pub ttl: Option<Ttl>,
    /// Whether published records of no known key are taken away.
    pub prune: bool,
    /// The roots that clients trust, where they are known.
    pub roots: Option<&'a Roots>,
    /// When.
    pub now: Timestamp,
    /// Since when the zone is as it is, where that was said.
    pub published_at: Option<Timestamp>,
    /// Seconds until every server of the zone has a new version, where that was said.
    pub propagation_s: Option<u32>,
    /// How the client that renewed comes to keep its key.
    pub help: Option<&'a str>,
}

/// What a renewal comes to: the records, and whether the chain may be sent.
#[derive(Debug)]
pub struct Renewed {
    /// Where records stand, with those that are kept.
    pub sets: Vec<Set>,
    /// The records of the chain and of the keys that come next.
    pub made: Vec<(Tlsa, Origin)>,
    /// Whether the chain may be sent.
    pub safety: Safety,
    /// Whether records of no known key are taken away.
    pub is_pruned: bool,
    /// Inputs that make no record.
    pub problems: Vec<Problem>,
}

impl RenewedChain<'_> {
    /// The records, and whether the chain may be sent; `None` where it is no service's.
    ///
    /// # Errors
    /// Why nothing can be said.
    pub fn renewed(&self, report: &mut RenewalReport) -> Result<Option<Renewed>, Vec<Problem>> {
        for remark in remarks(&self.chain.parts, self.now) {
            report.advice.warn(&self.chain.name, &remark);
        }
        let services = self.services(&mut report.advice)?;
        if services.is_empty() {
            return Ok(None);
        }
        let mut sets = sets(self.state(), &services, self.ttl, &mut report.advice)?;
        let mut problems = Vec::new();
        let made = self.records(&sets, report, &mut problems);
        advise_on_parameters(self.recipe.parameters, &services, &made, &mut report.advice);
        let safety = self.judge((&services, &sets, &made), report)?;
        let is_pruned = self.prune && safety == Safety::Safe;
        let mut kept = Advice::default();
        self.keep_published(&mut sets, &made, is_pruned, &mut kept)?;
        // Until the new chain may be sent, the records of before are no remnants.
        if safety == Safety::Safe {
            report.advice.notes.extend(kept.notes);
        }
        Ok(Some(Renewed { sets, made, safety, is_pruned, problems }))
    }

    /// The zone as it is served, as far as is known.
    fn state(&self) -> Option<&Zone> {
        self.published.or(self.zone)
    }

    /// The name of the zone that the records are for.
    #[must_use]
    pub fn zone_name(&self) -> Option<NameRef<'_>> {
        self.state().map(Zone::name).or_else(|| self.zone_name.map(Name::borrow_name))
    }

    /// Whether a key that makes no record by itself is of use: usage and selector say so.
    #[must_use]
    pub fn takes_keys(parameters: Parameters) -> bool {
        !parameters.usage.is_trust_anchor() && parameters.selector == Selector::Spki
    }

    /// The services that options and the zone name, as far as the certificate names their hosts: hooks are
    /// called for every certificate of a client, and the records of one host are no place for the key of
    /// another.
    fn services(&self, advice: &mut Advice) -> Result<Vec<Service>, Vec<Problem>> {
        let configured = self.configured.clone();
        let mut services = named_services(&self.wanted, advice)?;
        let asked = services.len();
        if let Some(zone) = self.zone {
            // What is as it should be need not be said at every renewal.
            let mut found = Advice::default();
            services.extend(zone_services(
                zone,
                &self.wanted,
                asked > 0 || !configured.is_empty(),
                &mut found,
            )?);
            advice.warnings.extend(found.warnings);
        }
        if services.is_empty() && configured.is_empty() {
            let message = "no service is given: --from-zone ZONE takes them from MX and SRV records, \
                --service \
                _25._tcp.mail.example.org names one, \
                           [[service]] in danelaw.toml those of a chain";
            return Err(vec![Problem::new("tlsa hook", message)]);
        }
        let named: BTreeSet<Box<[u8]>> = configured.iter().map(Service::key).collect();
        services.retain(|service| !named.contains(&service.key()));
        if self.any_name {
            return Ok(configured.into_iter().chain(services).collect());
        }
        let identity = cert::leaf(&self.chain.parts)
            .and_then(|leaf| leaf.certificate.as_ref())
            .map(Identity::of)
            .unwrap_or_default();
        let (meant, others): (Vec<Service>, Vec<Service>) =
            services.into_iter().partition(|service| identity.covers(service.host.borrow_name()));
        if !others.is_empty() {
            let mut owners: Vec<String> =
                others.iter().take(SHOWN).map(|service| service.owner().to_string()).collect();
            owners.extend((others.len() > SHOWN).then(|| format!("and {} more", others.len() - SHOWN)));
            let has = if identity.names.is_empty() {
                "no host".to_owned()
            } else {
                format!("`{}`", identity.names.join("`, `"))
            };
            let all = if meant.is_empty() && configured.is_empty() {
                "nothing is to be done for"
            } else {
                "left out:"
            };
            advice.note(
                &self.chain.name,
                &format!("names {has}; {all} {} (--any-name takes them all the same)", owners.join(", ")),
            );
        }
        Ok(configured.into_iter().chain(meant).collect())
    }

    /// The records of the renewed chain and of the keys that come next.
    fn records(
        &self,
        sets: &[Set],
        report: &mut RenewalReport,
        problems: &mut Vec<Problem>,
    ) -> Vec<(Tlsa, Origin)> {
        let mut made: Vec<(Tlsa, Origin)> = Vec::new();
        let inputs = || [(self.chain, false)].into_iter().chain(self.next.iter().map(|input| (input, true)));
        let parameters = self.recipe.parameters;
        for matching in digests_in_use(parameters, sets) {
            let make = Recipe { parameters: Parameters { matching, ..parameters }, ..self.recipe };
            for (input, next) in inputs() {
                match records_of(input, next, make, &mut report.advice) {
                    Ok(tlsas) => keep_new(tlsas, &mut made, &mut report.advice),
                    Err(problem) => problems.push(problem),
                }
            }
            if matching != parameters.matching {
                let message = "is published as well, and every key needs each digest that is in use (RFC \
                    7671 section 9)";
                report.advice.note(&Parameters { matching, ..parameters }.to_string(), message);
            }
        }
        if self.next_are_found {
            for (tlsa, origin) in made.iter().filter(|(_, origin)| origin.next) {
                report
                    .advice
                    .note(&origin.filename, &format!("holds the key of the renewal after this one: {tlsa}"));
            }
        }
        made
    }

    /// Says of each service whether the chain may be sent; the worst of them.
    fn judge(
        &self,
        (services, sets, made): (&[Service], &[Set], &[(Tlsa, Origin)]),
        report: &mut RenewalReport,
    ) -> Result<Safety, Vec<Problem>> {
        let Some(zone) = self.state() else {
            let message = "whether it may be deployed, since no zone is given: --published ZONE gives it as \
                it is served";
            report.not_checked.push(Problem::new(&self.chain.name, message));
            return Ok(Safety::NotChecked);
        };
        let check = DeploymentCheck {
            chain: Chain { name: &self.chain.name, parts: &self.chain.parts },
            roots: self.roots,
            new: made.iter().filter_map(|(tlsa, _)| Published::parse(&tlsa.rdata())).collect(),
            now: self.now,
            published_at: self.published_at,
            propagation: Timing { propagation_s: self.propagation_s, ..Timing::new(self.now) }
                .propagation(zone),
        };
        let outcomes = check.outcomes(zone, services, sets, &Limits::default())?;
        for Outcome { owner, safety, text, help } in &outcomes {
            match safety {
                Safety::Safe => report.advice.note(owner, text),
                Safety::TooEarly | Safety::Refused => {
                    report
                        .dangers
                        .push(Problem::new(owner, format!("do not deploy {}: {text}", self.chain.name)));
                }
                Safety::NotChecked => {
                    report.not_checked.push(Problem::new(owner, format!("{}: {text}", self.chain.name)))
                }
            }
            report
                .help
                .extend(help.iter().filter(|help| !report.help.contains(help)).cloned().collect::<Vec<_>>());
        }
        let worst = outcomes.iter().map(|outcome| outcome.safety).max().unwrap_or(Safety::Safe);
        if matches!(worst, Safety::Refused | Safety::NotChecked) {
            report.help.push(COPIES.to_owned());
            // What becomes of the key is no matter where records pin nothing but CAs.
            match pin_cas_alone(sets) {
                true => report.help.push(PIN_KEY.to_owned()),
                false => report.help.extend(self.help.map(str::to_owned)),
            }
        }
        Ok(worst)
    }

    /// The other chains that the configuration has for the services whose records stand at `owner`.
    fn in_service_at(&self, owner: NameRef<'_>) -> Vec<&Material> {
        let stands_here = |service: &Service| {
            let own = service.owner().borrow_name();
            let zone = self.state().filter(|zone| own.is_at_or_below(zone.name()));
            let place = zone.and_then(|zone| place_of(zone, service.owner(), &Limits::default()).ok());
            place.as_ref().map_or(own, Name::borrow_name) == owner
        };
        let here = self.in_service.iter().filter(|(service, _)| stands_here(service));
        here.map(|(_, material)| material).collect()
    }

    /// Puts what is published beside the new records: servers send the chain of before until they send the
    /// new one, and may have another chain with a key of another algorithm. Where records are pruned, only
    /// those stay that are of a chain in service.
    fn keep_published(
        &self,
        sets: &mut [Set],
        made: &[(Tlsa, Origin)],
        is_pruned: bool,
        advice: &mut Advice,
    ) -> Result<(), Vec<Problem>> {
        let name = self
            .state()
            .and_then(|zone| zone.sources().first())
            .map(|source| source.name.clone())
            .unwrap_or_default();
        let new: Vec<Tlsa> = made.iter().map(|(tlsa, _)| tlsa.clone()).collect();
        let is_known =
            |tlsa: &Tlsa| [self.chain].into_iter().chain(self.next).any(|input| is_of(tlsa, &input.parts));
        let mut problems = Vec::new();
        for set in sets {
            let rdata = set.published.iter().flat_map(|published| &published.rdata);
            let mut old: Vec<Tlsa> =
                rdata.filter_map(|rdata| Published::parse(rdata)?.usable(Pkix::Validated).ok()).collect();
            old.retain(|tlsa| !new.contains(tlsa));
            let others = self.in_service_at(set.owner.borrow_name());
            let in_service =
                |tlsa: &Tlsa| others.iter().copied().find(|material| is_of(tlsa, &material.parts));
            if is_pruned {
                old.retain(|tlsa| in_service(tlsa).is_some());
            }
            let strange: Vec<Tlsa> = old.iter().filter(|tlsa| !is_known(tlsa)).cloned().collect();
            if let Some((old, by)) = shadowed(&strange, &new) {
                let message = format!(
                    "beside `{by}` records clients ignore the `{}` one that is published (RFC 7671 section \
                    9), \
                    and refuse a server that needs \
                     it; use --matching {}",
                    old.parameters,
                    old.parameters.matching.number()
                );
                problems.push(Problem::new(set.owner.to_string(), message));
            }
            for tlsa in &strange {
                let shown = excerpt(tlsa.to_string().as_bytes(), EXCERPT);
                let message = match in_service(tlsa) {
                    Some(material) => {
                        format!("{shown} is of {}, which danelaw.toml has for this service", material.name)
                    }
                    None => format!(
                        "{shown} is of neither the renewed chain nor a next key, and stays; when no server \
                        uses what it matches, --prune takes it away"
                    ),
                };
                advice.note(&set.owner.to_string(), &message);
            }
            set.kept = old.into_iter().map(|tlsa| (tlsa, Origin::published(&name))).collect();
        }
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }
}

impl Renewed {
    /// Says what changes; whether nothing does. Forms that say how to change something say nothing then.
    pub fn advise(&self, changes: &[Change<'_>], advice: &mut Advice) -> bool {
        let key = |set: &Set| set.owner.borrow_name().to_lowercase().to_vec();
        let same: BTreeSet<Vec<u8>> =
            self.sets.iter().filter(|set| is_same(set, &self.made)).map(key).collect();
        for set in self.sets.iter().filter(|set| same.contains(&key(set))) {
            advice.note(
                &set.owner.to_string(),
                "nothing to change: the records of the renewed chain and of the next keys are published",
            );
        }
        let removal = if self.is_pruned { PRUNED } else { UNUSABLE };
        let others = changes.iter().filter(|change| !same.contains(&key(change.set)));
        advise_on_changes(others, removal, advice);
        same.len() == self.sets.len()
    }

    /// All that is to be printed.
    #[must_use]
    pub fn emission<'a>(&'a self, zone: Option<NameRef<'a>>) -> Emission<'a> {
        Emission { zone, sets: &self.sets, made: &self.made }
    }
}

/// Whether a key is that of the chain; says where it is not: the server would not even start.
pub fn is_key_of(key: &Material, chain: &Material, advice: &mut Advice) -> bool {
    let leaf = cert::leaf(&chain.parts).map(|leaf| &leaf.spki);
    let is_paired = key.parts.iter().any(|part| Some(&part.spki) == leaf);
    if !is_paired {
        advice.warn(
            &key.name,
            &format!("is not the key of {}; servers refuse to start with such a pair", chain.name),
        );
    }
    is_paired
}

/// The digest that is asked for, and each other one that is published for the same usage and selector.
fn digests_in_use(asked: Parameters, sets: &[Set]) -> Vec<Matching> {
    let rdata = sets.iter().flat_map(|set| &set.published).flat_map(|published| &published.rdata);
    let published = rdata
        .filter_map(|rdata| Published::parse(rdata)?.usable(Pkix::Validated).ok())
        .map(|tlsa| tlsa.parameters);
    let mut digests = vec![asked.matching];
    for parameters in published
        .filter(|parameters| (parameters.usage, parameters.selector) == (asked.usage, asked.selector))
    {
        if parameters.matching != Matching::Full
            && asked.matching != Matching::Full
            && !digests.contains(&parameters.matching)
        {
            digests.push(parameters.matching);
        }
    }
    digests
}

/// Whether records are published, and all that clients can use are of CAs.
fn pin_cas_alone(sets: &[Set]) -> bool {
    let rdata = sets.iter().flat_map(|set| &set.published).flat_map(|published| &published.rdata);
    let mut usages = rdata
        .filter_map(|rdata| Published::parse(rdata)?.usable(Pkix::Validated).ok())
        .map(|tlsa| tlsa.parameters.usage)
        .peekable();
    usages.peek().is_some() && usages.all(Usage::is_trust_anchor)
}

/// Whether a record is of one of these certificates and keys.
fn is_of(tlsa: &Tlsa, parts: &[PublicPart]) -> bool {
    parts.iter().any(|part| Tlsa::of(part, tlsa.parameters).is_ok_and(|known| known == *tlsa))
}

/// Whether a set is already as it should be.
fn is_same(set: &Set, made: &[(Tlsa, Origin)]) -> bool {
    set.published.as_ref().filter(|published| published.ttl == set.ttl.0).is_some_and(|published| {
        let wanted: BTreeSet<Vec<u8>> = made.iter().chain(&set.kept).map(|(tlsa, _)| tlsa.rdata()).collect();
        wanted.len() == published.rdata.len() && published.rdata.iter().all(|rdata| wanted.contains(rdata))
    })
}
