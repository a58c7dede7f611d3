//! Presets: which rules are asked for a purpose, and how bad their findings are then. Data, and what several
//! of them come to.

use crate::error::Problem;
use crate::finding::Severity;
use crate::rule::Rule;
use crate::wire::nearest_of;
use std::fmt;

/// Rules for a purpose.
#[derive(Debug, PartialEq, Eq)]
pub struct Preset {
    /// What it is called.
    pub name: &'static str,
    /// What it is for: a few words.
    pub summary: &'static str,
    /// The rules that it asks: codes, names, or the letters that codes start with.
    pub select: &'static [&'static str],
    /// Those of them, and the families, that it does not ask. Between the two every family is named.
    pub leave: &'static [&'static str],
    /// Severities that differ from the rules' own.
    pub severity: &'static [(&'static str, Severity)],
}

/// A word that names no preset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownPreset {
    /// The word.
    pub text: String,
    /// The preset whose name is nearest.
    pub nearest: Option<&'static str>,
}

impl fmt::Display for UnknownPreset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Problem::from(self.clone()).fmt(f)
    }
}

impl std::error::Error for UnknownPreset {}

impl From<UnknownPreset> for Problem {
    fn from(unknown: UnknownPreset) -> Problem {
        let known: Vec<&str> = PRESETS.iter().map(|preset| preset.name).collect();
        let hint = unknown.nearest.map_or_else(String::new, |name| format!("; is `{name}` meant?"));
        Problem::new(format!("preset `{}`", unknown.text), format!("there are {}{hint}", known.join(", ")))
    }
}

/// What mail depends on: its records, the names they lead to, DANE, and the signatures below DANE.
const MAIL: &[&str] = &[
    "SYN",
    "NAM",
    "ALI",
    "REC",
    "RRS",
    "DAN",
    "CRT",
    "ROL",
    "SIG",
    "DEN",
    "DS",
    "KEY",
    "soa-missing",
    "several-soas",
    "apex-ns-missing",
    "wildcard-ns",
    "name-server-without-address",
    "ns-target-is-alias",
    "ns-target-is-address",
    "ptr-not-confirmed",
    "SRV",
    "SPF",
    "DKIM",
    "DMARC",
    "STS",
    "RPT",
    "MX",
    "DNX",
    "CAA",
    "SMA",
    "PGP",
    "BIMI",
    "LOC",
    "M365-",
];

/// What mail does not depend on.
const NOT_MAIL: &[&str] = &[
    "APX",
    "SOA",
    "TTL",
    "WLD",
    "CDS",
    "ZMD",
    "DEL",
    "REV",
    "CAT",
    "RPZ",
    "sshfp-unassigned-number",
    "no-final-newline",
    "cr-lf",
];

/// What receivers of mail refuse, though it is a domain's own choice: mail without SPF and DKIM, and without
/// DMARC; and what the reader of a mail preset wants to be held to.
macro_rules! mail_severities {
    ($($more:expr),* $(,)?) => {
        &[
            ("tlsa-none-usable", Severity::Error),
            ("tlsa-pkix-usage-on-smtp", Severity::Error),
            ("tlsa-without-3-1-1", Severity::Warning),
            ("host-not-in-certificate", Severity::Warning),
            ("spf-missing", Severity::Warning),
            ("dmarc-missing", Severity::Warning),
            ("dmarc-missing-for-senders", Severity::Warning),
            ("dmarc-reject-without-dkim", Severity::Warning),
            ("spf-target-missing", Severity::Warning),
            $($more),*
        ]
    };
}

/// Every preset.
pub static PRESETS: &[Preset] = &[
    Preset {
        name: "mail",
        summary: "mail and DANE, and whatever mail depends on",
        select: MAIL,
        leave: NOT_MAIL,
        severity: mail_severities![],
    },
    Preset {
        name: "m365",
        summary: "as mail, for domains in Microsoft 365 and those that it sends to",
        select: MAIL,
        leave: NOT_MAIL,
        severity: mail_severities![
            // Exchange Online returns mail for an expired certificate, whatever the record's usage.
            ("certificate-expired", Severity::Error),
            // It uses no TLSA record that an insecure MX record leads to.
            ("mx-zone-unsigned", Severity::Error),
            ("mx-host-zone-unsigned", Severity::Error),
        ],
    },
    Preset {
        name: "tld",
        summary: "registry zones: delegations, glue and DNSSEC",
        select: &[
            "SYN", "NAM", "ALI", "APX", "SOA", "RRS", "TTL", "WLD", "REC", "DEL", "DEN", "DS", "KEY", "SIG",
            "CDS", "ZMD", "ROL",
        ],
        leave: &[
            "SPF",
            "DKIM",
            "DMARC",
            "STS",
            "RPT",
            "MX",
            "DNX",
            "CAA",
            "SMA",
            "PGP",
            "BIMI",
            "LOC",
            "M365-",
            "SRV",
            "CAT",
            "RPZ",
            "REV",
            "DAN",
            "CRT",
            "opt-out-outside-tld",
            "wildcard-in-opt-out",
            "relative-domain",
            "owner-repeats-zone",
            "rname-domain-missing",
            "address-owner-not-hostname",
            "address-owner-underscore",
            "mx-target-not-hostname",
            "error-reports-unanswered",
        ],
        severity: &[],
    },
    Preset {
        name: "reverse",
        summary: "zones of PTR records: in-addr.arpa and ip6.arpa",
        select: &[
            "SYN", "NAM", "ALI", "APX", "SOA", "RRS", "TTL", "WLD", "DEL", "REV", "DEN", "DS", "KEY", "SIG",
            "CDS", "ZMD", "ROL",
        ],
        leave: &[
            "SPF",
            "DKIM",
            "DMARC",
            "STS",
            "RPT",
            "MX",
            "DNX",
            "CAA",
            "SMA",
            "PGP",
            "BIMI",
            "LOC",
            "M365-",
            "SRV",
            "CAT",
            "RPZ",
            "DAN",
            "CRT",
            "REC",
            "address-owner-not-hostname",
            "address-owner-underscore",
            "mx-target-not-hostname",
        ],
        severity: &[],
    },
    Preset {
        name: "delegation-child",
        summary: "a zone just delegated: apex, name servers, and its keys against --parent or --ds",
        select: &[
            "SYN",
            "APX",
            "SOA",
            "DEL",
            "DS",
            "CDS",
            "KEY",
            "SIG",
            "cname-at-apex",
            "ns-target-not-hostname",
            "missing-trailing-dot",
            "origin-missing-trailing-dot",
            "soa-missing-trailing-dot",
            "wildcard-ns",
            "ds-digest-length",
            "rrsig-without-dnskey",
        ],
        leave: &[
            "SPF", "DKIM", "DMARC", "STS", "RPT", "MX", "DNX", "CAA", "SMA", "PGP", "BIMI", "LOC", "M365-",
            "SRV", "CAT", "RPZ", "REV", "NAM", "ALI", "RRS", "TTL", "WLD", "REC", "DEN", "ZMD", "ROL", "DAN",
            "CRT",
        ],
        severity: &[("single-name-server", Severity::Warning), ("no-ds-at-parent", Severity::Warning)],
    },
];

impl Preset {
    /// The preset of this name.
    ///
    /// # Errors
    /// That there is none.
    pub fn named(text: &str) -> Result<&'static Preset, UnknownPreset> {
        let found = PRESETS.iter().find(|preset| preset.name.eq_ignore_ascii_case(text));
        found.ok_or_else(|| UnknownPreset {
            text: text.to_owned(),
            nearest: nearest_of(text, PRESETS.iter().map(|preset| preset.name)),
        })
    }

    /// Whether it asks a rule. The longer word decides: a name against its family, or the other way round.
    #[must_use]
    pub fn asks(&self, rule: &Rule) -> bool {
        let longest = |words: &[&str]| {
            words.iter().filter(|word| rule.is_selected_by(word)).map(|word| word.len()).max()
        };
        longest(self.select) > longest(self.leave)
    }

    fn severity_of(&self, rule: &Rule) -> Option<Severity> {
        self.severity.iter().find(|(word, _)| rule.is_selected_by(word)).map(|&(_, severity)| severity)
    }
}

/// Whether one of the presets asks a rule.
pub(super) fn asked(presets: &[&'static Preset], rule: &Rule) -> bool {
    presets.iter().any(|preset| preset.asks(rule))
}

/// The severity that presets give a rule: the highest where several do.
pub(super) fn severity(presets: &[&'static Preset], rule: &Rule) -> Option<Severity> {
    presets.iter().filter(|preset| preset.asks(rule)).filter_map(|preset| preset.severity_of(rule)).max()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::rules;

    #[test]
    fn every_word_names_a_rule_and_every_severity_one_that_is_asked() {
        for preset in PRESETS {
            for word in preset.select.iter().chain(preset.leave) {
                assert!(
                    rules::ALL.iter().any(|rule| rule.is_selected_by(word)),
                    "`{word}` of {} names no rule",
                    preset.name
                );
            }
            for (word, severity) in preset.severity {
                let rule = rules::ALL
                    .iter()
                    .find(|rule| rule.name == *word)
                    .unwrap_or_else(|| panic!("`{word}` of {} is no rule's name", preset.name));
                assert!(
                    preset.asks(rule) && rule.severity != *severity,
                    "`{word}` of {} changes nothing",
                    preset.name
                );
            }
        }
    }

    /// Whoever adds a family says here what each preset makes of it.
    #[test]
    fn every_preset_decides_about_every_family() {
        let families: BTreeSet<&str> =
            rules::ALL.iter().map(|rule| rule.code.trim_end_matches(|c: char| c.is_ascii_digit())).collect();
        for preset in PRESETS {
            let undecided: Vec<&&str> = families
                .iter()
                .filter(|family| !preset.select.contains(*family) && !preset.leave.contains(*family))
                .collect();
            assert!(undecided.is_empty(), "preset {} neither selects nor leaves {undecided:?}", preset.name);
            assert!(
                !preset.select.iter().any(|word| preset.leave.contains(word)),
                "preset {} has a word twice",
                preset.name
            );
        }
    }

    #[test]
    fn names_are_unique_and_the_nearest_is_named() {
        let names: BTreeSet<&str> = PRESETS.iter().map(|preset| preset.name).collect();
        assert_eq!(names.len(), PRESETS.len());
        assert_eq!(Preset::named("TLD").map(|preset| preset.name), Ok("tld"));
        assert_eq!(Preset::named("revers").expect_err("no preset").nearest, Some("reverse"));
        assert_eq!(Preset::named("xyz").expect_err("no preset").nearest, None);
    }
}
