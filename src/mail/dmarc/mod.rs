//! DMARC records, as a receiver by RFC 9989 reads them and as one by RFC 7489 does: the two differ.

#[cfg(test)]
mod tests;
mod walk;

pub use walk::{
    Destination, Discovery, authorization_owner, destinations, discover, is_external, organizational_domain,
};

use super::report_uri::{self, ReportUri, Scheme, UriFault};
use super::tags::{self, Tag, TagFault, TagList, Version};
use super::text::{Extent, Faults, Text, TextFault, is_blank};
use crate::limits::Limits;

/// What is wrong with a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DmarcFault {
    /// The version is not first, or not `DMARC1`: all receivers ignore the record.
    Version,
    /// The list of tags.
    Tags(TagFault),
    /// `p`, `sp` or `np` is not `none`, `quarantine` or `reject`.
    Policy,
    /// No `p`.
    NoPolicy,
    /// The value of another tag; receivers take its default.
    Value,
    /// A destination of reports.
    Uri(UriFault),
}

/// What the owner of a domain wants done with mail that fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Policy {
    /// Nothing.
    None,
    /// Suspicion.
    Quarantine,
    /// Rejection.
    Reject,
}

impl Policy {
    /// As it is written.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Policy::None => "none",
            Policy::Quarantine => "quarantine",
            Policy::Reject => "reject",
        }
    }

    /// One level less, as `t=y` asks for.
    #[must_use]
    pub fn weaker(self) -> Policy {
        match self {
            Policy::None | Policy::Quarantine => Policy::None,
            Policy::Reject => Policy::Quarantine,
        }
    }
}

/// A value and where it stands; `value` is `None` where it is not one that the tag may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting<T> {
    /// The whole tag.
    pub at: Extent,
    /// What it is set to.
    pub value: Option<T>,
}

/// Whose rules a receiver follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Receiver {
    /// RFC 9989, of 2026.
    Rfc9989,
    /// RFC 7489, of 2015.
    Rfc7489,
}

/// Why a record is taken for another than it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Because {
    /// The first tag is not `v=DMARC1`.
    Version,
    /// A tag stands twice: RFC 6376 section 3.2 makes the list invalid.
    Repeated,
    /// No `p`.
    NoPolicy,
    /// `p`, `sp` or `np` has a value that is none.
    Policy,
}

/// What a receiver makes of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Effect {
    /// Nothing: there is no DMARC.
    Ignored(Because),
    /// The policies it applies.
    Applied(Policies),
}

/// The policies a receiver applies, all told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policies {
    /// To mail from the domain itself.
    pub domain: Policy,
    /// To mail from existing names below it.
    pub subdomains: Policy,
    /// To mail from names below it that do not exist.
    pub missing: Policy,
    /// Percent of the mail they are applied to; the rest gets one level less (RFC 7489 section 6.3).
    pub percent: u8,
    /// Why all of them are `none` whatever the record says.
    pub fallback: Option<Because>,
}

/// A DMARC record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dmarc {
    /// Whether the text starts as a record does.
    pub is_record: bool,
    /// All tags.
    pub list: TagList,
    /// `p`.
    pub p: Option<Setting<Policy>>,
    /// `sp`: existing names below.
    pub sp: Option<Setting<Policy>>,
    /// `np`: names below that do not exist. RFC 9989 only.
    pub np: Option<Setting<Policy>>,
    /// `adkim`: whether strict.
    pub adkim: Option<Setting<bool>>,
    /// `aspf`: whether strict.
    pub aspf: Option<Setting<bool>>,
    /// `t`: whether testing. RFC 9989 only.
    pub t: Option<Setting<bool>>,
    /// `psd`: `y`, `n` or `u`. RFC 9989 only.
    pub psd: Option<Setting<char>>,
    /// `fo`: the options.
    pub fo: Option<Setting<Vec<char>>>,
    /// `pct`. RFC 7489 only.
    pub pct: Option<Setting<u8>>,
    /// `rf` and `ri`, which RFC 9989 has no more, as `pct`.
    pub historic: Vec<Tag>,
    /// `rua`: destinations of aggregate reports.
    pub rua: Vec<ReportUri>,
    /// `ruf`: destinations of failure reports.
    pub ruf: Vec<ReportUri>,
    /// Tags that nobody knows.
    pub unknown: Vec<Tag>,
    /// What is wrong.
    pub faults: Faults<DmarcFault>,
}

/// The tags of RFC 9989 and RFC 7489.
pub const NAMES: &[&str] =
    &["v", "p", "sp", "np", "psd", "t", "adkim", "aspf", "fo", "rua", "ruf", "pct", "rf", "ri"];

/// Whether a text is a DMARC record.
#[must_use]
pub fn select(text: &[u8]) -> Version {
    match tags::version(text, "DMARC1", &tags::DMARC) {
        Version::Other => late_version(text),
        found => found,
    }
}

/// Octets of a text that are searched for a version that is not first.
const LATE_OCTETS: usize = 1024;

/// Texts that are meant for records and have the version behind another tag, or not at all.
fn late_version(text: &[u8]) -> Version {
    let near = |at: Extent, detail: &str| {
        Version::Near(TextFault {
            kind: (),
            at,
            detail: detail.to_owned(),
            suggestion: Some("v=DMARC1;".to_owned()),
        })
    };
    let parts =
        || Extent::new(0, text.len().min(LATE_OCTETS)).split(text, b';').map(|part| part.trimmed(text));
    let is = |at: Extent, tag: &[u8]| {
        at.of(text)
            .iter()
            .filter(|&&byte| !is_blank(byte))
            .map(u8::to_ascii_lowercase)
            .eq(tag.iter().copied())
    };
    if let Some(at) = parts().find(|&part| is(part, b"v=dmarc1")) {
        return near(at, "`v=DMARC1` is not the first tag");
    }
    let is_policy =
        |at: Extent| [b"p=none".as_slice(), b"p=quarantine", b"p=reject"].iter().any(|tag| is(at, tag));
    match parts().next().filter(|&first| is_policy(first)) {
        Some(first) => near(first, "no `v=DMARC1` before the other tags"),
        None => Version::Other,
    }
}

/// Reads a text as a DMARC record, also one that receivers ignore.
#[must_use]
pub fn parse(text: &Text, limits: &Limits) -> Dmarc {
    let list = tags::parse(text, &tags::DMARC, limits.text_faults);
    let mut faults = Faults::new(limits.text_faults);
    let selection = select(text.octets());
    let glued = list
        .tags
        .first()
        .filter(|tag| tag.key == "v")
        .and_then(|tag| tags::missing_semicolon(text, tag, NAMES));
    if let Some(fault) = glued {
        faults.add(TextFault {
            kind: DmarcFault::Tags(fault.kind),
            at: fault.at,
            detail: fault.detail,
            suggestion: fault.suggestion,
        });
    } else if let Version::Near(fault) = &selection {
        faults.add(TextFault {
            kind: DmarcFault::Version,
            at: fault.at,
            detail: fault.detail.clone(),
            suggestion: fault.suggestion.clone(),
        });
    }
    for fault in list.faults.iter() {
        faults.add(TextFault {
            kind: DmarcFault::Tags(fault.kind),
            at: fault.at,
            detail: fault.detail.clone(),
            suggestion: fault.suggestion.clone(),
        });
    }
    let mut reading = Reading { text, list: &list, faults };
    let p = reading.setting("p", DmarcFault::Policy, "`none`, `quarantine` or `reject`", policy);
    let is_record = selection == Version::Exact;
    if p.is_none() && is_record {
        let at = list.tags.first().map_or(text.whole(), |tag| tag.at);
        reading.faults.push(DmarcFault::NoPolicy, at, "no `p` tag");
    }
    for fault in
        ["rf", "ri"].into_iter().filter_map(|key| tags::missing_semicolon(text, list.get(key)?, NAMES))
    {
        reading.faults.add(TextFault {
            kind: DmarcFault::Tags(fault.kind),
            at: fault.at,
            detail: fault.detail,
            suggestion: fault.suggestion,
        });
    }
    let strict = |value: &str| one_of(value, &[("r", false), ("s", true)]);
    let yes = |value: &str| one_of(value, &[("n", false), ("y", true)]);
    Dmarc {
        is_record,
        p,
        sp: reading.setting("sp", DmarcFault::Policy, "`none`, `quarantine` or `reject`", policy),
        np: reading.setting("np", DmarcFault::Policy, "`none`, `quarantine` or `reject`", policy),
        adkim: reading.setting("adkim", DmarcFault::Value, "`r` or `s`", strict),
        aspf: reading.setting("aspf", DmarcFault::Value, "`r` or `s`", strict),
        t: reading.setting("t", DmarcFault::Value, "`y` or `n`", yes),
        psd: reading.setting("psd", DmarcFault::Value, "`y`, `n` or `u`", |value| {
            one_of(value, &[("y", 'y'), ("n", 'n'), ("u", 'u')])
        }),
        fo: reading.setting(
            "fo",
            DmarcFault::Value,
            "`0`, `1`, `d` or `s`, or several with colons between",
            options,
        ),
        pct: reading.setting("pct", DmarcFault::Value, "a number from 0 to 100", |value| {
            number(value).filter(|&percent| percent <= 100)
        }),
        historic: list
            .tags
            .iter()
            .filter(|tag| matches!(tag.key.as_str(), "rf" | "ri" | "pct"))
            .cloned()
            .collect(),
        rua: reading.uris("rua"),
        ruf: reading.uris("ruf"),
        unknown: list.others(NAMES).cloned().collect(),
        faults: reading.faults,
        list,
    }
}

struct Reading<'t> {
    text: &'t Text,
    list: &'t TagList,
    faults: Faults<DmarcFault>,
}

impl Reading<'_> {
    fn setting<T>(
        &mut self,
        key: &str,
        kind: DmarcFault,
        expected: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<Setting<T>> {
        let tag = self.list.get(key)?;
        let octets = tag.value.of(self.text.octets());
        let value = std::str::from_utf8(octets).ok().and_then(read);
        if value.is_none() {
            match tags::missing_semicolon(self.text, tag, NAMES) {
                Some(fault) => self.faults.add(TextFault {
                    kind: DmarcFault::Tags(fault.kind),
                    at: fault.at,
                    detail: fault.detail,
                    suggestion: fault.suggestion,
                }),
                None => self.faults.push(
                    kind,
                    tag.value,
                    format!("`{key}={}` where {expected} should stand", self.text.show(tag.value, 40)),
                ),
            }
        }
        Some(Setting { at: tag.at, value })
    }

    fn uris(&mut self, key: &str) -> Vec<ReportUri> {
        let Some(tag) = self.list.get(key).filter(|tag| !tag.value.is_empty()) else { return Vec::new() };
        let glued = tags::missing_semicolon(self.text, tag, NAMES);
        let uris = report_uri::list(self.text, tag.value, true);
        if let Some(fault) = glued {
            self.faults.add(TextFault {
                kind: DmarcFault::Tags(fault.kind),
                at: fault.at,
                detail: fault.detail,
                suggestion: fault.suggestion,
            });
            return uris;
        }
        for fault in uris.iter().filter_map(|uri| uri.fault.as_ref()) {
            self.faults.add(TextFault {
                kind: DmarcFault::Uri(fault.kind),
                at: fault.at,
                detail: fault.detail.clone(),
                suggestion: fault.suggestion.clone(),
            });
        }
        uris
    }
}

fn one_of<T: Copy>(value: &str, table: &[(&str, T)]) -> Option<T> {
    table.iter().find(|(word, _)| word.eq_ignore_ascii_case(value)).map(|&(_, meaning)| meaning)
}

fn policy(value: &str) -> Option<Policy> {
    one_of(value, &[("none", Policy::None), ("quarantine", Policy::Quarantine), ("reject", Policy::Reject)])
}

/// RFC 9989's text allows any of them with colons between and its grammar only some; RFC 7489 allows all.
fn options(value: &str) -> Option<Vec<char>> {
    value
        .split(':')
        .map(|option| one_of(option.trim(), &[("0", '0'), ("1", '1'), ("d", 'd'), ("s", 's')]))
        .collect()
}

fn number(value: &str) -> Option<u8> {
    value.bytes().all(|byte| byte.is_ascii_digit()).then(|| value.parse().ok()).flatten()
}

fn value_of<T: Copy>(setting: Option<&Setting<T>>) -> Option<T> {
    setting.and_then(|setting| setting.value)
}

impl Dmarc {
    /// What receivers of one kind do with mail that fails: RFC 9989 section 4.10.1, RFC 7489 sections 6.3 and
    /// 6.6.3.
    #[must_use]
    pub fn effect(&self, receiver: Receiver) -> Effect {
        if !self.is_record {
            return Effect::Ignored(Because::Version);
        }
        if self.list.has_repeated() {
            return Effect::Ignored(Because::Repeated);
        }
        let is_broken =
            |setting: Option<&Setting<Policy>>| setting.is_some_and(|setting| setting.value.is_none());
        let np = self.np.as_ref().filter(|_| receiver == Receiver::Rfc9989);
        let broken = if self.p.is_none() {
            Some(Because::NoPolicy)
        } else if is_broken(self.p.as_ref()) || is_broken(self.sp.as_ref()) || is_broken(np) {
            Some(Because::Policy)
        } else {
            None
        };
        if let Some(because) = broken {
            // One destination of reports keeps the record alive, as `p=none`.
            if !self.rua.iter().any(ReportUri::is_valid) {
                return Effect::Ignored(because);
            }
            let none = Policy::None;
            return Effect::Applied(Policies {
                domain: none,
                subdomains: none,
                missing: none,
                percent: 100,
                fallback: Some(because),
            });
        }
        let domain = value_of(self.p.as_ref()).unwrap_or(Policy::None);
        let subdomains = value_of(self.sp.as_ref()).unwrap_or(domain);
        let missing = value_of(np).unwrap_or(subdomains);
        let is_test = receiver == Receiver::Rfc9989 && value_of(self.t.as_ref()) == Some(true);
        let of = |policy: Policy| if is_test { policy.weaker() } else { policy };
        let percent = match receiver {
            Receiver::Rfc9989 => 100,
            Receiver::Rfc7489 => value_of(self.pct.as_ref()).unwrap_or(100),
        };
        Effect::Applied(Policies {
            domain: of(domain),
            subdomains: of(subdomains),
            missing: of(missing),
            percent,
            fallback: None,
        })
    }

    /// Whether strict alignment is asked for DKIM, and for SPF.
    #[must_use]
    pub fn is_strict(&self) -> (bool, bool) {
        (value_of(self.adkim.as_ref()) == Some(true), value_of(self.aspf.as_ref()) == Some(true))
    }

    /// Whether the record says that the domain is a public suffix (`true`), or that it is an organizational
    /// domain (`false`).
    #[must_use]
    pub fn psd(&self) -> Option<bool> {
        match value_of(self.psd.as_ref()) {
            Some('y') => Some(true),
            Some('n') => Some(false),
            _ => None,
        }
    }

    /// Whether `p` is the tag behind `v`, as the grammar of RFC 7489 section 6.4 has it.
    #[must_use]
    pub fn is_policy_second(&self) -> bool {
        self.list.tags.get(1).is_some_and(|tag| tag.key == "p")
    }

    /// Whether the record follows the grammar of RFC 9989 section 4.8, its tables of values included; tags
    /// that nobody knows and those that are historic may stand in it.
    #[must_use]
    pub fn is_well_formed(&self) -> bool {
        self.is_record && self.faults.iter().all(|fault| fault.kind == DmarcFault::NoPolicy)
    }
}
