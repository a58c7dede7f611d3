//! Inputs from octets to findings: is it text, which zone is it, what does it hold, what is wrong with it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::OnceLock;

use super::run::{Beside, Changes, Outcome};
use super::{Run, run};
use crate::dane::{Court, Judged, Zones};
use crate::dnssec::Parent;
use crate::error::Problem;
use crate::facts::across::Across;
use crate::fault::{Fault, FaultKind};
use crate::finding::Finding;
use crate::mail::domain::policies_of;
use crate::parse::{self, Chunk, Parsed, Setup};
use crate::report::{Checked, HeldAgainst, ZoneSummary};
use crate::resolve::{Given, Published};
use crate::rollover::{ServiceTransitions, Stage};
use crate::rr::types;
use crate::source::{PEM, PRIVATE_KEY, Source, SourceId, TEXT_PROBE, binary, key_material};
use crate::wire::{Name, NameRef, excerpt, printable};
use crate::zone::{Completeness, Evidence, Naming, Zone, ZoneId, first_soa_owner};

/// One input: the zone that was read, or why there is none.
pub struct Input {
    filename: String,
    octets: u64,
    read: Result<Read, String>,
}

/// What the rules found in one input.
#[derive(Default)]
pub struct Judgement {
    findings: Vec<Finding>,
    /// Findings that are counted and not kept, by code.
    unshown: BTreeMap<&'static str, u64>,
    /// What could not be checked, one clause each.
    not_checked: BTreeSet<String>,
    /// Owners of the services that were judged here.
    services: Vec<String>,
    /// Domains whose policy files the rules of mail had.
    policies: Vec<String>,
    /// What the zone was held against.
    held_against: Option<HeldAgainst>,
    /// A rule asks for the DS at the parent, and nobody says anything of it.
    ds_unknown: bool,
}

impl Input {
    /// Reads one source and what it includes.
    #[must_use]
    pub fn read(source: Source, run: &Run<'_>) -> Input {
        let (filename, octets) = (source.name.clone(), count(source.bytes.len()));
        Input { filename, octets, read: read(source, run) }
    }

    /// The zone, where there is one.
    #[must_use]
    pub fn zone(&self) -> Option<&Zone> {
        self.read.as_ref().ok().map(|read| &read.zone)
    }

    /// Why there is no zone, or why it is not all of it.
    #[must_use]
    pub fn problem(&self) -> Option<Problem> {
        match &self.read {
            Ok(read) => read.problem(&self.filename, FaultKind::is_harmless),
            Err(message) => Some(Problem::new(self.filename.clone(), message.clone())),
        }
    }

    /// As [`Input::problem`], for those who need no TTL.
    #[must_use]
    pub fn problem_besides_ttls(&self) -> Option<Problem> {
        match &self.read {
            Ok(read) => read.problem(&self.filename, is_harmless_besides_ttls),
            Err(_) => self.problem(),
        }
    }

    /// Whether it holds loose records, as key files and DS sets do, which tools write without TTLs.
    #[must_use]
    pub fn is_loose(&self) -> bool {
        let lacks_ttls_only = || self.problem().is_some() && self.problem_besides_ttls().is_none();
        self.zone().is_some_and(|zone| {
            zone.completeness() == Completeness::Fragment || zone.soa().is_none() && lacks_ttls_only()
        })
    }

    /// What messages call it.
    #[must_use]
    pub fn filename(&self) -> &str {
        &self.filename
    }

    /// Why there is no zone.
    #[must_use]
    pub fn failure(&self) -> Option<Problem> {
        self.read.as_ref().err().map(|message| Problem::new(self.filename.clone(), message.clone()))
    }

    /// Asks the rules.
    fn judge(&self, run: &Run<'_>, beside: &Beside<'_>) -> Judgement {
        let Beside { given, changes, .. } = *beside;
        let Ok(read) = &self.read else { return Judgement::default() };
        let Read { zone, faults_dropped, .. } = read;
        let Outcome { findings, mut unshown, mut not_checked } = run::run(run, read, beside);
        not_checked.extend(read.limits_reached());
        for (&kind, more) in faults_dropped {
            run.plan.codes_of(kind).for_each(|code| *unshown.entry(code).or_default() += more);
        }
        let is_child =
            zone.completeness() == Completeness::Whole && zone.is_signed() && !zone.name().is_root();
        let ds_unknown = run.plan.asks_of_parents() && is_child && Parent::of(zone, given).is_none();
        for judged in beside
            .services_of(zone)
            .iter()
            .filter(|judged| judged.served.as_ref().is_some_and(|served| !served.chains.is_empty()))
        {
            not_checked.extend(
                judged.not_checked().into_iter().map(|why| format!("`{}`: {why}", judged.service.owner())),
            );
        }
        let mut services: Vec<String> =
            beside.services_of(zone).iter().map(|judged| judged.service.owner().to_string()).collect();
        let transitions = changes
            .into_iter()
            .flat_map(|changes| changes.services.in_zone(zone))
            .filter(|transition| transition.is_named);
        for transition in transitions {
            let owner = transition.timeline.service.owner().to_string();
            not_checked.extend(transition.not_checked.iter().map(|why| format!("`{owner}`: {why}")));
            services.push(owner);
        }
        let held_against = changes.and_then(|changes| changes.held_against(zone, run.timing));
        let held = policies_of(zone, run.mta_sts).filter(|_| run::is_asked_of_mail(run, zone));
        let policies = held.map(|(_, file)| file.domain.to_string()).collect();
        Judgement { findings, unshown, not_checked, services, policies, ds_unknown, held_against }
    }

    /// The outcome, when the zone is needed no more.
    #[must_use]
    pub fn into_checked(self, judgement: Judgement, run: &Run<'_>) -> Checked {
        let Input { filename, octets, read } = self;
        let zone = match read {
            Ok(read) => read.zone,
            Err(message) => {
                let problems = vec![Problem::new(filename.clone(), message)];
                return Checked {
                    filename,
                    sources: Vec::new(),
                    findings: Vec::new(),
                    zone: None,
                    dropped: Vec::new(),
                    problems,
                    services: Vec::new(),
                    policies: Vec::new(),
                    octets,
                };
            }
        };
        let summary = ZoneSummary {
            name: zone.name().to_string(),
            filename: filename.clone(),
            serial: zone.soa().and_then(|soa| soa.u32(types::soa::SERIAL)),
            records: count(zone.record_count()),
            rrsets: count(zone.rrset_count()),
            names: count(zone.node_count()),
            ds_unknown: judgement.ds_unknown,
            held_against: judgement.held_against,
        };
        let problems = judgement
            .not_checked
            .iter()
            .map(|what| Problem::new(filename.clone(), format!("not checked: {what}")))
            .collect();
        let octets = zone.sources().iter().map(|source| count(source.bytes.len())).sum();
        let policies: Vec<Source> = policies_of(&zone, run.mta_sts)
            .map(|(_, file)| Source::new(file.name.clone(), None, file.octets.clone()))
            .collect();
        let mut sources = zone.into_sources();
        sources.extend(policies);
        Checked {
            filename,
            sources,
            findings: judgement.findings,
            zone: Some(summary),
            dropped: judgement.unshown.into_iter().collect(),
            problems,
            services: judgement.services,
            policies: judgement.policies,
            octets,
        }
    }
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// Holds all inputs of a run against each other; the outcomes are in their order.
#[must_use]
pub fn check_all(
    inputs: Vec<Input>,
    run: &Run<'_>,
    published: &[Published],
    parents: &[Zone],
) -> Vec<Checked> {
    let slots: Vec<OnceLock<Judgement>> = inputs.iter().map(|_| OnceLock::new()).collect();
    let given = Given::new(inputs.iter().filter_map(Input::zone), published, parents, run.limits);
    let services = services(run, &given);
    let has_deployments = run.inventory.served.iter().any(|served| !served.deployments.is_empty());
    let stage = (run.plan.asks_of_transitions() && (has_deployments || !published.is_empty()))
        .then(|| Stage::new(&given, run.timing, run.now));
    let changes = stage.as_ref().map(|stage| {
        let services = ServiceTransitions::of(stage, run.inventory, run.timing, run.now, run.limits);
        Changes { stage, services }
    });
    let across = Across::of(&given);
    let beside = Beside { given: &given, across: &across, changes: changes.as_ref(), services };
    run.workers.run(inputs.len(), &|at| {
        if let (Some(slot), Some(input)) = (slots.get(at), inputs.get(at)) {
            slot.get_or_init(|| input.judge(run, &beside));
        }
    });
    let mut judgements: Vec<Judgement> =
        slots.into_iter().map(|slot| slot.into_inner().unwrap_or_default()).collect();
    // What one zone makes the others be asked is known only now.
    for (input, judgement) in inputs.iter().zip(&mut judgements) {
        judgement.not_checked.extend(input.zone().into_iter().flat_map(|zone| ambiguous(zone, &given)));
    }
    inputs.into_iter().zip(judgements).map(|(input, judgement)| input.into_checked(judgement, run)).collect()
}

/// What could not be looked up for a zone because several files are the zone that would say, as clauses.
fn ambiguous(zone: &Zone, given: &Given<'_>) -> Vec<String> {
    /// Files that are named.
    const NAMED: usize = 3;
    let clause = |(name, files): (Name, Vec<&Zone>)| {
        let sources = files.iter().filter_map(|file| file.sources().first());
        let mut named: Vec<String> = sources.take(NAMED).map(|source| printable(&source.name)).collect();
        if files.len() > NAMED {
            named.push(format!("{} more", files.len() - NAMED));
        }
        format!(
            "names in `{name}`: {} files are this zone ({}), and nothing says which one is meant here; say the \
             view in each: `; danelaw: zone {name} view=<view>`",
            files.len(),
            named.join(", ")
        )
    };
    given.ambiguous_from(zone).into_iter().map(clause).collect()
}

/// The services of all inputs, judged where a rule asks and the user says something of any: by the zone that
/// has their records, those left out of which the user says nothing.
fn services<'z>(run: &'z Run<'_>, given: &'z Given<'z>) -> BTreeMap<ZoneId, Vec<Judged<'z>>> {
    let mut services: BTreeMap<ZoneId, Vec<Judged<'z>>> = BTreeMap::new();
    if run.inventory.is_empty() || run.plan.services.is_empty() {
        return services;
    }
    let zones = Zones::new(given, run.now, run.limits, None);
    let court = Court { zones: &zones, inventory: run.inventory, at: run.now };
    for judged in court.judge_all() {
        let home = judged.rrs.first().filter(|_| judged.served.is_some()).map(|record| record.zone().id());
        if let Some(home) = home {
            services.entry(home).or_default().push(judged);
        }
    }
    services
}

/// Reads a source as a zone and asks no rule.
///
/// # Errors
/// Why it is no zone.
pub fn read_zone(source: Source, run: &Run<'_>) -> Result<Zone, Problem> {
    read_beside(source, run, FaultKind::is_harmless)
}

/// Reads a parent zone, a DS set or trust anchors, and asks no rule.
///
/// # Errors
/// Why it is none.
pub fn read_parent(source: Source, run: &Run<'_>) -> Result<Zone, Problem> {
    // `--origin` names the zones that are checked, and tools write DS sets without TTLs.
    read_beside(source, &Run { origin: None, ..*run }, is_harmless_besides_ttls)
}

fn is_harmless_besides_ttls(kind: FaultKind) -> bool {
    kind.is_harmless() || kind == FaultKind::NoTtl
}

fn read_beside(source: Source, run: &Run<'_>, may_be: fn(FaultKind) -> bool) -> Result<Zone, Problem> {
    let filename = source.name.clone();
    let read = read(source, run).map_err(|message| Problem::new(filename.clone(), message))?;
    match read.problem(&filename, may_be) {
        None => Ok(read.zone),
        Some(problem) => Err(problem),
    }
}

/// A zone and what reading it came across.
pub struct Read {
    /// The zone.
    pub zone: Zone,
    /// What it is called by whom.
    pub naming: Naming,
    /// What could not be read as it should.
    pub faults: Vec<(SourceId, Fault)>,
    /// Faults of each kind that are counted and not kept.
    pub faults_dropped: BTreeMap<FaultKind, u64>,
}

impl Read {
    /// What was left unread because of a bound.
    fn limits_reached(&self) -> impl Iterator<Item = String> {
        let reached = self.faults.iter().filter(|(_, fault)| fault.kind.is_limit());
        reached.map(|(source, fault)| {
            let source = usize::try_from(source.0).ok().and_then(|at| self.zone.sources().get(at));
            let place = source.map_or_else(String::new, |source| {
                format!("line {} of {}: ", source.position(fault.start).row, printable(&source.name))
            });
            format!("{place}{}", fault.note)
        })
    }

    /// Why it is not the whole zone, some kinds of faults left aside.
    fn problem(&self, filename: &str, may_be: fn(FaultKind) -> bool) -> Option<Problem> {
        let (source, fault) = self.faults.iter().find(|(_, fault)| !may_be(fault.kind))?;
        let source = usize::try_from(source.0).ok().and_then(|at| self.zone.sources().get(at));
        let place =
            source.map_or_else(String::new, |source| format!("line {}: ", source.position(fault.start).row));
        Some(Problem::new(
            filename,
            format!("{place}it cannot be read as a whole; `danelaw check` says more"),
        ))
    }
}

fn read(source: Source, run: &Run<'_>) -> Result<Read, String> {
    if let Some(message) = not_a_zone(&source.bytes) {
        return Err(message);
    }
    run.limits.memory.take_for_text(&source.bytes)?;
    let naming = Naming::of(&source.bytes, source.path.as_deref(), run.origin);
    if naming.relative_soa && naming.winner().is_none() {
        return Err("nothing says which zone this is: give it with `--origin NAME`, or begin the file with \
            `$ORIGIN NAME.`"
            .to_owned());
    }
    let origin = naming.winner().map_or_else(Name::root, |winner| winner.name.clone());
    let completeness =
        if is_fragment(source.path.as_deref()) { Completeness::Fragment } else { Completeness::Whole };
    let setup = Setup {
        files: run.files,
        includes: run.includes,
        limits: run.limits,
        workers: run.workers,
        origin: &origin,
    };
    let parsed = parse::parse(source, &setup);
    let records: u64 = parsed.chunks.iter().map(|chunk| u64::from(chunk.len())).sum();
    run.limits.memory.take_for_records(parsed.chunks.iter().map(dear_records).sum())?;
    if records == 0 && parsed.faults.iter().all(|(_, fault)| fault.kind.is_harmless()) {
        return Err("there is no record in it".to_owned());
    }
    if let Some(source) = parsed.sources.first().filter(|source| source.found)
        && let Some(what) = parsed.unreadable.outnumbers(records, source)
    {
        return Err(format!(
            "it was found in a directory and is not zone text: {what}; name the file itself to see it checked"
        ));
    }
    let name = zone_name(&naming, &parsed, &origin);
    let (faults, faults_dropped) = (parsed.faults.clone(), parsed.faults_dropped.clone());
    let zone = Zone::build(parsed, name, completeness).in_view(naming.view.as_deref());
    Ok(Read { zone, naming, faults, faults_dropped })
}

/// Records of which rules may keep more than the zone does.
fn dear_records(chunk: &Chunk) -> u64 {
    use types::{A, AAAA, DNSKEY, DS, NS, NSEC, NSEC3, PTR, RRSIG};
    let is_dear =
        |&row: &u32| ![A, AAAA, PTR, NS, DS, RRSIG, NSEC, NSEC3, DNSKEY].contains(&chunk.rtype(row));
    count((0..chunk.len()).filter(is_dear).count())
}

/// Why a file is no zone file at all.
fn not_a_zone(bytes: &[u8]) -> Option<String> {
    if bytes.is_empty() {
        return Some("the file is empty".to_owned());
    }
    if let Some(what) = key_material(bytes) {
        let advice = match what {
            PRIVATE_KEY => "give the `.key` file with the DNSKEY, which is public",
            PEM => "`danelaw tlsa generate` reads certificates and keys",
            _ => "none of its text is shown",
        };
        return Some(format!("this is {what}, not a zone: {advice}"));
    }
    if let Some(what) = binary(bytes) {
        return Some(format!("this is {what}"));
    }
    failed_transfer(bytes)
}

/// `dig` writes its failures into its output.
fn failed_transfer(bytes: &[u8]) -> Option<String> {
    const SIGNS: [&[u8]; 5] = [
        b"; Transfer failed.",
        b";; communications error",
        b";; connection timed out",
        b";; Connection to ",
        b";; no servers could be reached",
    ];
    for at in
        memchr::memchr_iter(b';', bytes.get(..TEXT_PROBE).unwrap_or(bytes)).chain(tail_semicolons(bytes))
    {
        let at_line_start = at == 0 || bytes.get(at - 1) == Some(&b'\n');
        let rest = bytes.get(at..).unwrap_or_default();
        if at_line_start && SIGNS.iter().any(|sign| rest.starts_with(sign)) {
            let line = rest.split(|&byte| byte == b'\n').next().unwrap_or_default();
            return Some(format!("the transfer failed: {}", excerpt(line, 100)));
        }
    }
    None
}

/// Where semicolons stand in the last octets of a file.
fn tail_semicolons(bytes: &[u8]) -> impl Iterator<Item = usize> {
    let from = bytes.len().saturating_sub(TEXT_PROBE);
    memchr::memchr_iter(b';', bytes.get(from..).unwrap_or_default()).map(move |at| from + at)
}

/// The zone's name, now that the records are known.
fn zone_name(naming: &Naming, parsed: &Parsed, origin: &Name) -> Name {
    match naming.winner() {
        // Without a word from the user the SOA decides, since it is what a name server loads.
        Some(winner) if winner.evidence <= Evidence::Comment => winner.name.clone(),
        // `example.com SOA` without its dot is the zone's name twice, and no zone's name.
        winner => match first_soa_owner(parsed) {
            Some(owner) if winner.is_none_or(|winner| !repeats(owner, &winner.name)) => owner.to_name(),
            _ => origin.clone(),
        },
    }
}

/// Whether `owner` is `name` with `name` behind it once more.
fn repeats(owner: NameRef<'_>, name: &Name) -> bool {
    let twice = Name::parse(name.to_string().trim_end_matches('.').as_bytes(), name.borrow_name());
    !name.borrow_name().is_root() && twice.is_ok_and(|twice| twice.borrow_name() == owner)
}

/// `Kexample.+013+12345.key`, `dsset-example.` and `keyset-example.` hold loose records.
fn is_fragment(path: Option<&Path>) -> bool {
    let Some(file) = path.and_then(Path::file_name).and_then(|file| file.to_str()) else { return false };
    file.starts_with("dsset-")
        || file.starts_with("keyset-")
        || (file.starts_with('K') && file.ends_with(".key"))
}
