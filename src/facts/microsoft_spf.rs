//! The SPF records of Microsoft 365, and what is commonly written in their place.

use crate::mail::spf::{Mechanism, Term};
use crate::wire::{NameRef, edit_distance};

/// The SPF record of each cloud, and what the MX hosts of its customers end with.
const CLOUDS: &[(&str, &str)] = &[
    ("spf.protection.outlook.com", "mail.protection.outlook.com"),
    ("spf.protection.office365.us", "mail.protection.office365.us"),
    ("spf.protection.partner.outlook.cn", "mail.protection.partner.outlook.cn"),
    ("spf.protection.outlook.com", "mx.microsoft"),
];

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
    let text = text(host);
    CLOUDS
        .iter()
        .find(|(_, mx)| text.strip_suffix(mx).is_some_and(|head| head.ends_with('.')))
        .map(|(spf, _)| *spf)
}

/// Whether a name is the SPF record of some cloud, or a part of one: `spfa.` and the like.
#[must_use]
pub fn is_spf(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    let Some((first, rest)) = name.split_once('.') else { return false };
    let is_first = first.strip_prefix("spf").is_some_and(|letter| letter.len() <= 1);
    is_first && CLOUDS.iter().any(|(spf, _)| spf.strip_prefix("spf.") == Some(rest))
}

/// The SPF record that some text without `include:` is, or that it was meant for.
#[must_use]
pub fn meant(text: &str) -> Option<&'static str> {
    let text = text.strip_suffix('.').unwrap_or(text);
    CLOUDS.iter().map(|(spf, _)| *spf).find(|spf| *spf == text).or_else(|| misspelt(text))
}

/// The SPF record that a name was meant for and is not.
#[must_use]
pub fn misspelt(name: &str) -> Option<&'static str> {
    let name = name.strip_suffix('.').unwrap_or(name);
    if is_spf(name) {
        return None;
    }
    if MISTAKEN.contains(&name) {
        return CLOUDS.first().map(|(spf, _)| *spf);
    }
    CLOUDS
        .iter()
        .map(|(spf, _)| *spf)
        .find(|spf| spf.len().abs_diff(name.len()) <= SLIPS && edit_distance(spf, name) <= SLIPS)
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

fn text(name: NameRef<'_>) -> String {
    let text = name.to_string().to_ascii_lowercase();
    text.strip_suffix('.').map_or(text.clone(), str::to_owned)
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
