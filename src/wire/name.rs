//! Domain names in uncompressed wire form: RFC 1035 section 3.1. Case is kept; every comparison ignores it.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::ops::Deref;

use crate::work::step;

/// Most octets of a name in wire form, the root's included: RFC 1035 section 2.3.4.
const MAX_NAME: usize = 255;
/// Most octets of a label.
const MAX_LABEL: usize = 63;

/// A name in lower case, for maps.
pub type NameKey = Box<[u8]>;

/// An owned name; see [`NameRef`] for what can be asked of it.
#[derive(Clone)]
pub struct Name(Box<[u8]>);

/// A name somewhere in an arena, an rdata or a [`Name`]: wire form, the root's zero octet included.
#[derive(Clone, Copy)]
pub struct NameRef<'a>(&'a [u8]);

/// Why text is not a name, and at which octet of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NameError {
    /// A label of more than 63 octets, starting here.
    LabelTooLong(usize),
    /// More than 255 octets, the origin included, from here on.
    NameTooLong(usize),
    /// Two dots in a row, or one at the front.
    EmptyLabel(usize),
    /// `\` before the end of the text, or a decimal escape that is not `\000` to `\255`.
    Escape(usize),
    /// No text at all.
    Empty,
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NameError::LabelTooLong(_) => "has a label of more than 63 octets",
            NameError::NameTooLong(_) => "has more than 255 octets",
            NameError::EmptyLabel(_) => "has an empty label (two dots in a row, or one at the front)",
            NameError::Escape(_) => "has a backslash that escapes nothing",
            NameError::Empty => "is empty",
        })
    }
}

impl std::error::Error for NameError {}

impl Name {
    /// The root.
    #[must_use]
    pub fn root() -> Name {
        Name(Box::from([0]))
    }

    /// Reads presentation form; a name without a final dot continues with `origin`.
    ///
    /// # Errors
    /// [`NameError`] says why and where.
    pub fn parse(text: &[u8], origin: NameRef<'_>) -> Result<Name, NameError> {
        let mut wire = Vec::with_capacity(text.len() + origin.wire().len() + 1);
        NameRef::parse_into(text, origin, &mut wire)?;
        Ok(Name(wire.into_boxed_slice()))
    }

    /// Reads an absolute name; the final dot may be left out.
    ///
    /// # Errors
    /// [`NameError`] says why and where.
    pub fn absolute(text: &str) -> Result<Name, NameError> {
        Self::parse(text.as_bytes(), NameRef(&[0]))
    }

    /// The borrowed form.
    #[must_use]
    pub fn borrow_name(&self) -> NameRef<'_> {
        NameRef(&self.0)
    }
}

impl<'a> NameRef<'a> {
    /// The root.
    pub const ROOT: NameRef<'static> = NameRef(&[0]);

    /// The name that `bytes` starts with, uncompressed; `None` where there is no whole one.
    #[must_use]
    pub fn from_wire(bytes: &'a [u8]) -> Option<NameRef<'a>> {
        let mut at = 0;
        loop {
            let len = usize::from(*bytes.get(at)?);
            at += 1 + len;
            if len == 0 {
                return (at <= MAX_NAME).then(|| bytes.get(..at)).flatten().map(NameRef);
            }
            if len > MAX_LABEL {
                return None;
            }
        }
    }

    /// The name that is the whole of `wire`, which came out of this module.
    pub(crate) fn of_arena(wire: &'a [u8]) -> NameRef<'a> {
        NameRef(wire)
    }

    /// Appends the wire form of presentation text to `out`; `true` when an octet above 127 stands in it.
    ///
    /// # Errors
    /// [`NameError`] says why and where; `out` is then as it was.
    pub fn parse_into(text: &[u8], origin: NameRef<'_>, out: &mut Vec<u8>) -> Result<bool, NameError> {
        step();
        let start = out.len();
        let outcome = parse_labels(text, origin, out, start);
        if outcome.is_err() {
            out.truncate(start);
        }
        outcome
    }

    /// The wire form, the root's zero octet included.
    #[must_use]
    pub fn wire(self) -> &'a [u8] {
        self.0
    }

    /// Whether this is the root.
    #[must_use]
    pub fn is_root(self) -> bool {
        self.0.len() <= 1
    }

    /// The labels from the left, the root's left out.
    #[must_use]
    pub fn labels(self) -> Labels<'a> {
        Labels(self.0)
    }

    /// How many labels, the root's not counted.
    #[must_use]
    pub fn label_count(self) -> usize {
        self.labels().count()
    }

    /// The leftmost label; empty for the root.
    #[must_use]
    pub fn first_label(self) -> &'a [u8] {
        self.labels().next().unwrap_or_default()
    }

    /// The name without its leftmost label; `None` for the root.
    #[must_use]
    pub fn parent(self) -> Option<NameRef<'a>> {
        let len = usize::from(*self.0.first()?);
        if len == 0 { None } else { self.0.get(len + 1..).map(NameRef) }
    }

    /// Whether the leftmost label is `*`: RFC 4592.
    #[must_use]
    pub fn is_wildcard(self) -> bool {
        self.0.starts_with(b"\x01*")
    }

    /// Whether this name is `ancestor` or below it.
    #[must_use]
    pub fn is_at_or_below(self, ancestor: NameRef<'_>) -> bool {
        step();
        let Some(skip) = self.0.len().checked_sub(ancestor.0.len()) else { return false };
        let mut at = 0;
        while at < skip {
            at += 1 + self.0.get(at).copied().map_or(skip, usize::from);
        }
        let is_same = |tail: &[u8]| tail == ancestor.0 || tail.eq_ignore_ascii_case(ancestor.0);
        at == skip && self.0.get(skip..).is_some_and(is_same)
    }

    /// Whether this name is below `ancestor` and not it.
    #[must_use]
    pub fn is_below(self, ancestor: NameRef<'_>) -> bool {
        self.0.len() > ancestor.0.len() && self.is_at_or_below(ancestor)
    }

    /// Whether this name is the one of `text`, or below it; `text` has no escapes and no dot at its end.
    #[must_use]
    pub fn is_at_or_below_text(self, text: &str) -> bool {
        let Some(from) = self.0.len().checked_sub(text.len() + 2) else { return false };
        // Where text has a dot the wire has a length. Most names differ elsewhere, too.
        let same = |(&octet, wanted): (&u8, u8)| wanted == b'.' || octet.eq_ignore_ascii_case(&wanted);
        if !self.0.iter().skip(from + 1).zip(text.bytes()).all(same) {
            return false;
        }
        let mut end = Some(self);
        while let Some(name) = end.filter(|name| name.0.len() > text.len() + 2) {
            end = name.parent();
        }
        let labels = text.split('.');
        end.is_some_and(|end| {
            end.label_count() == labels.clone().count()
                && end.labels().zip(labels).all(|(label, text)| label.eq_ignore_ascii_case(text.as_bytes()))
        })
    }

    /// Canonical order: RFC 4034 section 6.1.
    #[must_use]
    pub fn canonical_cmp(self, other: NameRef<'_>) -> Ordering {
        step();
        let (left, right) = (LabelStarts::of(self), LabelStarts::of(other));
        for (a, b) in left.rootward().zip(right.rootward()) {
            let order = cmp_ignoring_case(a, b);
            if order != Ordering::Equal {
                return order;
            }
        }
        left.count.cmp(&right.count)
    }

    /// An owned copy.
    #[must_use]
    pub fn to_name(self) -> Name {
        step();
        Name(self.0.into())
    }

    /// An owned copy in lower case: the canonical form of RFC 4034 section 6.2.
    #[must_use]
    pub fn to_lowercase(self) -> Name {
        step();
        Name(self.0.to_ascii_lowercase().into())
    }

    /// The name in lower case as the key of a map.
    #[must_use]
    pub fn key(self) -> NameKey {
        step();
        self.0.to_ascii_lowercase().into()
    }

    /// The name with labels in presentation form, such as `_25._tcp`, in front; `None` where that is too
    /// long.
    #[must_use]
    pub fn prefixed(self, labels: &str) -> Option<Name> {
        Name::parse(labels.as_bytes(), self).ok()
    }

    /// The name that takes the place of this one when `from`, which is above it, moves to `to`, as a DNAME
    /// does: RFC 6672 section 2.2. `None` where that is too long or `from` is not above.
    #[must_use]
    pub fn moved(self, from: NameRef<'_>, to: NameRef<'_>) -> Option<Name> {
        if !self.is_at_or_below(from) {
            return None;
        }
        let kept = self.0.len().checked_sub(from.0.len()).and_then(|len| self.0.get(..len))?;
        let wire = [kept, to.0].concat();
        (wire.len() <= MAX_NAME).then(|| Name(wire.into()))
    }

    /// This name as it would be written below `origin` (`@`, or without the origin), absolute elsewhere.
    #[must_use]
    pub fn relative_to(self, origin: NameRef<'_>) -> String {
        if !self.is_at_or_below(origin) || origin.is_root() {
            return self.to_string();
        }
        let keep = self.label_count() - origin.label_count();
        if keep == 0 {
            return "@".to_owned();
        }
        let mut out = String::new();
        for label in self.labels().take(keep) {
            if !out.is_empty() {
                out.push('.');
            }
            push_label(label, &mut out);
        }
        out
    }
}

fn parse_labels(
    text: &[u8],
    origin: NameRef<'_>,
    out: &mut Vec<u8>,
    start: usize,
) -> Result<bool, NameError> {
    match text {
        [] => return Err(NameError::Empty),
        b"." => {
            out.push(0);
            return Ok(false);
        }
        b"@" => {
            out.extend_from_slice(origin.0);
            return Ok(false);
        }
        _ => {}
    }
    if let Some(foreign) = parse_plain(text, origin, out, start)? {
        return Ok(foreign);
    }
    out.truncate(start);
    let mut seen = 0u8;
    let mut bytes = text.iter().copied().enumerate();
    let (mut label_at, mut label_text_at) = (out.len(), 0);
    out.push(0);
    let mut ends_with_dot = false;
    while let Some((at, byte)) = bytes.next() {
        ends_with_dot = false;
        match byte {
            b'.' => {
                close_label(out, label_at, label_text_at, at)?;
                label_at = out.len();
                label_text_at = at + 1;
                out.push(0);
                ends_with_dot = true;
            }
            b'\\' => {
                let (value, used) =
                    unescape(text.get(at + 1..).unwrap_or_default()).ok_or(NameError::Escape(at))?;
                out.push(value);
                if used == 3 {
                    bytes.next();
                    bytes.next();
                }
                bytes.next();
            }
            _ => {
                seen |= byte;
                out.push(byte);
            }
        }
        if out.len() - start > MAX_NAME {
            // A label that never ends is told apart from a name with too many of them.
            return Err(if out.len() - label_at > MAX_LABEL + 1 {
                NameError::LabelTooLong(label_text_at)
            } else {
                NameError::NameTooLong(at)
            });
        }
    }
    if !ends_with_dot {
        close_label(out, label_at, label_text_at, text.len())?;
        out.extend_from_slice(origin.0);
    }
    if out.len() - start > MAX_NAME {
        return Err(NameError::NameTooLong(0));
    }
    Ok(seen >= 0x80)
}

/// As [`parse_labels`], for text without escapes, which nearly all is: each dot becomes the length of the
/// label behind it. `None` where there is an escape.
fn parse_plain(
    text: &[u8],
    origin: NameRef<'_>,
    out: &mut Vec<u8>,
    start: usize,
) -> Result<Option<bool>, NameError> {
    let body = text.strip_suffix(b".").unwrap_or(text);
    let tail = if body.len() < text.len() { &[0] } else { origin.0 };
    // So long a text is a fault, which is looked for below.
    let body = body.get(..2 * MAX_NAME).unwrap_or(body);
    out.reserve(body.len() + 1 + tail.len());
    out.push(0);
    out.extend_from_slice(body);
    let labels = out.get_mut(start..).unwrap_or_default();
    let (words, rest) = body.as_chunks::<8>();
    let (mut label_at, mut at, mut seen) = (0, 0, 0);
    let rest = rest.iter().rev().fold(0, |word, &octet| word << 8 | u64::from(octet));
    for word in words.iter().map(|word| u64::from_le_bytes(*word)).chain([rest]) {
        if octets_that_are(b'\\', word) != 0 {
            return Ok(None);
        }
        seen |= word;
        let mut dots = octets_that_are(b'.', word);
        while dots != 0 {
            let dot = at + usize::try_from(dots.trailing_zeros() / 8).unwrap_or(0);
            label_at = write_length(labels, label_at, dot)?;
            dots &= dots - 1;
        }
        at += 8;
    }
    write_length(labels, label_at, body.len())?;
    out.extend_from_slice(tail);
    if out.len() - start > MAX_NAME {
        return Err(NameError::NameTooLong(0));
    }
    Ok(Some(seen & (0x80 * ONES) != 0))
}

/// One in each octet.
const ONES: u64 = 0x0101_0101_0101_0101;

/// The highest bit of each octet of a word that is this one.
fn octets_that_are(octet: u8, word: u64) -> u64 {
    let others = word ^ (u64::from(octet) * ONES);
    // No sum reaches the next octet.
    !(((others & (0x7f * ONES)) + 0x7f * ONES) | others) & (0x80 * ONES)
}

/// Writes the length octet of the label whose text starts at `at` and ends before `end`, in front of it; where
/// the next one starts.
fn write_length(labels: &mut [u8], at: usize, end: usize) -> Result<usize, NameError> {
    let len = end - at;
    match (u8::try_from(len), labels.get_mut(at)) {
        (Ok(0), _) => return Err(NameError::EmptyLabel(at)),
        (Ok(octet), Some(length)) if len <= MAX_LABEL => *length = octet,
        _ => return Err(NameError::LabelTooLong(at)),
    }
    let next = end + 1;
    if next > MAX_NAME { Err(NameError::NameTooLong(next)) } else { Ok(next) }
}

/// Writes the length octet of the label that starts at `label_at`.
fn close_label(
    out: &mut [u8],
    label_at: usize,
    label_text_at: usize,
    text_at: usize,
) -> Result<(), NameError> {
    let len = out.len() - label_at - 1;
    if len == 0 {
        return Err(NameError::EmptyLabel(text_at));
    }
    if len > MAX_LABEL {
        return Err(NameError::LabelTooLong(label_text_at));
    }
    if let (Some(slot), Ok(len)) = (out.get_mut(label_at), u8::try_from(len)) {
        *slot = len;
    }
    Ok(())
}

/// The octet that follows a backslash and how many octets of text it took.
pub(crate) fn unescape(text: &[u8]) -> Option<(u8, usize)> {
    match text {
        [a, b, c, ..] if a.is_ascii_digit() => {
            if !b.is_ascii_digit() || !c.is_ascii_digit() {
                return None;
            }
            let value = u16::from(a - b'0') * 100 + u16::from(b - b'0') * 10 + u16::from(c - b'0');
            u8::try_from(value).ok().map(|value| (value, 3))
        }
        [a, ..] if !a.is_ascii_digit() => Some((*a, 1)),
        _ => None,
    }
}

/// The labels of a name from the left.
pub struct Labels<'a>(&'a [u8]);

impl<'a> Iterator for Labels<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let (&len, rest) = self.0.split_first()?;
        if len == 0 {
            return None;
        }
        let (label, rest) = rest.split_at_checked(usize::from(len))?;
        self.0 = rest;
        Some(label)
    }
}

/// Where each label starts, so that they can be walked from the root.
struct LabelStarts<'a> {
    name: &'a [u8],
    starts: [u8; 128],
    count: usize,
}

impl<'a> LabelStarts<'a> {
    fn of(name: NameRef<'a>) -> Self {
        let mut starts = [0; 128];
        let (mut at, mut count) = (0u8, 0);
        while let Some(&len) = name.0.get(usize::from(at)) {
            let Some(slot) = starts.get_mut(count).filter(|_| len > 0) else { break };
            *slot = at;
            count += 1;
            at = at.saturating_add(len).saturating_add(1);
        }
        LabelStarts { name: name.0, starts, count }
    }

    fn rootward(&self) -> impl Iterator<Item = &'a [u8]> {
        let name = self.name;
        self.starts.get(..self.count).unwrap_or_default().iter().rev().map(move |&at| {
            let at = usize::from(at);
            let len = name.get(at).copied().map_or(0, usize::from);
            name.get(at + 1..at + 1 + len).unwrap_or_default()
        })
    }
}

fn cmp_ignoring_case(a: &[u8], b: &[u8]) -> Ordering {
    for (x, y) in a.iter().zip(b) {
        let order = x.to_ascii_lowercase().cmp(&y.to_ascii_lowercase());
        if order != Ordering::Equal {
            return order;
        }
    }
    a.len().cmp(&b.len())
}

fn push_label(label: &[u8], out: &mut String) {
    use std::fmt::Write as _;
    for &byte in label {
        match byte {
            b'.' | b'\\' | b'"' | b';' | b'(' | b')' | b'@' | b'$' => {
                out.push('\\');
                out.push(char::from(byte));
            }
            0x21..=0x7e => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, "\\{byte:03}");
            }
        }
    }
}

impl fmt::Display for NameRef<'_> {
    /// Absolute presentation form: RFC 1035 section 5.1, octets outside printable ASCII as `\DDD`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        step();
        let mut text = String::with_capacity(self.0.len() + 1);
        for label in self.labels() {
            push_label(label, &mut text);
            text.push('.');
        }
        f.write_str(if text.is_empty() { "." } else { &text })
    }
}

impl fmt::Debug for NameRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl PartialEq for NameRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        step();
        self.0.eq_ignore_ascii_case(other.0)
    }
}
impl Eq for NameRef<'_> {}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.borrow_name(), f)
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        self.borrow_name() == other.borrow_name()
    }
}
impl Eq for Name {}

impl Deref for Name {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl Borrow<[u8]> for Name {
    fn borrow(&self) -> &[u8] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Name {
        Name::absolute(text).expect("a test name")
    }

    #[test]
    fn escapes_round_trip() {
        for text in ["a\\.b.example.", "\\000\\255.example.", "a\\\\b.", ".", "*.example.", "sp\\032ace."] {
            assert_eq!(name(text).to_string(), text);
        }
    }

    #[test]
    fn relative_names_continue_with_the_origin() {
        let origin = name("example.");
        assert_eq!(
            Name::parse(b"www", origin.borrow_name()).map(|n| n.to_string()),
            Ok("www.example.".to_owned())
        );
        assert_eq!(Name::parse(b"@", origin.borrow_name()).map(|n| n.to_string()), Ok("example.".to_owned()));
        assert_eq!(name("a.b.example.").borrow_name().relative_to(origin.borrow_name()), "a.b");
        assert_eq!(origin.borrow_name().relative_to(origin.borrow_name()), "@");
    }

    #[test]
    fn faults_say_where() {
        let long = "a".repeat(64);
        assert_eq!(Name::absolute(&format!("x.{long}")).err(), Some(NameError::LabelTooLong(2)));
        assert_eq!(Name::absolute(&"a".repeat(4000)).err(), Some(NameError::LabelTooLong(0)));
        assert!(matches!(Name::absolute(&"a.".repeat(128)), Err(NameError::NameTooLong(_))));
        assert!(Name::absolute(&"a.".repeat(127)).is_ok());
        assert_eq!(Name::absolute("a..b").err(), Some(NameError::EmptyLabel(2)));
        assert_eq!(Name::absolute(".a").err(), Some(NameError::EmptyLabel(0)));
        assert_eq!(Name::absolute("a\\256").err(), Some(NameError::Escape(1)));
        assert_eq!(Name::absolute("a\\").err(), Some(NameError::Escape(1)));
        assert_eq!(Name::absolute("a\\1b").err(), Some(NameError::Escape(1)));
        assert_eq!(Name::absolute("").err(), Some(NameError::Empty));
    }

    #[test]
    fn rfc_4034_order() {
        let order = [
            "example.",
            "a.example.",
            "yljkjljk.a.example.",
            "Z.a.example.",
            "zABC.a.EXAMPLE.",
            "z.example.",
            "\\001.z.example.",
            "*.z.example.",
            "\\200.z.example.",
        ];
        for pair in order.windows(2) {
            assert_eq!(
                name(pair[0]).borrow_name().canonical_cmp(name(pair[1]).borrow_name()),
                Ordering::Less,
                "{pair:?}"
            );
        }
    }

    #[test]
    fn ancestry_goes_by_labels() {
        let (zone, inside, beside) = (name("example."), name("a.EXAMPLE."), name("notexample."));
        assert!(inside.borrow_name().is_below(zone.borrow_name()));
        assert!(!beside.borrow_name().is_at_or_below(zone.borrow_name()));
        assert!(
            zone.borrow_name().is_at_or_below(zone.borrow_name())
                && !zone.borrow_name().is_below(zone.borrow_name())
        );
        assert!(zone.borrow_name().is_below(NameRef::ROOT));
        // The octets of `example.` at the end of a label are not an ancestor.
        let tricky = name("x\\007example.");
        assert!(!tricky.borrow_name().is_at_or_below(zone.borrow_name()));
    }
}
