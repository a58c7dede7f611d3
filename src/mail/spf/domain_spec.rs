//! Domain-specs and macro-strings: RFC 7208 sections 7.1 and 12.

use crate::mail::text::Extent;
use crate::wire::{Name, NameRef, excerpt};

/// A macro in a domain-spec or an explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Piece {
    /// Plain octets.
    Literal(Vec<u8>),
    /// `%{...}`.
    Macro(Macro),
}

/// `%{...}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Macro {
    /// The letter, in lower case.
    pub letter: u8,
    /// How many of the right-most parts are kept; all where it is left out.
    pub keep: Option<u32>,
    /// Whether the parts are reversed.
    pub is_reversed: bool,
    /// Where parts are split, `.` where none is written.
    pub delimiters: Vec<u8>,
}

/// A macro-string.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MacroString {
    /// Where it stands.
    pub at: Extent,
    /// What it is made of.
    pub pieces: Vec<Piece>,
}

/// Why text is no macro-string or domain-spec.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// What is wrong with it.
    pub kind: FlawKind,
    /// The octets at fault.
    pub at: Extent,
    /// Found against expected.
    pub detail: String,
}

/// What is wrong with a macro-string or domain-spec.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FlawKind {
    /// No domain at all.
    Empty,
    /// A macro, or a `%` that starts none.
    Macro,
    /// A control character or space.
    Octet,
    /// An octet above 127.
    NonAscii,
    /// The end is no top label with a dot before it.
    TopLabel,
}

/// Letters of macros that domain-specs may have.
const LETTERS: &[u8] = b"slodiphv";
/// Letters that only explanation texts may have.
const EXPLANATION_LETTERS: &[u8] = b"crt";

/// Reads a macro-string. Explanations may have more letters, and modifiers that nobody knows too.
///
/// # Errors
/// The first octets that do not fit.
pub fn macro_string(text: &[u8], at: Extent, is_explanation: bool) -> Result<MacroString, Flaw> {
    let octets = at.of(text);
    let mut pieces: Vec<Piece> = Vec::new();
    let mut rest = octets;
    while let Some((&byte, behind)) = rest.split_first() {
        let here = octets.len() - rest.len();
        let flaw = |kind: FlawKind, len: usize, detail: String| {
            Err(Flaw { kind, at: at.within(here, here + len), detail })
        };
        rest = match (byte, behind) {
            (b'%', [b'{', inner @ ..]) => {
                let Some(close) = inner.iter().position(|&byte| byte == b'}') else {
                    return flaw(FlawKind::Macro, rest.len(), "macro `%{` without `}`".to_owned());
                };
                let (body, behind) =
                    (inner.get(..close).unwrap_or_default(), inner.get(close + 1..).unwrap_or_default());
                match macro_of(body, is_explanation) {
                    Ok(found) => pieces.push(Piece::Macro(found)),
                    Err(why) => {
                        return flaw(
                            FlawKind::Macro,
                            close + 3,
                            format!("`%{{{}}}` {why}", excerpt(body, 20)),
                        );
                    }
                }
                behind
            }
            (b'%', [escaped @ (b'%' | b'_' | b'-'), behind @ ..]) => {
                let plain: &[u8] = match escaped {
                    b'%' => b"%",
                    b'_' => b" ",
                    _ => b"%20",
                };
                plain.iter().for_each(|&byte| literal(&mut pieces, byte));
                behind
            }
            (b'%', _) => {
                let found = excerpt(rest.get(..2).unwrap_or(rest), 4);
                return flaw(
                    FlawKind::Macro,
                    rest.len().min(2),
                    format!("`{found}` is no macro; a percent sign is written `%%`"),
                );
            }
            (0x21..=0x7e, _) => {
                literal(&mut pieces, byte);
                behind
            }
            (0x80.., _) => {
                let len = rest.iter().take_while(|&&byte| byte >= 0x80).count();
                return flaw(
                    FlawKind::NonAscii,
                    len,
                    format!("`{}` is not ASCII", excerpt(rest.get(..len).unwrap_or(rest), 20)),
                );
            }
            _ => return flaw(FlawKind::Octet, 1, format!("control character {byte} in it")),
        };
    }
    Ok(MacroString { at, pieces })
}

fn literal(pieces: &mut Vec<Piece>, byte: u8) {
    match pieces.last_mut() {
        Some(Piece::Literal(octets)) => octets.push(byte),
        _ => pieces.push(Piece::Literal(vec![byte])),
    }
}

/// What stands between `%{` and `}`.
fn macro_of(body: &[u8], is_explanation: bool) -> Result<Macro, String> {
    let Some((letter, rest)) = body.split_first() else { return Err("has no letter".to_owned()) };
    let letter = letter.to_ascii_lowercase();
    if EXPLANATION_LETTERS.contains(&letter) && !is_explanation {
        return Err("may only stand in the text of an explanation".to_owned());
    }
    if !LETTERS.contains(&letter) && !EXPLANATION_LETTERS.contains(&letter) {
        return Err("is no macro: the letters are s, l, o, d, i, p, h and v".to_owned());
    }
    let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = rest.split_at_checked(count).unwrap_or((rest, &[]));
    let keep = match digits {
        [] => None,
        // RFC 7208 section 7.3: the number MUST NOT be zero. What is above 128 keeps all there can be.
        _ => match digits
            .iter()
            .try_fold(0u32, |sum, digit| sum.checked_mul(10)?.checked_add(u32::from(digit - b'0')))
        {
            Some(0) => return Err("keeps zero parts; the number must be 1 or more".to_owned()),
            number => Some(number.unwrap_or(u32::MAX)),
        },
    };
    let (is_reversed, delimiters) = match rest.split_first() {
        Some((b'r' | b'R', behind)) => (true, behind),
        _ => (false, rest),
    };
    match delimiters.iter().find(|byte| !b".-+,/_=".contains(byte)) {
        Some(&byte) => {
            Err(format!("has `{}` where only the delimiters . - + , / _ = may stand", excerpt(&[byte], 4)))
        }
        None => Ok(Macro {
            letter,
            keep,
            is_reversed,
            delimiters: if delimiters.is_empty() { vec![b'.'] } else { delimiters.to_vec() },
        }),
    }
}

/// Reads a domain-spec: a macro-string that ends in a macro or a top label.
///
/// # Errors
/// The first octets that do not fit.
pub fn domain_spec(text: &[u8], at: Extent) -> Result<MacroString, Flaw> {
    if at.is_empty() {
        return Err(Flaw { kind: FlawKind::Empty, at, detail: "no domain".to_owned() });
    }
    let found = macro_string(text, at, false)?;
    let octets = at.of(text);
    if ends_in_macro(octets) {
        return Ok(found);
    }
    let body = octets.strip_suffix(b".").unwrap_or(octets);
    let Some(dot) = body.iter().rposition(|&byte| byte == b'.') else {
        let detail = format!("`{}` has no dot; a domain has two labels or more", excerpt(octets, 40));
        return Err(Flaw { kind: FlawKind::TopLabel, at, detail });
    };
    let top = body.get(dot + 1..).unwrap_or_default();
    let Some(why) = top_label_flaw(top) else { return Ok(found) };
    Err(Flaw {
        kind: FlawKind::TopLabel,
        at: at.within(dot + 1, body.len()),
        detail: format!("top label `{}` {why}", excerpt(top, 40)),
    })
}

/// Whether the last octets are a macro or an escape, `%%` included: a macro-expand may end a domain.
fn ends_in_macro(octets: &[u8]) -> bool {
    let mut rest = octets;
    while let Some((&byte, behind)) = rest.split_first() {
        rest = match (byte, behind) {
            (b'%', [b'{', inner @ ..]) => match inner.iter().position(|&byte| byte == b'}') {
                Some(close) if close + 1 == inner.len() => return true,
                Some(close) => inner.get(close + 1..).unwrap_or_default(),
                None => return false,
            },
            (b'%', [_]) => return true,
            (b'%', [_, behind @ ..]) => behind,
            _ => behind,
        };
    }
    false
}

fn top_label_flaw(top: &[u8]) -> Option<String> {
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
    match top {
        [] => Some("is empty".to_owned()),
        _ if top.iter().any(|byte| !is_plain(byte)) => {
            let byte = top.iter().find(|byte| !is_plain(byte)).copied().unwrap_or(0);
            Some(format!("has `{}`, which no top label has", excerpt(&[byte], 4)))
        }
        [b'-', ..] | [.., b'-'] => Some("starts or ends with a hyphen".to_owned()),
        _ if top.iter().all(u8::is_ascii_digit) => Some("is a number".to_owned()),
        _ => None,
    }
}

/// What is known while a domain's record is evaluated.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The domain whose record it is: `%{d}`.
    pub domain: NameRef<'a>,
    /// The domain of the sender: `%{o}`.
    pub sender: NameRef<'a>,
}

impl MacroString {
    /// Whether any macro is in it.
    #[must_use]
    pub fn has_macros(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Macro(_)))
    }

    /// Whether the macro `letter` is in it.
    #[must_use]
    pub fn has_macro(&self, letter: u8) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Macro(found) if found.letter == letter))
    }

    /// The name, where no macro in it depends on the message.
    #[must_use]
    pub fn name(&self, known: Known<'_>) -> Option<Name> {
        let mut text = Vec::new();
        for piece in &self.pieces {
            match piece {
                Piece::Literal(octets) => text.extend_from_slice(octets),
                Piece::Macro(found) => found.expand(known, &mut text)?,
            }
        }
        name_of(&text)
    }

    /// The labels behind the last macro that depends on the message: the name is somewhere below them. `None`
    /// where no macro does, or no whole label is behind it.
    #[must_use]
    pub fn tail(&self, known: Known<'_>) -> Option<Name> {
        let depends = |piece: &Piece| matches!(piece, Piece::Macro(found) if !b"do".contains(&found.letter));
        let last = self.pieces.iter().rposition(depends)?;
        let mut text = Vec::new();
        for piece in self.pieces.iter().skip(last + 1) {
            match piece {
                Piece::Literal(octets) => text.extend_from_slice(octets),
                Piece::Macro(found) => found.expand(known, &mut text)?,
            }
        }
        let dot = text.iter().position(|&byte| byte == b'.')?;
        name_of(text.get(dot + 1..)?)
    }

    /// The name, where it has no macro.
    #[must_use]
    pub fn literal(&self) -> Option<Name> {
        if self.has_macros() {
            None
        } else {
            self.name(Known { domain: NameRef::ROOT, sender: NameRef::ROOT })
        }
    }
}

impl Macro {
    fn expand(&self, known: Known<'_>, out: &mut Vec<u8>) -> Option<()> {
        let name = match self.letter {
            b'd' => known.domain,
            b'o' => known.sender,
            // All others depend on the message.
            _ => return None,
        };
        let text = name.labels().collect::<Vec<_>>().join(&b'.');
        let mut parts: Vec<&[u8]> = text.split(|byte| self.delimiters.contains(byte)).collect();
        if self.is_reversed {
            parts.reverse();
        }
        let keep = self.keep.and_then(|keep| usize::try_from(keep).ok()).unwrap_or(parts.len());
        let kept = parts.get(parts.len().saturating_sub(keep)..).unwrap_or_default();
        out.extend_from_slice(&kept.join(&b'.'));
        Some(())
    }
}

/// The name of text in which a backslash is only a backslash; `None` where it cannot be one.
///
/// RFC 7208 section 7.3: of a name with more than 253 octets labels are removed from the left until it fits.
#[must_use]
pub fn name_of(text: &[u8]) -> Option<Name> {
    let mut text = text.strip_suffix(b".").unwrap_or(text);
    while text.len() > 253 {
        let dot = text.iter().position(|&byte| byte == b'.')?;
        text = text.get(dot + 1..)?;
    }
    let mut wire = Vec::with_capacity(text.len() + 2);
    for label in text.split(|&byte| byte == b'.') {
        let len = u8::try_from(label.len()).ok().filter(|len| (1..=63).contains(len))?;
        wire.push(len);
        wire.extend_from_slice(label);
    }
    wire.push(0);
    NameRef::from_wire(&wire).map(NameRef::to_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec(text: &str) -> Result<MacroString, Flaw> {
        domain_spec(text.as_bytes(), Extent::new(0, text.len()))
    }

    #[test]
    fn domains_end_in_a_top_label_or_a_macro() {
        for good in [
            "a.example",
            "a.example.",
            "%{d}",
            "x.%{d2r-}",
            "a.b.%%",
            "a.x%-",
            "foo:bar/baz.example.com",
            "a.xn--zckzah",
            "_spf.a-b.c3d",
            "a...b",
        ] {
            assert!(spec(good).is_ok(), "{good}");
        }
        for (bad, detail) in [
            ("museum", "`museum` has no dot; a domain has two labels or more"),
            ("museum.", "`museum.` has no dot; a domain has two labels or more"),
            ("192.0.2.1", "top label `1` is a number"),
            ("a.-com", "top label `-com` starts or ends with a hyphen"),
            ("a.com:25", "top label `com:25` has `:`, which no top label has"),
            ("a.com/24", "top label `com/24` has `/`, which no top label has"),
            ("a..", "top label `` is empty"),
            ("", "no domain"),
            ("%{x}.a", "`%{x}` is no macro: the letters are s, l, o, d, i, p, h and v"),
            ("%{d0}.a", "`%{d0}` keeps zero parts; the number must be 1 or more"),
            ("%{r}.a.b", "`%{r}` may only stand in the text of an explanation"),
            ("%{d!}.a", "`%{d!}` has `!` where only the delimiters . - + , / _ = may stand"),
            ("%(d).a.b", "`%(` is no macro; a percent sign is written `%%`"),
            ("%{d.a", "macro `%{` without `}`"),
            ("a%", "`%` is no macro; a percent sign is written `%%`"),
        ] {
            assert_eq!(spec(bad).map_err(|flaw| flaw.detail), Err(detail.to_owned()), "{bad}");
        }
    }

    #[test]
    fn what_is_known_is_expanded() {
        let (domain, sender) = (
            Name::absolute("mail.example.org.").expect("a name"),
            Name::absolute("example.org.").expect("a name"),
        );
        let known = Known { domain: domain.borrow_name(), sender: sender.borrow_name() };
        for (text, name) in [
            ("%{d}", Some("mail.example.org.")),
            ("_spf.%{d2}", Some("_spf.example.org.")),
            ("%{dr}.a.b", Some("org.example.mail.a.b.")),
            ("%{D1r}.x", Some("mail.x.")),
            ("_x.%{o}", Some("_x.example.org.")),
            ("%{i}.%{d}", None),
            ("a\\046b.example", Some("a\\\\046b.example.")),
            ("a..example", None),
        ] {
            let found = spec(text).expect("a domain-spec").name(known);
            assert_eq!(found.map(|name| name.to_string()).as_deref(), name, "{text}");
        }
        // What is too long loses labels at its left.
        let long = format!("{}example.org", "a23456789.".repeat(30));
        assert_eq!(name_of(long.as_bytes()).map(|name| name.borrow_name().wire().len()), Some(253));
    }
}
