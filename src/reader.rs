//! Bytes to zones: is it text, which zone is it, what does it hold, what could not be read. Asks no rule.

use std::path::Path;

use crate::error::Problem;
use crate::fault::FaultKind;
use crate::limits::Limits;
use crate::nameserver::Server;
use crate::parse::{self, Chunk, IncludePolicy, Parsed, Setup};
use crate::rr::types;
use crate::source::{
    Files, Memory, PEM, PRIVATE_KEY, Placeholders, Source, TEXT_PROBE, binary, key_material,
};
use crate::wire::{Name, NameRef, excerpt, printable};
use crate::workers::{Serial, Workers};
use crate::zone::{Completeness, Evidence, Naming, Views, Zone, first_soa_owner};

/// Everything that reading zones needs besides their text.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    /// Where included files come from.
    pub files: &'a dyn Files,
    /// Which files may be included.
    pub includes: &'a IncludePolicy,
    /// Bounds.
    pub limits: &'a Limits,
    /// Who does parallel work.
    pub workers: &'a dyn Workers,
    /// The name of the zones, where the user gave it.
    pub origin: Option<&'a Name>,
    /// The views that the user gave by path.
    pub views: &'a Views,
    /// What is filled in before text is read.
    pub placeholders: &'a Placeholders,
}

/// One input: the zone that was read, or why there is none.
pub struct Input {
    filename: String,
    octets: u64,
    read: Result<Zone, String>,
}

impl Reader<'_> {
    /// Reads one source and what it includes.
    #[must_use]
    pub fn read(&self, source: Source) -> Input {
        let (filename, octets) = (source.name.clone(), count(source.bytes.len()));
        Input { filename, octets, read: self.zone_of(source) }
    }

    /// Reads a zone, every record of it.
    ///
    /// # Errors
    /// Why it is no zone, or not all of one.
    pub fn zone(&self, source: Source) -> Result<Zone, Problem> {
        self.read(source).whole(is_harmless_besides_dialects)
    }

    /// Reads a parent zone, a DS set or trust anchors.
    ///
    /// # Errors
    /// Why it cannot be read, or not all of it.
    pub fn parent(&self, source: Source) -> Result<Zone, Problem> {
        // The name that is given is that of the zones that are checked, and tools write DS sets without TTLs.
        Reader { origin: None, ..*self }.read(source).whole(is_harmless_besides_ttls)
    }

    fn zone_of(&self, mut source: Source) -> Result<Zone, String> {
        // First: a placeholder may stand in a key, too.
        if let Some(message) = not_a_zone(&source.bytes) {
            return Err(message);
        }
        source.fill(self.placeholders, self.limits.source_octets)?;
        self.limits.memory.take_for_text(&source.bytes)?;
        let assigned = source.assigned.clone();
        let given = assigned.as_ref().map(|assigned| &assigned.zone).or(self.origin);
        let mut naming = Naming::of(&source.bytes, source.path.as_deref(), given);
        if assigned.is_some() {
            naming.name_from_configuration();
        }
        if naming.relative_soa && naming.winner().is_none() {
            return Err(
                "nothing says which zone this is: give it with `--origin NAME`, or begin the file with \
            `$ORIGIN NAME.`"
                    .to_owned(),
            );
        }
        let origin = naming.winner().map_or_else(Name::root, |winner| winner.name.clone());
        let is_loose = source.path.as_deref().is_some_and(is_loose);
        let setup = Setup {
            files: self.files,
            includes: self.includes,
            limits: self.limits,
            workers: self.workers,
            origin: &origin,
            placeholders: self.placeholders,
        };
        let path = source.path.clone();
        let parsed = parse::parse(source, &setup);
        let records: u64 = parsed.chunks.iter().map(|chunk| u64::from(chunk.len())).sum();
        self.limits.memory.take_for_records(parsed.chunks.iter().map(dear_records).sum())?;
        if records == 0 && parsed.faults.iter().all(|(_, fault)| fault.kind.is_harmless()) {
            return Err("there is no record in it".to_owned());
        }
        if let Some(source) = parsed.sources.first().filter(|source| source.found)
            && let Some(what) = parsed.unreadable.outnumbers(records, source)
        {
            return Err(format!(
                "it was found in a directory and is not zone text: {what}; name the file itself to see it \
                checked"
            ));
        }
        if let Some(message) = not_zone_text(&parsed, records, &naming) {
            return Err(message);
        }
        let are_hints = parsed.are_root_hints();
        let name = if are_hints { Name::root() } else { zone_name(&naming, &parsed, &origin) };
        let is_part = path.as_deref().is_some_and(is_named_part) && first_soa_owner(&parsed).is_none();
        let is_loose = is_loose || are_hints || is_part;
        let completeness = if is_loose { Completeness::Fragment } else { Completeness::Whole };
        let view = match &assigned {
            Some(assigned) => assigned.view.clone(),
            None => naming.view.clone().or_else(|| self.view_of(path.as_deref()?)),
        };
        let zone = Zone::build(parsed, name, completeness, self.workers);
        let zone = if assigned.is_some_and(|assigned| assigned.is_policy) { zone.as_policy() } else { zone };
        Ok(zone.in_view(view.as_deref()).with_naming(naming))
    }
}

impl Reader<'_> {
    /// The view that a file's path puts it into.
    fn view_of(&self, path: &Path) -> Option<String> {
        if self.views.is_empty() {
            return None;
        }
        let path = self.files.canonical(path).unwrap_or_else(|_| path.to_path_buf());
        self.views.of(&path).map(str::to_owned)
    }
}

impl Zone {
    /// Reads the text of the zone `origin`: its records, and the faults of the text. Asks no rule, and
    /// includes no file.
    ///
    /// # Errors
    /// Why it is no zone, or `origin` no name.
    pub fn parse(text: impl Into<Vec<u8>>, origin: &str) -> Result<Zone, Problem> {
        let origin = Name::absolute(origin).map_err(|error| Problem::new(origin, error.to_string()))?;
        let reader = Reader {
            files: &Memory::default(),
            includes: &IncludePolicy::default(),
            limits: &Limits::default(),
            workers: &Serial,
            origin: Some(&origin),
            views: &Views::default(),
            placeholders: &Placeholders::default(),
        };
        reader.read(Source::new("<text>", None, text.into())).into_zone()
    }
}

impl Input {
    /// An input that could not be opened.
    #[must_use]
    pub fn failed(problem: Problem) -> Input {
        Input { filename: problem.subject, octets: 0, read: Err(problem.message) }
    }

    /// The zone, where there is one.
    #[must_use]
    pub fn zone(&self) -> Option<&Zone> {
        self.read.as_ref().ok()
    }

    /// Why there is no zone, or why it is not all of it.
    #[must_use]
    pub fn problem(&self) -> Option<Problem> {
        self.problem_besides(FaultKind::is_harmless)
    }

    /// As [`Input::problem`], for those who need no TTL.
    #[must_use]
    pub fn problem_besides_ttls(&self) -> Option<Problem> {
        self.problem_besides(is_harmless_besides_ttls)
    }

    /// Why there is no zone, or, some kinds of faults left aside, why it is not all of it.
    fn problem_besides(&self, may_be: fn(FaultKind) -> bool) -> Option<Problem> {
        match &self.read {
            Ok(zone) => unread(zone, &self.filename, may_be),
            Err(message) => Some(Problem::new(self.filename.clone(), message.clone())),
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

    /// Octets of the source itself.
    #[must_use]
    pub fn octets(&self) -> u64 {
        self.octets
    }

    /// The zone, of which parts may be unread.
    ///
    /// # Errors
    /// Why there is none.
    pub fn into_zone(self) -> Result<Zone, Problem> {
        let Input { filename, read, .. } = self;
        read.map_err(|message| Problem::new(filename, message))
    }

    /// The zone, where nothing of it is unread but for what some kinds of faults leave.
    fn whole(self, may_be: fn(FaultKind) -> bool) -> Result<Zone, Problem> {
        // Tools write keys and DS sets without TTLs.
        let is_loose = self.zone().is_some_and(|zone| zone.completeness() == Completeness::Fragment);
        match self.problem_besides(if is_loose { is_harmless_besides_ttls } else { may_be }) {
            None => self.into_zone(),
            Some(problem) => Err(problem),
        }
    }
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// What only some programs read has an owner, of which nobody says then what it lacks.
fn is_harmless_besides_dialects(kind: FaultKind) -> bool {
    kind.is_harmless() || kind == FaultKind::Dialect
}

fn is_harmless_besides_ttls(kind: FaultKind) -> bool {
    is_harmless_besides_dialects(kind) || kind == FaultKind::NoTtl
}

/// Why a zone is not all of what its file has, some kinds of faults left aside.
fn unread(zone: &Zone, filename: &str, may_be: fn(FaultKind) -> bool) -> Option<Problem> {
    let (source, fault) = zone.faults().iter().find(|(_, fault)| !may_be(fault.kind))?;
    let source = usize::try_from(source.0).ok().and_then(|at| zone.sources().get(at));
    let place =
        source.map_or_else(String::new, |source| format!("line {}: ", source.position(fault.start).row));
    Some(Problem::new(filename, format!("{place}it cannot be read as a whole; `danelaw check` says more")))
}

/// What of a zone was left unread because of a bound, one clause each.
pub fn limits_reached(zone: &Zone) -> impl Iterator<Item = String> {
    zone.faults().iter().filter(|(_, fault)| fault.kind.is_limit()).map(|(source, fault)| {
        let source = usize::try_from(source.0).ok().and_then(|at| zone.sources().get(at));
        let place = source.map_or_else(String::new, |source| {
            format!("line {} of {}: ", source.position(fault.start).row, printable(&source.name))
        });
        format!("{place}{}", fault.note)
    })
}

/// Why a text without any record is not the text of a zone: next to no entry has a record type.
fn not_zone_text(parsed: &Parsed, records: u64, naming: &Naming) -> Option<String> {
    /// Entries without a record type that are no slip.
    const ENTRIES: usize = 3;
    let source = parsed.sources.first()?;
    let is_named = naming
        .candidates
        .iter()
        .any(|candidate| matches!(candidate.evidence, Evidence::Comment | Evidence::Origin | Evidence::Soa));
    let typed = parsed.unread.iter().filter(|(_, rtype)| rtype.0 != 0).count();
    if records > 0
        || is_named
        || parsed.unread.len() < ENTRIES
        || typed.saturating_mul(4) > parsed.unread.len()
    {
        return None;
    }
    if let Some(server) = Server::of(&source.bytes) {
        return Some(format!(
            "this is a configuration of {}, not a zone: `danelaw check` reads the zones that it lists",
            server.name()
        ));
    }
    let line = source.position(parsed.unreadable.first?).row;
    Some(format!(
        "this is not a zone file: none of its {} entries is a record, the first in line {line}",
        parsed.unreadable.entries
    ))
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

/// Whether a file's name says that it holds loose records: `Kexample.+013+12345.key`, `dsset-example.` and
/// `keyset-example.`.
#[must_use]
pub fn is_loose(path: &Path) -> bool {
    let Some(file) = path.file_name().and_then(|file| file.to_str()) else { return false };
    file.starts_with("dsset-")
        || file.starts_with("keyset-")
        || (file.starts_with('K') && file.ends_with(".key"))
}

/// Whether a file's name says that other files include it.
fn is_named_part(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let name = name.strip_suffix(".zone").unwrap_or(name);
    [".inc", ".incl", ".include", ".part", ".fragment", ".snippet"]
        .iter()
        .any(|ending| name.ends_with(ending))
}
