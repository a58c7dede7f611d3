//! The SPF records of Microsoft 365, and what is commonly written in their place.

use super::provider::{Family, provider_of, spf_domains};
use super::spf::{Mechanism, Term};
use crate::wire::{NameRef, edit_distance};

/// Names that never were SPF records of Microsoft 365, and are written for one.
const MISTAKEN: &[&str] = &[
    "protection.outlook.com",
    "spf.protection.outlook",
    "mail.protection.outlook.com",
    "spf.outlook.com",
    "spf.protection.office365.com",
    "spf.protection.microsoft.com",
    "spf.office365.com",
    "spf.microsoft.com",
];

/// Letters that may differ before a name is another one.
const SLIPS: usize = 2;

/// The SPF record that a domain with such an MX host includes.
#[must_use]
pub fn spf_of_mx(host: NameRef<'_>) -> Option<&'static str> {
    let provider = provider_of(host)?;
    (provider.family == Family::Microsoft365).then_some(provider.spf)
}

/// Whether a name is the SPF record of some cloud, or a part of one: `spfa.` and the like.
#[must_use]
pub fn is_spf(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    let Some((first, rest)) = name.split_once('.') else { return false };
    let is_first = first.strip_prefix("spf").is_some_and(|letter| letter.len() <= 1);
    is_first && clouds().any(|spf| spf.strip_prefix("spf.") == Some(rest))
}

/// The SPF record that some text without `include:` is, or that it was meant for.
#[must_use]
pub fn meant(text: &str) -> Option<&'static str> {
    let text = text.strip_suffix('.').unwrap_or(text);
    clouds().find(|spf| *spf == text).or_else(|| misspelt(text))
}

/// The SPF record that a name was meant for and is not.
#[must_use]
pub fn misspelt(name: &str) -> Option<&'static str> {
    let name = name.strip_suffix('.').unwrap_or(name);
    if is_spf(name) {
        return None;
    }
    if MISTAKEN.contains(&name) {
        return clouds().next();
    }
    clouds().find(|spf| spf.len().abs_diff(name.len()) <= SLIPS && edit_distance(spf, name) <= SLIPS)
}

/// The SPF record that a term which can be read was meant for and does not name, or names by the wrong
/// mechanism.
#[must_use]
pub fn misspelt_term(term: &Term) -> Option<&'static str> {
    let name = term.mechanism()?.domain()?.literal()?.to_string().to_ascii_lowercase();
    match term.mechanism()? {
        Mechanism::Include(_) => misspelt(&name),
        Mechanism::A(..) | Mechanism::Mx(..) => meant(&name),
        _ => None,
    }
}

/// The SPF record of each cloud.
fn clouds() -> impl Iterator<Item = &'static str> {
    spf_domains(Family::Microsoft365)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_seen_and_other_names_are_not() {
        let right = Some("spf.protection.outlook.com");
        for name in [
            "spf.protection.outlok.com",
            "spf.protecton.outlook.com",
            "sfp.protection.outlook.com",
            "protection.outlook.com",
        ] {
            assert_eq!(misspelt(name), right, "{name}");
        }
        for name in [
            "spf.protection.outlook.com",
            "spfa.protection.outlook.com",
            "_spf.google.com",
            "spf.protection.example.com",
            "outlook.com",
        ] {
            assert_eq!(misspelt(name), None, "{name}");
        }
        assert_eq!(meant("spf.protection.outlook.com."), right);
    }
}
