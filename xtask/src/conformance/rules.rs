//! The rules that danelaw has, as the program itself lists them.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;

/// The group of each rule, by name.
pub(super) struct Rules(BTreeMap<String, String>);

#[derive(Deserialize)]
struct Rule {
    name: String,
    group: String,
}

impl Rules {
    pub(super) fn of(danelaw: &Path) -> Result<Rules, Box<dyn Error>> {
        let output = Command::new(danelaw).args(["rules", "--output-format", "json"]).output()?;
        let rules: Vec<Rule> = serde_json::from_slice(&output.stdout)?;
        Ok(Rules(rules.into_iter().map(|rule| (rule.name, rule.group)).collect()))
    }

    /// Whether there is a rule of that name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Whether the rule of that name is about mail.
    pub(super) fn is_of_mail(&self, name: &str) -> bool {
        const GROUPS: &[&str] = &[
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
        self.0.get(name).is_some_and(|group| GROUPS.contains(&group.as_str()))
    }
}
