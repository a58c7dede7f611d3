//! `danelaw.toml`: read, checked, and laid under what the command line says.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use serde::Deserialize;
use serde::de::Error as _;

use crate::error::Problem;
use crate::finding::Severity;
use crate::policy::{Override, Policies, Policy, ZonePattern};
use crate::source::{Files, Placeholders, describe, key_material, name_of};
use crate::wire::{Ttl, excerpt, printable};
use crate::zone::Views;

/// What the file is called.
pub const FILE_NAME: &str = "danelaw.toml";

/// How a configuration that was found gets what only one that was named has.
const TRUST: &str = "name this file with `--config`, or trust it with `--trust-config`";

/// Octets of a path or a name in messages.
const SHOWN: usize = 120;

/// Largest configuration file that is read.
const MAX_OCTETS: u64 = 1 << 20;

/// The settings of a `danelaw.toml`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Config {
    /// Presets: a name or a list of names.
    #[serde(deserialize_with = "name_or_names")]
    pub preset: Vec<String>,
    /// Rules to run, by code, name or the letters a code starts with; the default rules where the file has no
    /// such setting.
    #[serde(deserialize_with = "one_rule_or_more")]
    pub select: Vec<String>,
    /// Rules to run besides.
    pub extend_select: Vec<String>,
    /// Rules not to run.
    pub ignore: Vec<String>,
    /// The least severity that makes the exit status 1.
    pub fail_on: Option<Threshold>,
    /// Paths not to look at, as `.gitignore` writes them.
    pub exclude: Vec<String>,
    /// Directories that `$INCLUDE` may reach besides the including file's own, from this file's directory.
    pub include_roots: Vec<PathBuf>,
    /// Severities that differ from the rules' own, by rule.
    pub severity: BTreeMap<String, Level>,
    /// How long before its end an expiring signature is reported: `3d`.
    pub expires_within: Option<Period>,
    /// How long a signature may be valid: `180d`.
    pub longest_validity: Option<Period>,
    /// What zone files without signatures are taken for.
    pub unsigned: Option<Unsigned>,
    /// What differs for some zones; later ones win.
    pub overrides: Vec<ZoneSettings>,
    /// MTA-STS policy files by domain, from this file's directory.
    pub mta_sts: BTreeMap<String, PathBuf>,
    /// Texts that a deployment puts something else in place of, with what stands for that here.
    #[serde(deserialize_with = "one_line_each")]
    pub placeholders: BTreeMap<String, String>,
    /// Views by path.
    #[serde(rename = "view")]
    pub views: Vec<ViewSettings>,
    /// Services and their certificates.
    #[serde(rename = "service")]
    pub services: Vec<ServiceSettings>,
}

/// The files of one view.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ViewSettings {
    /// What the view is called.
    pub name: String,
    /// Files, and directories with all files below them, from this file's directory.
    pub paths: Vec<PathBuf>,
}

/// One or several services with the same certificates. Paths start at the configuration file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ServiceSettings {
    /// Owner names: `_25._tcp.mail.example.org`.
    pub owners: Vec<String>,
    /// The chain that the server sends; several where it has certificates of several algorithms.
    #[serde(default, deserialize_with = "one_or_several")]
    pub chain: Vec<PathBuf>,
    /// Certificates, requests or keys that come next.
    #[serde(default, deserialize_with = "one_or_several")]
    pub next_key: Vec<PathBuf>,
    /// Domains whose clients come here, besides those whose MX or SRV records the zones have.
    #[serde(default)]
    pub next_hops: Vec<String>,
    /// Whether the server offers STARTTLS; `false` makes TLSA records for it an error.
    pub starttls: Option<bool>,
}

/// A path, or a list of paths.
fn one_or_several<'d, D: serde::Deserializer<'d>>(from: D) -> Result<Vec<PathBuf>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "expected a path or a list of paths")]
    enum OneOrSeveral {
        One(PathBuf),
        Several(Vec<PathBuf>),
    }
    Ok(match OneOrSeveral::deserialize(from)? {
        OneOrSeveral::One(path) => vec![path],
        OneOrSeveral::Several(paths) => paths,
    })
}

/// Placeholders, none of them empty, each of one line as what is put in its place.
fn one_line_each<'d, D: serde::Deserializer<'d>>(from: D) -> Result<BTreeMap<String, String>, D::Error> {
    let placeholders = BTreeMap::<String, String>::deserialize(from)?;
    if placeholders.contains_key("") {
        return Err(D::Error::custom("a placeholder is empty: write the text that stands in the zone files"));
    }
    let is_long =
        |(placeholder, value): &(&String, &String)| placeholder.contains('\n') || value.contains('\n');
    match placeholders.iter().find(is_long) {
        Some((placeholder, _)) => Err(D::Error::custom(format!(
            "the placeholder `{}` or its value has several lines",
            excerpt(placeholder.as_bytes(), SHOWN)
        ))),
        None => Ok(placeholders),
    }
}

/// A list of rules that is not empty: an empty one would read as "no rule", and mean the default rules.
fn one_rule_or_more<'d, D: serde::Deserializer<'d>>(from: D) -> Result<Vec<String>, D::Error> {
    let words = Vec::<String>::deserialize(from)?;
    if words.is_empty() {
        return Err(D::Error::custom(
            "the list names no rule, so that nothing would be checked: name rules, or leave the setting out \
            for the default ones",
        ));
    }
    Ok(words)
}

/// A name, or a list of names that is not empty.
fn name_or_names<'d, D: serde::Deserializer<'d>>(from: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "expected a name or a list of names")]
    enum NameOrNames {
        One(String),
        Several(Vec<String>),
    }
    Ok(match NameOrNames::deserialize(from)? {
        NameOrNames::One(name) => vec![name],
        NameOrNames::Several(names) if names.is_empty() => {
            return Err(D::Error::custom("the list names no preset: name one, or leave the setting out"));
        }
        NameOrNames::Several(names) => names,
    })
}

/// What differs for some zones.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ZoneSettings {
    /// `example.org`, or `*.example.org` for every zone below it.
    pub zones: Vec<String>,
    /// As in [`Config`].
    pub expires_within: Option<Period>,
    /// As in [`Config`].
    pub longest_validity: Option<Period>,
    /// As in [`Config`].
    pub unsigned: Option<Unsigned>,
}

/// What zone files without signatures are taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Unsigned {
    /// What a signer reads: they are signed before they are served.
    SignedLater,
    /// What is served.
    AsIs,
}

/// A length of time as written in the file, in seconds: `3d`, `1h30m`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Period(pub u32);

impl TryFrom<String> for Period {
    type Error = String;

    fn try_from(text: String) -> Result<Period, String> {
        Ttl::parse(text.as_bytes())
            .map(|period| Period(period.0))
            .map_err(|_| format!("`{text}` is no length of time: write 3d, 12h or 1h30m"))
    }
}

/// From which severity on findings make the exit status 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Threshold {
    /// Errors.
    Error,
    /// Warnings and errors.
    Warning,
    /// Anything.
    Info,
    /// Nothing: findings never change the exit status.
    Never,
}

/// A severity as written in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Level {
    /// [`Severity::Error`].
    Error,
    /// [`Severity::Warning`].
    Warning,
    /// [`Severity::Info`].
    Info,
}

impl Threshold {
    /// The least severity that counts; `None` for never.
    #[must_use]
    pub fn severity(self) -> Option<Severity> {
        match self {
            Threshold::Error => Some(Severity::Error),
            Threshold::Warning => Some(Severity::Warning),
            Threshold::Info => Some(Severity::Info),
            Threshold::Never => None,
        }
    }
}

impl From<Level> for Severity {
    fn from(level: Level) -> Severity {
        match level {
            Level::Error => Severity::Error,
            Level::Warning => Severity::Warning,
            Level::Info => Severity::Info,
        }
    }
}

/// What is wrong and where, without the lines of the file: it may be another file than it was taken for.
fn fault_with_message(error: &toml::de::Error, text: &str) -> String {
    let before = error.span().and_then(|span| text.get(..span.start));
    let place = before.map_or_else(String::new, |before| {
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let column = before.get(start..).unwrap_or_default().chars().count() + 1;
        format!("line {}, column {column}: ", before.matches('\n').count() + 1)
    });
    format!("{place}{}", printable(error.message()))
}

/// The configuration in a file; `words` puts a fault into words.
fn parsed(bytes: Vec<u8>, words: fn(&toml::de::Error, &str) -> String) -> Result<Config, String> {
    let text = String::from_utf8(bytes).map_err(|error| not_utf_8(error.as_bytes()))?;
    match key_material(text.as_bytes()) {
        Some(what) => Err(format!("this is {what}, not a configuration")),
        None => toml::from_str(&text).map_err(|error| words(&error, &text)),
    }
}

fn not_utf_8(bytes: &[u8]) -> String {
    key_material(bytes)
        .map_or_else(|| "it is not UTF-8".to_owned(), |what| format!("this is {what}, not a configuration"))
}

impl Config {
    /// The wishes about time, where `expires_within` on the command line wins over every zone's own.
    ///
    /// # Errors
    /// When an override names a zone that is no name.
    pub fn policies(&self, expires_within: Option<Period>) -> Result<Policies, Problem> {
        let mut general = Policy::default();
        general.expires_within_s =
            expires_within.or(self.expires_within).map_or(general.expires_within_s, |period| period.0);
        general.longest_validity_s =
            self.longest_validity.map_or(general.longest_validity_s, |period| period.0);
        general.signed_later = self.unsigned == Some(Unsigned::SignedLater);
        let pattern = |text: &String| {
            ZonePattern::parse(text)
                .ok_or_else(|| Problem::new(FILE_NAME, format!("overrides: `{text}` is no zone")))
        };
        let over = |settings: &ZoneSettings| {
            Ok::<_, Problem>(Override {
                zones: settings.zones.iter().map(pattern).collect::<Result<_, _>>()?,
                expires_within_s: settings
                    .expires_within
                    .filter(|_| expires_within.is_none())
                    .map(|period| period.0),
                longest_validity_s: settings.longest_validity.map(|period| period.0),
                signed_later: settings.unsigned.map(|unsigned| unsigned == Unsigned::SignedLater),
            })
        };
        Ok(Policies { general, overrides: self.overrides.iter().map(over).collect::<Result<_, _>>()? })
    }

    /// Reads the file at `path`, which the user named: it is trusted, and may name any file.
    ///
    /// # Errors
    /// When it cannot be read, is not TOML, or has a setting that does not exist.
    pub fn read(path: &Path, files: &dyn Files) -> Result<Config, Problem> {
        let problem = |message: String| Problem::new(name_of(path), message);
        let bytes = files.read(path, MAX_OCTETS).map_err(|error| problem(describe(&error)))?;
        Ok(parsed(bytes, fault_with_message).map_err(problem)?.located(path))
    }

    /// Reads the file at `path`, which was found and may be as foreign as the zones beside it: it widens
    /// nothing that is read beyond its own directory, and messages have no text of it.
    ///
    /// # Errors
    /// As [`Config::read`]; that it is a link out of its directory, or names a file outside of it.
    pub fn read_found(path: &Path, files: &dyn Files) -> Result<Config, Problem> {
        let problem = |message: String| Problem::new(name_of(path), message);
        let unreadable = |error| problem(describe(&error));
        let home = files.canonical(path.parent().unwrap_or(Path::new(""))).map_err(unreadable)?;
        let opened = files.open(path).map_err(unreadable)?;
        if !opened.canonical.starts_with(&home) {
            return Err(problem(format!(
                "it is a symbolic link out of its directory, and was not read: {TRUST}"
            )));
        }
        let bytes = opened.read(MAX_OCTETS).map_err(unreadable)?;
        let config = parsed(bytes, fault_without_text).map_err(problem)?;
        if let Some((key, outside)) = config.paths().find(|(_, named)| !is_inside(&home, named, files)) {
            let shown = excerpt(outside.as_os_str().as_encoded_bytes(), SHOWN);
            return Err(problem(format!(
                "`{key}` names `{shown}`, which is outside of the directory of this file: {TRUST}"
            )));
        }
        Ok(config.located(path))
    }

    /// What is filled in before zones are read.
    #[must_use]
    pub fn placeholders(&self) -> Placeholders {
        Placeholders::new(self.placeholders.clone())
    }

    /// The views by canonical path, where there is such a path.
    #[must_use]
    pub fn views(&self, files: &dyn Files) -> Views {
        let mut views = Views::default();
        for (view, path) in self.views.iter().flat_map(|view| view.paths.iter().map(move |path| (view, path)))
        {
            views.add(files.canonical(path).unwrap_or_else(|_| path.clone()), view.name.as_str());
        }
        views
    }

    /// The files and directories that it names, each with its key.
    fn paths(&self) -> impl Iterator<Item = (&'static str, &PathBuf)> {
        let with = |key| move |path| (key, path);
        let services = || self.services.iter();
        let roots = self.include_roots.iter().map(with("include-roots"));
        let policies = self.mta_sts.values().map(with("mta-sts"));
        let chains = services().flat_map(|service| &service.chain).map(with("service.chain"));
        let next_keys = services().flat_map(|service| &service.next_key).map(with("service.next-key"));
        roots.chain(policies).chain(chains).chain(next_keys)
    }

    /// With its paths starting at its own directory.
    fn located(mut self, path: &Path) -> Config {
        let home = path.parent().unwrap_or(Path::new(""));
        let certificates = self
            .services
            .iter_mut()
            .flat_map(|service| service.chain.iter_mut().chain(&mut service.next_key));
        let views = self.views.iter_mut().flat_map(|view| &mut view.paths);
        let files = self.include_roots.iter_mut().chain(certificates).chain(self.mta_sts.values_mut());
        for path in files.chain(views) {
            *path = home.join(&*path);
        }
        self
    }

    /// The nearest `danelaw.toml` at or above `directory`, be it readable or not.
    #[must_use]
    pub fn find(directory: &Path, files: &dyn Files) -> Option<PathBuf> {
        let mut at = files.canonical(directory).ok()?;
        loop {
            let candidate = at.join(FILE_NAME);
            if files.is_there(&candidate) {
                return Some(candidate);
            }
            if !at.pop() {
                return None;
            }
        }
    }
}

/// Whether a path that starts at `home` leads to nothing outside of it; what does not exist is judged by what
/// does.
fn is_inside(home: &Path, named: &Path, files: &dyn Files) -> bool {
    let path = home.join(named);
    let nearest = path
        .ancestors()
        .find_map(|above| Some((files.canonical(above).ok()?, path.strip_prefix(above).ok()?)));
    nearest.is_some_and(|(above, rest)| {
        above.starts_with(home) && rest.components().all(|part| matches!(part, Component::Normal(_)))
    })
}

/// What is wrong with the text of a configuration, and on which line, without any of that text but a
/// setting's name.
fn fault_without_text(error: &toml::de::Error, text: &str) -> String {
    let line = error
        .span()
        .and_then(|span| text.get(..span.start))
        .map_or(1, |before| before.matches('\n').count() + 1);
    let is_name = |name: &str| {
        name.len() <= SHOWN
            && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-' || byte == b'_')
    };
    let message = error.message();
    let unknown = message.strip_prefix("unknown field `").and_then(|rest| rest.split_once('`'));
    // What is said of an empty list is our own text.
    let is_ours = unknown.is_some_and(|(name, _)| is_name(name))
        || ["missing field `", "the list names no "].iter().any(|ours| message.starts_with(ours));
    let fault = match toml::from_str::<toml::Table>(text) {
        Err(_) => "this is not TOML",
        Ok(_) if is_ours => return format!("line {line}: {message}"),
        Ok(_) => "a setting does not exist, or does not take this value",
    };
    format!("line {line}: {fault}; `--config` with the path of this file reports more")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Memory;

    fn read(text: &str) -> Result<Config, Problem> {
        let mut files = Memory::default();
        files.insert("etc/danelaw.toml", text);
        Config::read(Path::new("etc/danelaw.toml"), &files)
    }

    #[test]
    fn settings_are_read_and_roots_start_at_the_file() {
        let config = read(
            "ignore = ['SOA']\nfail-on = 'error'\ninclude-roots = \
            ['common']\n[severity]\nttl-zero = 'error'\n",
        )
        .expect("a good file");
        assert_eq!(config.ignore, ["SOA"]);
        assert_eq!(config.fail_on, Some(Threshold::Error));
        assert_eq!(config.include_roots, [PathBuf::from("etc/common")]);
        assert_eq!(config.severity.get("ttl-zero"), Some(&Level::Error));
    }

    #[test]
    fn zones_may_have_policies_of_their_own() {
        let config =
            read("expires-within = '2d'\n[[overrides]]\nzones = ['*.example.org']\nexpires-within = '1w'\n")
                .expect("a good file");
        let of = |expires_within, zone: &str| {
            let policies = config.policies(expires_within).expect("good zones");
            policies.of(crate::wire::Name::absolute(zone).expect("a name").borrow_name()).expires_within_s
        };
        assert_eq!((of(None, "example.org."), of(None, "a.example.org.")), (172_800, 604_800));
        assert_eq!(of(Some(Period(60)), "a.example.org."), 60);
        let message = read("expires-within = 'soon'\n").expect_err("no length of time").message;
        assert!(message.contains("`soon` is no length of time"), "{message}");
        let config = read("[[overrides]]\nzones = ['a..b']\n").expect("readable");
        assert!(config.policies(None).is_err_and(|problem| problem.message.contains("a..b")));
    }

    #[test]
    fn services_have_one_chain_or_several_and_paths_start_at_the_file() {
        let text = "[[service]]\nowners = ['_25._tcp.mail.example.org']\nchain = \
            'live/fullchain.pem'\nnext-key = ['next.pem', '/k.pem']\n";
        let config = read(text).expect("a good file");
        let service = config.services.first().expect("a service");
        assert_eq!(service.chain, [PathBuf::from("etc/live/fullchain.pem")]);
        assert_eq!(service.next_key, [PathBuf::from("etc/next.pem"), PathBuf::from("/k.pem")]);
        let message = read("[[service]]\nowners = ['_25._tcp.mail.example.org']\nchain = 3\n")
            .expect_err("no path")
            .message;
        assert!(message.contains("expected a path or a list of paths"), "{message}");
        assert!(read("[[service]]\nchain = 'a.pem'\n").is_err(), "nobody knows of which service");
    }

    #[test]
    fn unknown_settings_are_said() {
        let message = read("ingore = []\n").expect_err("a typing error").message;
        assert!(message.contains("ingore"), "{message}");
        assert!(read("fail-on = 'sometimes'\n").is_err());
    }

    #[test]
    fn a_selection_of_nothing_is_refused() {
        let message = read("select = []\n").expect_err("no rule").message;
        assert!(message.contains("the list names no rule"), "{message}");
        let message = read("preset = []\n").expect_err("no preset").message;
        assert!(message.contains("the list names no preset"), "{message}");
        assert!(read("extend-select = []\nignore = []\n").is_ok(), "nothing more, and nothing less");
    }
}
