//! Lists of `tag=value` with semicolons between, as DKIM keys, DMARC, MTA-STS, TLS-RPT and BIMI have them.
//!
//! They differ in names, blanks and empty places; what is shared is the cutting into tags, and the version
//! that comes first.

use super::text::{Extent, Faults, Text, TextFault, is_blank};
use crate::wire::excerpt;

/// How a grammar differs from the others.
#[derive(Debug, Clone, Copy)]
pub struct Grammar {
    /// Whether upper and lower case of tag names are the same: DMARC (ABNF strings), not DKIM (RFC 6376
    /// section 3.2).
    pub ignores_case: bool,
    /// Whether blanks may stand around `=`.
    pub blanks_around_equals: bool,
    /// Whether a value may have an `=`.
    pub equals_in_value: bool,
    /// Whether a value may be empty.
    pub empty_value: bool,
    /// Whether blanks may stand within a value.
    pub blanks_in_value: bool,
    /// Whether a tag may stand twice.
    pub repeats: bool,
    /// Octets of the longest name.
    pub name_octets: usize,
    /// Which octets a name may have behind its first; the first is a letter, or a digit where `digit_first`.
    pub name_octet: fn(u8) -> bool,
    /// Whether a name may start with a digit.
    pub digit_first: bool,
}

/// RFC 6376 section 3.2.
pub const DKIM: Grammar = Grammar {
    ignores_case: false,
    blanks_around_equals: true,
    equals_in_value: true,
    empty_value: true,
    blanks_in_value: true,
    repeats: false,
    name_octets: usize::MAX,
    name_octet: |byte| byte.is_ascii_alphanumeric() || byte == b'_',
    digit_first: false,
};

/// RFC 9989 section 4.8; a list with a tag twice is invalid as it is in RFC 6376 section 3.2.
pub const DMARC: Grammar =
    Grammar { ignores_case: true, empty_value: false, name_octet: |byte| byte.is_ascii_alphabetic(), ..DKIM };

/// RFC 8461 section 3.1 and RFC 8460 section 3.
pub const SMTP_TLS: Grammar = Grammar {
    ignores_case: false,
    blanks_around_equals: false,
    equals_in_value: false,
    empty_value: false,
    blanks_in_value: false,
    repeats: true,
    name_octets: 32,
    name_octet: |byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte),
    digit_first: true,
};

/// What is wrong with a list of tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TagFault {
    /// Nothing between two semicolons, or before the first.
    Empty,
    /// A tag without `=`.
    NoEquals,
    /// A name with an octet that no name has, or too long.
    Name,
    /// Blanks around `=` where none may stand.
    Blank,
    /// A tag of this name came before.
    Repeated,
    /// An empty value.
    NoValue,
    /// An octet that no value has.
    Value,
    /// What looks like another tag inside a value: a semicolon is missing.
    NoSemicolon,
}

/// One tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Name, `=` and value, without the blanks around.
    pub at: Extent,
    /// The name.
    pub name: Extent,
    /// The value, without the blanks around.
    pub value: Extent,
    /// The name, in lower case where case does not matter.
    pub key: String,
}

/// The tags of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagList {
    /// Those with a name and `=`, in order.
    pub tags: Vec<Tag>,
    /// What is wrong with the list.
    pub faults: Faults<TagFault>,
}

impl TagList {
    /// The first tag of this name.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Tag> {
        self.tags.iter().find(|tag| tag.key == key)
    }

    /// The tags that have none of these names.
    pub fn others<'t>(&'t self, known: &'t [&str]) -> impl Iterator<Item = &'t Tag> {
        self.tags.iter().filter(move |tag| !known.contains(&tag.key.as_str()))
    }

    /// Whether a tag stands twice: RFC 6376 section 3.2 makes the list invalid.
    #[must_use]
    pub fn has_repeated(&self) -> bool {
        self.faults.first_of(&TagFault::Repeated).is_some()
    }
}

/// Cuts a text into tags. At most `most_faults` faults are kept.
#[must_use]
pub fn parse(text: &Text, grammar: &Grammar, most_faults: usize) -> TagList {
    let octets = text.octets();
    let mut list = TagList { tags: Vec::new(), faults: Faults::new(most_faults) };
    let mut seen = std::collections::BTreeSet::new();
    let parts: Vec<Extent> = text.whole().split(octets, b';').collect();
    let last = parts.len().saturating_sub(1);
    for (at, part) in parts.into_iter().enumerate() {
        let trimmed = part.trimmed(octets);
        if trimmed.is_empty() {
            // One semicolon may end the list.
            if at < last || at == 0 {
                let shown = Extent::new(
                    part.from.saturating_sub(usize::from(at > 0)),
                    part.to + usize::from(at < last),
                );
                list.faults.push(TagFault::Empty, shown, "no tag between two semicolons");
            }
            continue;
        }
        if let Some(tag) = tag(octets, trimmed, grammar, &mut list.faults) {
            if !seen.insert(tag.key.clone()) && !grammar.repeats {
                list.faults.push(
                    TagFault::Repeated,
                    tag.at,
                    format!("tag `{}` stands here a second time", tag.key),
                );
            }
            list.tags.push(tag);
        }
    }
    list
}

fn tag(octets: &[u8], at: Extent, grammar: &Grammar, faults: &mut Faults<TagFault>) -> Option<Tag> {
    let body = at.of(octets);
    let Some(equals) = body.iter().position(|&byte| byte == b'=') else {
        faults.push(TagFault::NoEquals, at, format!("`{}` without `=`", excerpt(body, 40)));
        return None;
    };
    let (name, value) = (at.within(0, equals), at.within(equals + 1, at.len()));
    let (bare, inner) = (name.trimmed(octets), value.trimmed(octets));
    if !grammar.blanks_around_equals && (bare != name || inner != value) {
        let detail = format!("blanks around the `=` of `{}`", excerpt(bare.of(octets), 40));
        faults.suggest(
            TagFault::Blank,
            at,
            detail,
            format!("{}={}", excerpt(bare.of(octets), 60), excerpt(inner.of(octets), 60)),
        );
    }
    let word = bare.of(octets);
    let starts = word
        .first()
        .is_some_and(|byte| byte.is_ascii_alphabetic() || grammar.digit_first && byte.is_ascii_digit());
    if !starts || !word.iter().all(|&byte| (grammar.name_octet)(byte)) {
        faults.push(
            TagFault::Name,
            if bare.is_empty() { at } else { bare },
            format!("`{}` is no name of a tag", excerpt(word, 40)),
        );
    } else if word.len() > grammar.name_octets {
        faults.push(
            TagFault::Name,
            bare,
            format!("name of a tag has {} octets, {} fit", word.len(), grammar.name_octets),
        );
    }
    check_value(octets, Tag { at, name: bare, value: inner, key: String::new() }, grammar, faults);
    let key = String::from_utf8_lossy(word);
    let key = if grammar.ignores_case { key.to_ascii_lowercase() } else { key.into_owned() };
    Some(Tag { at, name: bare, value: inner, key })
}

fn check_value(octets: &[u8], tag: Tag, grammar: &Grammar, faults: &mut Faults<TagFault>) {
    let value = tag.value.of(octets);
    let shown = excerpt(tag.name.of(octets), 40);
    if value.is_empty() && !grammar.empty_value {
        faults.push(TagFault::NoValue, tag.at, format!("tag `{shown}` has no value"));
    }
    let is_foreign = |byte: u8| match byte {
        0x21..=0x7e => byte == b'=' && !grammar.equals_in_value,
        _ => !(grammar.blanks_in_value && is_blank(byte)),
    };
    let Some(first) = value.iter().position(|&byte| is_foreign(byte)) else { return };
    let len = value.iter().skip(first).take_while(|&&byte| is_foreign(byte) && byte >= 0x80).count().max(1);
    let foreign = value.get(first..first + len).unwrap_or_default();
    let detail = match foreign {
        [byte] if is_blank(*byte) => format!("a blank inside the value of `{shown}`"),
        _ => format!("`{}` inside the value of `{shown}`", excerpt(foreign, 20)),
    };
    faults.push(TagFault::Value, tag.value.within(first, first + len), detail);
}

/// Where a value goes on as if another tag began: `p=reject rua=...` or `p=none, rua=...`. The octets between
/// the two, to be replaced by a semicolon.
#[must_use]
pub fn missing_semicolon(text: &Text, tag: &Tag, names: &[&str]) -> Option<TextFault<TagFault>> {
    let octets = text.octets();
    let value = tag.value.of(octets);
    let is_separator = |byte: u8| is_blank(byte) || byte == b',' || byte == b':';
    let mut at = 0;
    while let Some(gap) = value.get(at..).and_then(|rest| rest.iter().position(|&byte| is_separator(byte))) {
        let from = at + gap;
        let rest = value.get(from..).unwrap_or_default();
        let to = from + rest.iter().take_while(|&&byte| is_separator(byte)).count();
        let word = value.get(to..).unwrap_or_default();
        let name_len = word.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let (name, behind) = word.split_at_checked(name_len).unwrap_or((word, &[]));
        let has_equals = behind.iter().find(|&&byte| !is_blank(byte)) == Some(&b'=');
        if has_equals && names.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(name)) {
            let detail = format!(
                "no semicolon between `{}` and `{}`",
                excerpt(value.get(..from)?, 40),
                excerpt(name, 20)
            );
            let suggestion = format!(
                "{}; {}",
                excerpt(tag.at.within(0, tag.value.from - tag.at.from + from).of(octets), 60),
                excerpt(word, 60)
            );
            return Some(TextFault {
                kind: TagFault::NoSemicolon,
                at: tag.value.within(from, to + name_len),
                detail,
                suggestion: Some(suggestion),
            });
        }
        at = to;
    }
    None
}

/// How a text starts, held against a version that its kind starts with.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Version {
    /// Exactly.
    Exact,
    /// Meant so, and discarded or unsure with receivers.
    Near(TextFault<()>),
    /// Something else.
    Other,
}

/// Whether the text starts with `v=` and `version` as its first tag: `blanks` may stand around `=` where the
/// grammar lets them. Upper and lower case of the version differ in all of them.
#[must_use]
pub fn version(octets: &[u8], version: &str, grammar: &Grammar) -> Version {
    // Most texts are something else, as their first letter shows.
    let letter = octets.iter().copied().find(|&byte| is_plain(byte)).map(|byte| byte.to_ascii_lowercase());
    if letter != Some(b'v') && letter != version.bytes().next().map(|byte| byte.to_ascii_lowercase()) {
        return Version::Other;
    }
    let first = Extent::new(0, octets.len()).split(octets, b';').next().unwrap_or_default();
    let literal = || format!("v={version}");
    let Some(equals) = first.of(octets).iter().position(|&byte| byte == b'=') else {
        return near_version(octets, first, version);
    };
    let (name, value) = (first.within(0, equals), first.within(equals + 1, first.len()));
    let (bare, inner) = (name.trimmed(octets), value.trimmed(octets));
    let is_name = bare.of(octets) == b"v" || grammar.ignores_case && bare.of(octets) == b"V";
    let leads = bare.from > 0;
    let has_blanks = bare.to < name.to || inner.from > value.from;
    if is_name
        && inner.of(octets) == version.as_bytes()
        && !leads
        && (grammar.blanks_around_equals || !has_blanks)
    {
        return Version::Exact;
    }
    if !bare.of(octets).eq_ignore_ascii_case(b"v") {
        return near_version(octets, first, version);
    }
    let near = |at: Extent, detail: String| {
        Version::Near(TextFault { kind: (), at, detail, suggestion: Some(literal()) })
    };
    let word = inner.of(octets);
    if !word.eq_ignore_ascii_case(version.as_bytes()) {
        return near_version(octets, first, version);
    }
    if leads {
        return near(Extent::new(0, bare.from), format!("blanks before `{}`", literal()));
    }
    if word != version.as_bytes() {
        return near(inner, format!("`{}`, which is written `{version}`", excerpt(word, 20)));
    }
    if !is_name {
        return near(bare, "`V`, which is written `v`".to_owned());
    }
    near(first.trimmed(octets), format!("blanks in `{}`", literal()))
}

/// As [`version`], and near where the version is a tag behind the first.
#[must_use]
pub fn version_anywhere(octets: &[u8], version_text: &str, grammar: &Grammar) -> Version {
    let found = version(octets, version_text, grammar);
    if found != Version::Other || !octets.contains(&b';') {
        return found;
    }
    let literal = format!("v={version_text}");
    let tags = Extent::new(0, octets.len()).split(octets, b';').skip(1);
    let is_version = |tag: &Extent| {
        let plain = tag.of(octets).iter().copied().filter(|&byte| !is_blank(byte));
        plain.map(|byte| byte.to_ascii_lowercase()).eq(literal.bytes().map(|byte| byte.to_ascii_lowercase()))
    };
    let behind = tags.map(|tag| tag.trimmed(octets)).find(is_version);
    behind.map_or(Version::Other, |at| {
        let detail = format!("`{literal}` is not the first tag");
        Version::Near(TextFault { kind: (), at, detail, suggestion: None })
    })
}

/// The blanks between a version and the first semicolon, which grammars allow and whoever looks for the
/// octets does not.
#[must_use]
pub fn early_end(octets: &[u8], start: &str) -> Option<Extent> {
    let rest = octets.strip_prefix(start.as_bytes())?;
    let blanks = rest.iter().take_while(|&&byte| is_blank(byte)).count();
    (blanks > 0 && rest.get(blanks) == Some(&b';')).then(|| Extent::new(start.len(), start.len() + blanks))
}

/// Whether an octet is neither a blank nor a quotation mark nor part of what no version has.
fn is_plain(byte: u8) -> bool {
    !is_blank(byte) && !matches!(byte, b'"' | b'\'' | b'\\') && byte < 0x80
}

/// Texts that have the version's letters near the start, in some other shape.
fn near_version(octets: &[u8], first: Extent, version: &str) -> Version {
    let head = first.of(octets).get(..first.len().min(40)).unwrap_or_default();
    let stem = version.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('v');
    let plain = || head.iter().copied().filter(|&byte| is_plain(byte)).map(|byte| byte.to_ascii_lowercase());
    let starts = |prefix: &str, word: &str| {
        let mut octets = plain();
        prefix.bytes().chain(word.bytes()).all(|byte| octets.next() == Some(byte.to_ascii_lowercase()))
    };
    if !(starts("v=", stem) || starts("v:", stem) || starts("v", stem) || starts("", version)) {
        return Version::Other;
    }
    let shown = first.trimmed(octets);
    let shown = Extent::new(first.from, shown.to.min(first.from + 40));
    let detail =
        format!("`{}` where `v={version}` and a semicolon should stand", excerpt(shown.of(octets), 40));
    Version::Near(TextFault { kind: (), at: shown, detail, suggestion: Some(format!("v={version};")) })
}

#[cfg(test)]
mod tests {
    use super::*;

    type Shown<T> = Vec<(T, String)>;

    fn list(text: &str, grammar: &Grammar) -> (Shown<String>, Shown<TagFault>) {
        let joined = Text::of_strings([text.as_bytes()]);
        let found = parse(&joined, grammar, 64);
        let tags = found
            .tags
            .iter()
            .map(|tag| (tag.key.clone(), String::from_utf8_lossy(tag.value.of(text.as_bytes())).into_owned()))
            .collect();
        (
            tags,
            found
                .faults
                .iter()
                .map(|fault| (fault.kind, String::from_utf8_lossy(fault.at.of(text.as_bytes())).into_owned()))
                .collect(),
        )
    }

    #[test]
    fn tags_are_cut_with_blanks_around() {
        let (tags, faults) = list("v = DMARC1 ;\tP\t=\treject ; rua=mailto:a=b@c.example;", &DMARC);
        let of = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        assert_eq!(tags, [of("v", "DMARC1"), of("p", "reject"), of("rua", "mailto:a=b@c.example")]);
        assert_eq!(faults, []);
    }

    #[test]
    fn faults_say_where() {
        let faults = |text: &str, grammar: &Grammar| list(text, grammar).1;
        let of = |kind: TagFault, at: &str| (kind, at.to_owned());
        assert_eq!(faults("v=DKIM1;; p", &DKIM), [of(TagFault::Empty, ";;"), of(TagFault::NoEquals, "p")]);
        assert_eq!(faults(";p=", &DKIM), [of(TagFault::Empty, ";")]);
        assert_eq!(faults("", &DKIM), [of(TagFault::Empty, "")]);
        assert_eq!(faults("p=a; p=b", &DKIM), [of(TagFault::Repeated, "p=b")]);
        assert_eq!(faults("p=a; P=b", &DKIM), []);
        assert_eq!(faults("p=a; P=b", &DMARC), [of(TagFault::Repeated, "P=b")]);
        assert_eq!(faults("id=a; id=b; x=", &SMTP_TLS), [of(TagFault::NoValue, "x=")]);
        assert_eq!(faults("id =a; t==; 1%=a; b=c d", &SMTP_TLS).len(), 4);
        assert_eq!(faults("p=\u{e9}", &DKIM), [of(TagFault::Value, "\u{e9}")]);
    }

    #[test]
    fn versions_are_exact_near_or_others() {
        assert_eq!(version(b"v=DMARC1", "DMARC1", &DMARC), Version::Exact);
        assert_eq!(version(b"V =\tDMARC1 ; p=none", "DMARC1", &DMARC), Version::Exact);
        for text in [
            " v=DMARC1;",
            "v=dmarc1;",
            "v=DMARC1 p=none",
            "v=DMARC2;",
            "\"v=DMARC1",
            "v:DMARC1",
            "DMARC1; p=none",
            "vDMARC1",
        ] {
            assert!(matches!(version(text.as_bytes(), "DMARC1", &DMARC), Version::Near(_)), "{text}");
        }
        for text in ["", "v=spf1 -all", "hello", "p=none", "MS=ms123"] {
            assert_eq!(version(text.as_bytes(), "DMARC1", &DMARC), Version::Other, "{text}");
        }
        assert!(matches!(version(b"v =STSv1;", "STSv1", &SMTP_TLS), Version::Near(_)));
    }

    #[test]
    fn a_missing_semicolon_is_found() {
        let text = Text::of_strings([b"v=DMARC1; p=reject rua=mailto:a@b.example".as_slice()]);
        let found = parse(&text, &DMARC, 64);
        let fault = missing_semicolon(&text, found.get("p").expect("p"), &["rua", "sp"]).expect("a fault");
        assert_eq!(fault.suggestion.as_deref(), Some("p=reject; rua=mailto:a@b.example"));
        assert_eq!(text.show(fault.at, 80), " rua");
        assert_eq!(missing_semicolon(&text, found.get("v").expect("v"), &["rua"]), None);
    }
}
