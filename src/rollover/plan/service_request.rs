//! Plans for the services of a zone: which are meant, what is published for each, and the records of the
//! chain to come.

use std::collections::BTreeSet;

use super::Plan;
use super::goal::{ServiceChange, ServiceGoal, TlsaTimes};
use super::resign::Signing;
use super::tlsa::plan_tlsa;
use crate::cert::{self, Certificate, Identity, ObjectKind, PublicPart};
use crate::dane::{
    Advice, Anchor, Case, Chain, Inventory, Matching, Material, Names, Parameters, Pkix, Proto, Published,
    Recipe, Selector, Service, Tlsa, Unsigned, Usage, Zones, judge, place_of, records_of, services_of,
};
use crate::error::Problem;
use crate::limits::Limits;
use crate::resolve::Given;
use crate::rollover::signers::Signers;
use crate::rollover::stage::negative_ttl;
use crate::rollover::timing::{Propagation, Timing};
use crate::wire::{Name, Timestamp, Ttl, printable};
use crate::zone::Zone;

/// TTL where nobody says one.
const TTL: Ttl = Ttl(3600);
/// The time before all others that certificates can tell.
const EVER: Timestamp = Timestamp(0);
/// The last time that can be told.
const FOREVER: Timestamp = Timestamp(253_402_207_200);

/// What services are to have.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum TlsaGoal {
    /// These chains.
    Chains(Vec<Material>),
    /// A chain of this key, which nobody has yet.
    Key(Material),
    /// No records.
    Withdraw,
}

/// What is known of one service.
struct Known<'a> {
    service: Service,
    pkix: Pkix<'a>,
    place: Name,
    published: Vec<Published>,
    ttl: Option<Ttl>,
    names: Names,
    current: Vec<Material>,
    pins: Vec<Published>,
    second: Option<Vec<Published>>,
}

/// A change of certificates and TLSA records that is asked for.
pub struct ServiceRequest<'a> {
    /// The zone, as it is published now.
    pub zone: &'a Zone,
    /// What its services are to have.
    pub goal: &'a TlsaGoal,
    /// What is known of services and the chains that are sent now.
    pub inventory: &'a Inventory,
    /// Owner names of the services that change; none where the goal says which.
    pub services: &'a [String],
    /// Certificate usage from then on; `None` for that which is published.
    pub usage: Option<Usage>,
    /// Selector from then on; `None` for that which is published.
    pub selector: Option<Selector>,
    /// Matching type from then on; `None` for that which is published.
    pub matching: Option<Matching>,
    /// Which CA certificates usage 2 and 0 take from a chain.
    pub anchor: Anchor,
    /// TTL of new records, where it is said.
    pub ttl: Option<Ttl>,
    /// When the plan is made.
    pub now: Timestamp,
    /// What is said of its times.
    pub timing: Timing,
    /// Until a publication is on all servers of the zone.
    pub propagation: Propagation,
}

/// Finds the services, and plans.
///
/// # Errors
/// Why there is no plan.
pub fn plan_services(request: &ServiceRequest<'_>, limits: &Limits) -> Result<Plan, Vec<Problem>> {
    let goal = request.goal;
    let mut problems = Vec::new();
    let given = Given::new([request.zone], &[], &[], limits);
    // What is published is asked, not what it is worth: a plan is made for the day the zone is signed, too.
    let zones = Zones::new(&given, request.now, limits, Some(Unsigned::SignedLater));
    let services = chosen(request, &zones)?;
    let (mut known, mut remarks) = (Vec::new(), Vec::new());
    for service in services {
        match Known::of(service, request, &zones, &mut remarks) {
            Ok(one) => known.push(one),
            Err(problem) => problems.push(problem),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let stub = stand_in(match goal {
        TlsaGoal::Key(key) => key.parts.first().map(|part| part.spki.clone()),
        TlsaGoal::Chains(_) | TlsaGoal::Withdraw => None,
    });
    let stub_name = if let TlsaGoal::Key(key) = goal {
        format!("the chain that will have the key of {}", key.name)
    } else {
        "any chain".to_owned()
    };
    let stub = Chain { name: &stub_name, parts: &stub };
    let next: Vec<Chain<'_>> = match goal {
        TlsaGoal::Chains(chains) => chains.iter().map(chain).collect(),
        TlsaGoal::Key(_) | TlsaGoal::Withdraw => vec![stub],
    };
    let unknown = stand_in(None);
    let unknown = Chain { name: "the chain in service", parts: &unknown };
    let goals: Vec<ServiceGoal<'_>> = known.iter().map(|one| one.goal(request, &next, unknown)).collect();
    let signing = Signing::of(&Signers::of(request.zone, request.now), request.zone);
    let times =
        TlsaTimes { now: request.now, timing: request.timing, propagation: request.propagation, signing };
    let subject = request.zone.name().to_string();
    let mut plan = plan_tlsa(&subject, &words(goal, &known), &goals, &times, limits)
        .map_err(|error| vec![Problem::new("rollover plan", error.to_string())])?;
    plan.notes.extend(remarks.into_iter().map(|remark: Problem| remark.to_string()));
    if !request.zone.is_signed() {
        plan.notes.push(format!(
            "`{}` has no signatures here: clients look at its TLSA records once it is signed, and has a DS",
            request.zone.name()
        ));
    }
    if matches!(goal, TlsaGoal::Key(_)) {
        plan.notes.push(
            "the chain of the next key is taken to have a certificate for the same names, whatever its CA"
                .to_owned(),
        );
    }
    Ok(plan)
}

fn chain(material: &Material) -> Chain<'_> {
    Chain { name: &material.name, parts: &material.parts }
}

/// The goal in words.
fn words(goal: &TlsaGoal, known: &[Known<'_>]) -> String {
    let owners: Vec<String> = known.iter().map(|one| one.service.owner().to_string()).collect();
    let owners = owners.join(", ");
    match goal {
        TlsaGoal::Chains(chains) => {
            let names: Vec<&str> = chains.iter().map(|chain| chain.name.as_str()).collect();
            format!("{owners} to the chain {}", printable(&names.join(", ")))
        }
        TlsaGoal::Key(key) => format!("{owners} to the key of {}", printable(&key.name)),
        TlsaGoal::Withdraw => format!("{owners} without TLSA records"),
    }
}

/// The services that are named, or else those that the goal can be about.
fn chosen(request: &ServiceRequest<'_>, zones: &Zones<'_>) -> Result<Vec<Service>, Vec<Problem>> {
    let (mut services, mut problems): (Vec<Service>, Vec<Problem>) = (Vec::new(), Vec::new());
    for text in request.services {
        match Service::parse(text) {
            Ok(service) if !service.owner().borrow_name().is_at_or_below(request.zone.name()) => {
                let message =
                    format!("is not in the zone `{}`: give the zone that has it", request.zone.name());
                problems.push(Problem::new(format!("--service `{text}`"), message));
            }
            Ok(service) if services.contains(&service) => {}
            Ok(service) => services.push(service),
            Err(error) => problems.push(Problem::new(format!("--service `{text}`"), error.to_string())),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    if !services.is_empty() {
        return Ok(services);
    }
    let mut all = services_of(request.zone, &[], Proto::Tcp, zones.limits()).services;
    let mut seen: BTreeSet<Box<[u8]>> = all.iter().map(Service::key).collect();
    let more = zones
        .services()
        .into_iter()
        .map(|(service, _)| service)
        .filter(|service| service.owner().borrow_name().is_at_or_below(request.zone.name()));
    all.extend(more.filter(|service| seen.insert(service.key())));
    let help = match request.goal {
        TlsaGoal::Chains(chains) => {
            let leaves = chains.iter().filter_map(|chain| cert::leaf(&chain.parts)?.certificate.as_ref());
            let identities: Vec<Identity> = leaves.map(Identity::of).collect();
            all.retain(|service| {
                identities.iter().any(|identity| identity.covers(service.host.borrow_name()))
            });
            let names: Vec<&str> =
                identities.iter().flat_map(|identity| &identity.names).map(String::as_str).collect();
            format!(
                "the new chain names `{}`, and the zone no service of such a host; --service OWNER names one",
                names.join("`, `")
            )
        }
        TlsaGoal::Key(_) | TlsaGoal::Withdraw => {
            all.retain(|service| request.inventory.of(service).is_some());
            "a key says no host: name the service with --service OWNER, or its chain with --cert OWNER=FILE"
                .to_owned()
        }
    };
    if all.is_empty() { Err(vec![Problem::new(request.zone.name().to_string(), help)]) } else { Ok(all) }
}

impl<'a> Known<'a> {
    fn of(
        service: Service,
        request: &ServiceRequest<'a>,
        zones: &Zones<'_>,
        remarks: &mut Vec<Problem>,
    ) -> Result<Known<'a>, Problem> {
        let owner = service.owner().to_string();
        let place = place_of(request.zone, service.owner(), zones.limits())
            .map_err(|fact| Problem::new(&owner, fact.to_string()))?;
        let found = zones.find(&service, None);
        if let Err(why) = &found.tlsa {
            return Err(Problem::new(&owner, format!("nobody can say what is published: {why}")));
        }
        let rrs = found.records();
        let published: Vec<Published> =
            rrs.iter().filter_map(|record| Published::parse(record.rdata())).collect();
        let ttl = rrs.iter().map(|record| Ttl(record.ttl())).max();
        let ServiceRequest { goal, inventory, .. } = *request;
        let served = inventory.of(&service);
        let current = served.map(|served| served.chains).unwrap_or_default();
        let is_withdrawal = matches!(goal, TlsaGoal::Withdraw);
        if is_withdrawal && published.is_empty() {
            return Err(Problem::new(&owner, "has no TLSA record in the zone, so there is none to withdraw"));
        }
        if !is_withdrawal && !published.is_empty() && current.is_empty() {
            let message = format!(
                "nobody says what its server sends now, which the published records must match: --cert \
                {}=FILE",
                owner.trim_end_matches('.')
            );
            return Err(Problem::new(&owner, message));
        }
        let names = zones.names(&service, &found.base);
        let pkix = Pkix::of(&service, inventory.roots.as_deref());
        let mut known =
            Known { service, pkix, place, published, ttl, names, current, pins: Vec::new(), second: None };
        known.add_pins(request, remarks)?;
        Ok(known)
    }

    /// What is to become of it, with the chains that come next. `unknown` stands for the chain in service
    /// where nobody says it, and nothing is published.
    fn goal<'g>(
        &'g self,
        request: &ServiceRequest<'_>,
        next: &[Chain<'g>],
        unknown: Chain<'g>,
    ) -> ServiceGoal<'g> {
        let change = match request.goal {
            TlsaGoal::Withdraw => ServiceChange::Withdraw { any: next.to_vec() },
            TlsaGoal::Chains(_) | TlsaGoal::Key(_) => ServiceChange::Deploy {
                chains: next.to_vec(),
                pins: self.pins.clone(),
                second: self.second.clone(),
            },
        };
        let current: Vec<Chain<'_>> = if self.current.is_empty() && self.published.is_empty() {
            vec![unknown]
        } else {
            self.current.iter().map(chain).collect()
        };
        let negative_ttl = negative_ttl(request.zone);
        ServiceGoal {
            service: self.service.clone(),
            place: self.place.clone(),
            published: self.published.clone(),
            ttl: self.ttl.unwrap_or(negative_ttl),
            new_ttl: request.ttl.or(self.ttl).unwrap_or(TTL),
            negative_ttl,
            current,
            change,
            names: &self.names,
            pkix: self.pkix,
        }
    }

    /// The records of the chain to come: of the parameters in use, and those of others that are asked for.
    fn add_pins(&mut self, request: &ServiceRequest<'_>, remarks: &mut Vec<Problem>) -> Result<(), Problem> {
        let now = request.now;
        let inputs: Vec<&Material> = match request.goal {
            TlsaGoal::Chains(chains) => chains.iter().collect(),
            TlsaGoal::Key(key) => vec![key],
            TlsaGoal::Withdraw => return Ok(()),
        };
        let in_use = self.parameters_in_use(now);
        let base = in_use.first().copied().unwrap_or(Parameters {
            usage: Usage::DaneEe,
            selector: Selector::Spki,
            matching: Matching::Sha256,
        });
        let asked = Parameters {
            usage: request.usage.unwrap_or(base.usage),
            selector: request.selector.unwrap_or(base.selector),
            matching: request.matching.unwrap_or(base.matching),
        };
        let is_asked = request.usage.is_some() || request.selector.is_some() || request.matching.is_some();
        let changes = is_asked && !in_use.is_empty() && in_use != [asked];
        // A change of usage comes with the chain: RFC 7671 section 8.2. Others wait until it is in service:
        // section 8.4.
        let is_usage = changes && !in_use.iter().any(|one| one.usage == asked.usage);
        let first = if in_use.is_empty() || is_usage { vec![asked] } else { in_use };
        self.pins = self.made(&inputs, &first, request.anchor, now, remarks)?;
        if changes {
            self.second = Some(self.made(&inputs, &[asked], request.anchor, now, remarks)?);
        }
        Ok(())
    }

    /// The parameters of published records that the chain in service has; of all that clients use, where none
    /// has.
    fn parameters_in_use(&self, now: Timestamp) -> Vec<Parameters> {
        let usable = |record: &Published| record.usable(self.pkix).ok().map(|tlsa| tlsa.parameters);
        let all = |only_matching: bool| {
            let mut found = Vec::new();
            for record in self.published.iter().filter(|record| {
                !only_matching || self.current.iter().any(|chain| self.may_match(record, chain, now))
            }) {
                if let Some(parameters) = usable(record).filter(|parameters| !found.contains(parameters)) {
                    found.push(parameters);
                }
            }
            found
        };
        let matching = all(true);
        if matching.is_empty() { all(false) } else { matching }
    }

    /// Whether a record is taken for one of a chain: it is, or its data are and the path could not be judged,
    /// which the plan says by itself.
    fn may_match(&self, record: &Published, material: &Material, at: Timestamp) -> bool {
        let (records, chains) = (std::slice::from_ref(record), [chain(material)]);
        let case = Case { records, chains: &chains, names: &self.names, at, pkix: self.pkix, known: &[] };
        judge(&case).kind.may_match()
    }

    fn made(
        &self,
        inputs: &[&Material],
        each: &[Parameters],
        anchor: Anchor,
        now: Timestamp,
        remarks: &mut Vec<Problem>,
    ) -> Result<Vec<Published>, Problem> {
        let mut made: Vec<Published> = Vec::new();
        for parameters in each {
            for input in inputs {
                // A CA that is published already needs no other one beside it.
                let is_of = |record: &&Published| {
                    record.usable(self.pkix).is_ok_and(|tlsa| tlsa.parameters == *parameters)
                };
                let known: Vec<&Published> = self
                    .published
                    .iter()
                    .filter(is_of)
                    .filter(|record| self.may_match(record, input, now))
                    .collect();
                let new: Vec<Published> = match parameters.usage.is_trust_anchor() && !known.is_empty() {
                    true => known.into_iter().cloned().collect(),
                    false => {
                        let recipe = Recipe { parameters: *parameters, anchor };
                        made_of(input, recipe, remarks)?.iter().filter_map(published).collect()
                    }
                };
                for one in new {
                    if !made.contains(&one) {
                        made.push(one);
                    }
                }
            }
        }
        Ok(made)
    }
}

/// The records that one file makes; what is worth saying about them goes to `remarks`.
fn made_of(input: &Material, recipe: Recipe, remarks: &mut Vec<Problem>) -> Result<Vec<Tlsa>, Problem> {
    let mut advice = Advice::default();
    let made = records_of(input, false, recipe, &mut advice)?;
    remarks
        .extend(advice.warnings.into_iter().filter(|remark| !remarks.contains(remark)).collect::<Vec<_>>());
    Ok(made.into_iter().map(|(tlsa, _)| tlsa).collect())
}

fn published(tlsa: &Tlsa) -> Option<Published> {
    Published::parse(&tlsa.rdata())
}

/// A certificate that nobody has: of a key that is to come, or one that no record can match.
fn stand_in(spki: Option<Vec<u8>>) -> Vec<PublicPart> {
    let certificate = Certificate {
        der: Vec::new(),
        subject_name: Vec::new(),
        issuer_name: Vec::new(),
        issuer: String::new(),
        is_ca: false,
        not_before: EVER,
        not_after: FOREVER,
    };
    vec![PublicPart {
        kind: ObjectKind::Certificate,
        spki: spki.unwrap_or_default(),
        subject: None,
        certificate: Some(certificate),
    }]
}
