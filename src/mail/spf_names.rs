//! Names in SPF terms that fit the grammar and can be no names of hosts or domains: URLs, addresses, lists.
//! Reports nothing.

use super::domain::ParsedText;
use super::spf::{Spf, Term, TermKind};
use super::text::Extent;
use crate::wire::excerpt;

/// Octets that the grammar has, and that no name has by intent.
const ODD: &[u8] = b"|,/:@;()<>[]{}\"'\\?&";

/// A value that can be no name.
pub struct Odd {
    /// The value.
    pub at: Extent,
    /// Found against expected.
    pub detail: String,
    /// The terms to write instead, where the value says it.
    pub suggestion: Option<String>,
}

/// What is odd in the name of a term; `None` where nothing is, and in broken terms.
#[must_use]
pub fn odd(said: &ParsedText<'_, Spf>, term: &Term) -> Option<Odd> {
    let spec = match &term.kind {
        TermKind::Directive(_, mechanism) => mechanism.domain()?,
        TermKind::Redirect(domain) | TermKind::Explanation(domain) => domain,
        TermKind::Modifier(_) | TermKind::Broken => return None,
    };
    let octets = said.text.octets();
    let value = spec.at.of(octets);
    let shown = excerpt(value, 40);
    let text = String::from_utf8_lossy(value).into_owned();
    let detail = match literal(value).find(|byte| ODD.contains(byte)) {
        Some(_) if text.contains("://") => format!("`{shown}` is a URL, not a domain"),
        Some(b'@') => format!("`{shown}` is a mail address, not a domain"),
        Some(byte) => format!("`{shown}` has `{}`, which no domain has", char::from(byte)),
        None if text.starts_with('.') => format!("`{shown}` starts with a dot"),
        None if text.contains("..") => format!("`{shown}` has two dots in a row"),
        None => return None,
    };
    let prefix = Extent::new(term.at.from, spec.at.from).of(octets);
    let suggestion = meant(&text, &String::from_utf8_lossy(prefix));
    Some(Odd { at: spec.at, detail, suggestion })
}

/// Whether the term at this place has such a name.
#[must_use]
pub fn is_odd(said: &ParsedText<'_, Spf>, at: Extent) -> bool {
    said.said.terms.iter().any(|term| term.at == at && odd(said, term).is_some())
}

/// The octets outside macros.
fn literal(value: &[u8]) -> impl Iterator<Item = u8> {
    let mut is_macro = false;
    let mut before = 0;
    value.iter().copied().filter(move |&byte| {
        is_macro |= before == b'%' && byte == b'{';
        let is_literal = !is_macro;
        is_macro &= byte != b'}';
        before = byte;
        is_literal
    })
}

/// The terms that were meant: one for each domain of a list, the host of a URL, the domain of an address.
#[must_use]
pub fn meant(text: &str, prefix: &str) -> Option<String> {
    let mut terms = Vec::new();
    for part in text.split(['|', ',', ';']).filter(|part| !part.is_empty()) {
        let part = part.trim_start_matches('.').replace("..", ".");
        // A mechanism may be written again, in a list without spaces.
        let part = part.strip_prefix(prefix).unwrap_or(&part);
        let part = part.split_once("://").map_or(part, |(_, rest)| rest.split('/').next().unwrap_or(rest));
        let part = part.rsplit_once('@').map_or(part, |(_, domain)| domain);
        let is_domain = part.contains('.')
            && part.split('.').all(|label| {
                !label.is_empty()
                    && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
            });
        if !is_domain {
            return None;
        }
        terms.push(format!("{prefix}{part}"));
    }
    (!terms.is_empty()).then(|| terms.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant_is_found() {
        let meant = |text: &str| meant(text, "include:");
        assert_eq!(meant("a.example|b.example").as_deref(), Some("include:a.example include:b.example"));
        assert_eq!(
            meant("a.example,include:b.example").as_deref(),
            Some("include:a.example include:b.example")
        );
        assert_eq!(meant("https://spf.example.net/x").as_deref(), Some("include:spf.example.net"));
        assert_eq!(meant("postmaster@example.net").as_deref(), Some("include:example.net"));
        assert_eq!(meant(".spf..example.net").as_deref(), Some("include:spf.example.net"));
        assert_eq!(meant("a/b.example"), None);
        assert_eq!(literal(b"%{i/}x.%{d}|").collect::<Vec<u8>>(), b"%x.%|");
    }
}
