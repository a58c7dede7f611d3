//! What the tests share: one way to check text, at one fixed time.
#![allow(dead_code, reason = "each test crate uses a part of it")]
#![allow(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

pub mod cli;
#[macro_use]
pub mod repo;
pub mod tokens;
pub mod uses;

use std::path::{Path, PathBuf};

use danelaw::config::{Config, Unsigned};
use danelaw::dane::{Deployment, Inventory, Material, Served, Service};
use danelaw::engine::{Plan, Run, Selection, check_all};
use danelaw::finding::Finding;
use danelaw::limits::Limits;
use danelaw::mail::mta_sts::PolicyFile;
use danelaw::parse::IncludePolicy;
use danelaw::policy::Policies;
use danelaw::reader::Reader;
use danelaw::report::Checked;
use danelaw::resolve::Published;
use danelaw::rollover::Timing;
use danelaw::rules;
use danelaw::source::{Disk, Files, Memory, Placeholders, Source};
use danelaw::wire::{Name, Timestamp, Ttl};
use danelaw::workers::{Serial, Workers};
use danelaw::zone::Views;

/// 2026-12-01T00:00:00Z.
pub const NOW: Timestamp = Timestamp(1_796_083_200);

/// The repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Checks one source with every rule.
pub fn check(source: Source, files: &dyn Files, origin: Option<&str>, workers: &dyn Workers) -> Checked {
    check_beside(&Beside::default(), source, files, origin, workers)
}

/// What a zone is held against.
#[derive(Default)]
pub struct Beside {
    /// The rules that are asked.
    pub selection: Selection,
    /// MTA-STS policy files.
    pub mta_sts: Vec<PolicyFile>,
    /// The zone as it is published.
    pub published: Vec<Source>,
    /// The parent zone, a DS set or a trust anchor.
    pub parents: Vec<Source>,
    /// Zones that are checked in the same run.
    pub together: Vec<Source>,
    /// Services and their certificates.
    pub inventory: Inventory,
    /// Unsigned zones are what is served.
    pub is_as_is: bool,
    /// When what is published, and how long that takes.
    pub change: Change,
}

/// `change.toml`: what options of `check` say of times.
#[derive(Default, serde::Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Change {
    publish_at: Option<String>,
    published_at: Option<String>,
    ds_since: Option<String>,
    propagation: Option<String>,
    skew: Option<String>,
    safety: Option<String>,
    deploy: Vec<Deploy>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Deploy {
    owner: String,
    chain: PathBuf,
    at: Option<String>,
}

impl Change {
    fn timing(&self) -> Timing {
        let time = |text: &String| Timestamp::parse(text, NOW).expect("a time");
        let seconds = |text: &Option<String>| {
            text.as_ref().map(|text| Ttl::parse(text.as_bytes()).expect("a duration").0)
        };
        let mut timing = Timing::new(self.publish_at.as_ref().map_or(NOW, time));
        timing.asked_at = NOW;
        timing.published_at = self.published_at.as_ref().map(time);
        timing.ds_since = self.ds_since.as_ref().map(time);
        timing.propagation_s = seconds(&self.propagation);
        timing.skew_s = seconds(&self.skew).unwrap_or(0);
        timing.safety_s = seconds(&self.safety).unwrap_or(0);
        timing
    }
}

/// Checks one source with every rule, held against others.
pub fn check_beside(
    beside: &Beside,
    source: Source,
    files: &dyn Files,
    origin: Option<&str>,
    workers: &dyn Workers,
) -> Checked {
    let plan = Plan::new(&beside.selection).expect("a selection that names no unknown rule");
    let origin = origin.map(|text| Name::absolute(text).expect("a test origin"));
    let (mut policies, limits, includes) = (Policies::default(), Limits::default(), IncludePolicy::default());
    // As most servers of zone files do: that one is not signed is the fault of one rule only.
    policies.general.signed_later = !beside.is_as_is;
    let (inventory, timing) = (&beside.inventory, beside.change.timing());
    let run = Run {
        mta_sts: &beside.mta_sts,
        plan: &plan,
        now: NOW,
        inventory,
        policies: &policies,
        timing: &timing,
        limits: &limits,
        workers,
    };
    let (includes, origin, views) = (&includes, origin.as_ref(), &Views::default());
    let placeholders = &Placeholders::default();
    let reader = Reader { files, includes, limits: &limits, workers, origin, views, placeholders };
    let copy = |source: &Source| Source::new(source.name.clone(), source.path.clone(), source.bytes.clone());
    let published = beside.published.iter().map(|source| reader.zone(copy(source)).expect("a zone beside"));
    let published: Vec<_> =
        published.map(|zone| Published { zone, since: timing.published_at, of: None }).collect();
    let parents: Vec<_> =
        beside.parents.iter().map(|source| reader.parent(copy(source)).expect("a parent")).collect();
    let inputs = std::iter::once(source)
        .chain(beside.together.iter().map(copy))
        .map(|source| reader.read(source))
        .collect();
    let checked = check_all(inputs, &run, &published, &parents);
    checked.into_iter().next().expect("one outcome for one input")
}

/// Checks text that is in no file.
pub fn check_text(text: &[u8], origin: Option<&str>) -> Checked {
    check(Source::new("<test>", None, text.to_vec()), &Memory::default(), origin, &Serial)
}

/// Checks a file of the repository, called by its path from there; against `published.txt` and `parent.txt`,
/// and together with `together.txt`, where they are beside it, `bad.together.txt` for `bad.zone` alone; with
/// the services of `danelaw.toml` and the times of `change.toml`.
pub fn check_file(path: &Path) -> Checked {
    let sibling = |name: &str| -> Vec<Source> {
        let own =
            path.file_stem().map(|stem| path.with_file_name(format!("{}.{name}", stem.to_string_lossy())));
        let named =
            own.into_iter().chain([path.with_file_name(name)]).find(|path| root().join(path).exists());
        named.iter().map(|path| open(path)).collect()
    };
    let config = settings(path, "toml", "danelaw.toml")
        .map(|path| Config::read(&path, &Disk).expect("a good danelaw.toml"))
        .unwrap_or_default();
    let change = settings(path, "change.toml", "change.toml")
        .map(|path| std::fs::read_to_string(path).expect("a readable change.toml"));
    let change: Change =
        change.map(|text| toml::from_str(&text).expect("a good change.toml")).unwrap_or_default();
    let mut inventory = inventory(&config);
    for deploy in &change.deploy {
        let service = Service::parse(&deploy.owner).expect("an owner");
        let at = deploy
            .at
            .as_ref()
            .map_or(change.timing().publish_at, |at| Timestamp::parse(at, NOW).expect("a time"));
        let deployment = Deployment { at, chain: material(&root().join(path).with_file_name(&deploy.chain)) };
        match inventory.served.iter_mut().find(|served| served.service.owner() == service.owner()) {
            Some(served) => served.deployments.push(deployment),
            None => inventory.served.push(Served { deployments: vec![deployment], ..Served::new(service) }),
        }
    }
    let policy = |(domain, path): (&String, &PathBuf)| {
        let name = path.strip_prefix(root()).expect("a path inside").display().to_string();
        let domain = Name::absolute(domain).expect("a domain");
        PolicyFile::new(&domain, name, std::fs::read(path).expect("a readable policy"), &Limits::default())
    };
    let mut mta_sts: Vec<PolicyFile> = config.mta_sts.iter().map(policy).collect();
    danelaw::mail::domain::sort_policies(&mut mta_sts);
    let beside = Beside {
        selection: selection(path),
        mta_sts,
        published: ["published.txt", "published-parent.txt"].into_iter().flat_map(sibling).collect(),
        parents: sibling("parent.txt"),
        together: sibling("together.txt"),
        inventory,
        is_as_is: config.unsigned == Some(Unsigned::AsIs),
        change,
    };
    check_beside(&beside, open(path), &Disk, None, &Serial)
}

/// The rules of a fixture: that of the folder, also where it is asked only on request. What a domain should
/// publish besides its MX is asked in the fixtures of mail only.
fn selection(path: &Path) -> Selection {
    let words: Vec<&str> = path.components().filter_map(|part| part.as_os_str().to_str()).collect();
    match words.as_slice() {
        ["testzones", group, name, _] if !group.starts_with('_') => selection_of(group, name),
        _ => Selection::default(),
    }
}

/// The groups about mail.
const MAIL_GROUPS: &[&str] = &[
    "bimi",
    "caa",
    "dkim",
    "dmarc",
    "dnx",
    "m365",
    "mail_name",
    "mta_sts",
    "mx",
    "openpgpkey",
    "smimea",
    "spf",
    "tls_rpt",
];

/// As for a file in the folder of a rule.
pub fn selection_of(group: &str, name: &str) -> Selection {
    let others = rules::ALL
        .iter()
        .filter(|rule| MAIL_GROUPS.contains(&rule.group) && !MAIL_GROUPS.contains(&group))
        .map(|rule| rule.name.to_owned());
    let mut selection = Selection::default();
    selection.extend_select.push(name.to_owned());
    selection.ignore.extend(others);
    selection
}

/// The settings of a file's own name, or else those of its folder.
fn settings(path: &Path, extension: &str, shared: &str) -> Option<PathBuf> {
    let (own, shared) =
        (root().join(path).with_extension(extension), root().join(path).with_file_name(shared));
    [own, shared].into_iter().find(|path| path.exists())
}

fn material(path: &PathBuf) -> Material {
    let bytes = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Material { name: leaf(path), parts: danelaw::cert::read(&bytes).expect("a certificate or key") }
}

/// What a configuration says of services.
fn inventory(config: &Config) -> Inventory {
    let mut inventory = Inventory::default();
    for settings in &config.services {
        for owner in &settings.owners {
            let mut served = Served::new(Service::parse(owner).expect("an owner"));
            served.chains.extend(settings.chain.iter().map(material));
            served.next.extend(settings.next_key.iter().map(material));
            served
                .next_hops
                .extend(settings.next_hops.iter().map(|name| Name::absolute(name).expect("a name")));
            served.starttls = settings.starttls;
            inventory.served.push(served);
        }
    }
    inventory
}

/// A file of the repository.
pub fn open(path: &Path) -> Source {
    let full = root().join(path);
    let bytes = std::fs::read(&full).unwrap_or_else(|error| panic!("{}: {error}", full.display()));
    Source::new(path.to_string_lossy().into_owned(), Some(full), bytes)
}

/// Row and rule of each finding, sorted.
pub fn rows(checked: &Checked) -> Vec<(usize, &'static str)> {
    let mut rows: Vec<_> =
        checked.findings.iter().map(|finding| (row(checked, finding), finding.name)).collect();
    rows.sort_unstable();
    rows
}

/// The row a finding points at, from 1.
pub fn row(checked: &Checked, finding: &Finding) -> usize {
    let source = &checked.sources[usize::try_from(finding.span.source.0).expect("a small number")];
    source.position(finding.span.start).row
}

/// Subfolders of a folder, by name.
pub fn folders(path: &Path) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = std::fs::read_dir(path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}

/// The last part of a path.
pub fn leaf(path: &Path) -> String {
    path.file_name().expect("a named path").to_string_lossy().into_owned()
}
