//! What is proposed: records with what becomes of each, and remarks. Decides nothing and prints nothing.

use crate::dane::Tlsa;
use crate::error::Problem;
use crate::limits::Limits;
use crate::mail::Text;
use crate::mail::report_uri::{self, ReportUri, Scheme};
use crate::wire::{Name, Ttl, excerpt};

/// Octets of a character-string: RFC 1035 section 3.3.
const STRING_OCTETS: usize = 255;

/// All that is proposed for a domain.
#[derive(Debug, Clone)]
pub struct Set {
    /// The domain.
    pub domain: String,
    /// The zone that it is in.
    pub zone: String,
    /// How strict the set is.
    pub stage: &'static str,
    /// Whether the domain takes mail.
    pub takes_mail: bool,
    /// Records by their purpose, in the order to print them.
    pub items: Vec<Item>,
    /// None for a domain without mail.
    pub policy: Option<Proposal>,
}

impl Set {
    /// The policy, where the file that was named does not hold a sound one.
    #[must_use]
    pub fn policy_to_write(&self) -> Option<&str> {
        self.policy.as_ref().filter(|policy| !policy.is_kept).map(|policy| policy.text.as_str())
    }
}

/// The policy that is proposed.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// Where senders fetch it.
    pub url: String,
    /// What it says.
    pub text: String,
    /// The file that it is written to, where one is named.
    pub file: Option<String>,
    /// Whether that file holds it, or one as good, already.
    pub is_kept: bool,
    /// Whether it differs from what the named file held, so that its `id` has to change; `None` where no file
    /// is named.
    pub is_changed: Option<bool>,
}

/// Records for one purpose.
#[derive(Debug, Clone)]
pub struct Item {
    /// What they are for, as people call it.
    pub topic: &'static str,
    /// What they do, in a few words; empty where nothing is to be said.
    pub purpose: String,
    /// What else has to be done or known: one clause each.
    pub remarks: Vec<String>,
    /// The records.
    pub records: Vec<Planned>,
}

impl Item {
    /// An item without records or remarks.
    #[must_use]
    pub fn new(topic: &'static str, purpose: impl Into<String>) -> Item {
        Item { topic, purpose: purpose.into(), remarks: Vec::new(), records: Vec::new() }
    }
}

/// One record.
#[derive(Debug, Clone)]
pub struct Planned {
    /// Owner name.
    pub owner: Name,
    /// Time to live.
    pub ttl: Ttl,
    /// What it says.
    pub rdata: Rdata,
    /// What becomes of it.
    pub state: ItemState,
}

/// What a record says.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Rdata {
    /// An MX record: no mail is taken.
    NullMx,
    /// A CNAME record.
    Alias(Name),
    /// A TXT record.
    Txt(String),
    /// A TLSA record.
    Tlsa(Tlsa),
}

/// What becomes of a record.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum ItemState {
    /// It is to be added.
    New,
    /// It is to be added once these records of the zone, in presentation form, are gone: why, as a clause.
    Replacing(Vec<String>, String),
    /// The zone has it.
    Kept,
    /// It is to be added when something else is done first: what, as a clause.
    Waiting(String),
}

impl ItemState {
    /// One word.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            ItemState::New => "new",
            ItemState::Replacing(..) => "replacing",
            ItemState::Kept => "kept",
            ItemState::Waiting(_) => "waiting",
        }
    }
}

impl Rdata {
    /// The RR type as zone files have it.
    #[must_use]
    pub fn rtype(&self) -> &'static str {
        match self {
            Rdata::NullMx => "MX",
            Rdata::Alias(_) => "CNAME",
            Rdata::Txt(_) => "TXT",
            Rdata::Tlsa(_) => "TLSA",
        }
    }

    /// As in zone files.
    #[must_use]
    pub fn present(&self) -> String {
        match self {
            Rdata::NullMx => "0 .".to_owned(),
            Rdata::Alias(target) => target.to_string(),
            Rdata::Txt(text) => quoted(text),
            Rdata::Tlsa(tlsa) => tlsa.to_string(),
        }
    }
}

/// Text as character-strings in quotes. It is cut behind blanks, so that nobody who looks at one string alone
/// reads half a word.
pub(super) fn quoted(text: &str) -> String {
    let mut strings = Vec::new();
    let mut rest = text;
    loop {
        let (head, tail) = cut(rest);
        let escaped: String = head
            .chars()
            .flat_map(|c| matches!(c, '"' | '\\').then_some('\\').into_iter().chain([c]))
            .collect();
        strings.push(format!("\"{escaped}\""));
        if tail.is_empty() {
            return strings.join(" ");
        }
        rest = tail;
    }
}

/// The first string and what is left. All text here is ASCII.
fn cut(text: &str) -> (&str, &str) {
    let Some(head) = text.get(..STRING_OCTETS).filter(|_| text.len() > STRING_OCTETS) else {
        return (text, "");
    };
    let at = head.rfind(' ').map_or(STRING_OCTETS, |blank| blank + 1);
    text.split_at_checked(at).unwrap_or((text, ""))
}

/// The destinations that an option names, `mailto:` put before plain addresses.
///
/// # Errors
/// What is no destination that a record can hold.
pub fn destinations(
    option: &str,
    values: &[String],
    takes_https: bool,
    limits: &Limits,
) -> Result<Vec<String>, Problem> {
    let mut found: Vec<String> = Vec::new();
    for value in values {
        let value = value.trim();
        let uri = if value.contains(':') || !value.contains('@') {
            value.to_owned()
        } else {
            format!("mailto:{value}")
        };
        let problem = |message: String| Problem::new(format!("{option} {value}"), message);
        if !uri.is_ascii() {
            return Err(problem("is not ASCII: write international domains in their xn-- form".to_owned()));
        }
        if uri.contains(';') {
            return Err(problem("has a `;`, which ends a tag: write %3B".to_owned()));
        }
        let text = Text::of_strings([uri.as_bytes()]);
        let read = report_uri::list(&text, text.whole(), false);
        if let Some(fault) = read.iter().find_map(|uri| uri.fault.as_ref()) {
            let hint = fault
                .suggestion
                .as_ref()
                .map_or_else(String::new, |suggestion| format!("; is `{suggestion}` meant?"));
            return Err(problem(format!("{}{hint}", fault.detail)));
        }
        if !read.iter().all(|uri| is_taken(uri, takes_https)) {
            let message = if takes_https {
                "is neither mailto: nor https:"
            } else {
                "is not mailto:, all that senders of DMARC reports must know"
            };
            return Err(problem(message.to_owned()));
        }
        if !found.contains(&uri) {
            found.push(uri);
        }
    }
    if found.len() > limits.text_faults {
        Err(Problem::new(option, "there are too many destinations"))
    } else {
        Ok(found)
    }
}

fn is_taken(uri: &ReportUri, takes_https: bool) -> bool {
    match uri.scheme {
        Some(Scheme::Mailto { .. }) => true,
        Some(Scheme::Https { .. }) => takes_https,
        Some(Scheme::Other(_)) | None => false,
    }
}

/// A URI of a published record, without the size limit that RFC 9989 has no more.
pub(super) fn without_size(uri: &ReportUri, text: &Text) -> String {
    let written = String::from_utf8_lossy(uri.at.of(text.octets())).into_owned();
    written.split('!').next().unwrap_or_default().trim_end().to_owned()
}

/// A text of the zone, safe to print and short.
pub(super) fn shown(text: &[u8]) -> String {
    excerpt(text, 160)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_is_cut_behind_blanks() {
        let text = "ip4:192.0.2.100 ".repeat(40);
        let strings = quoted(text.trim_end());
        let cut: Vec<&str> = strings.trim_matches('"').split("\" \"").collect();
        assert!(cut.len() > 2 && cut.iter().all(|string| string.len() <= 255), "{strings}");
        assert!(cut.iter().rev().skip(1).all(|string| string.ends_with(' ')), "{strings}");
        assert_eq!(cut.concat(), text.trim_end());
        assert_eq!(quoted(&"x".repeat(256)), format!("\"{}\" \"x\"", "x".repeat(255)));
        assert_eq!(quoted("a\"b\\"), "\"a\\\"b\\\\\"");
    }

    #[test]
    fn destinations_are_what_a_record_can_hold() {
        let read = |value: &str, https| destinations("--rua", &[value.to_owned()], https, &Limits::default());
        assert_eq!(read("a@b.example", false), Ok(vec!["mailto:a@b.example".to_owned()]));
        assert_eq!(read("https://b.example/r", true), Ok(vec!["https://b.example/r".to_owned()]));
        for (value, https) in [
            ("https://b.example/r", false),
            ("mailto://a@b.example", false),
            ("b.example", true),
            ("mailto:a@b.example;x", true),
        ] {
            assert!(read(value, https).is_err(), "{value}");
        }
    }
}
