//! Placeholders that a deployment fills in: put in before a zone's text is read, while columns stay those of
//! the file.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{Source, masked};
use crate::wire::{excerpt, u32_of};

/// The most places of one file that are filled in.
const PLACES: usize = 1 << 20;

/// Texts that stand in files for what is filled in later, each with what is put in its place here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Placeholders(BTreeMap<String, String>);

/// A place where a placeholder was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Filled {
    /// Where what was put in ends.
    pub end: u32,
    /// How many characters the placeholder has, less those of what was put in.
    pub shift: isize,
}

impl Placeholders {
    /// These; one that is empty is none.
    pub fn new(texts: impl IntoIterator<Item = (String, String)>) -> Placeholders {
        Placeholders(texts.into_iter().filter(|(placeholder, _)| !placeholder.is_empty()).collect())
    }

    /// Where they stand, in order and apart from each other: the longest of those that begin at one place.
    /// `None` where they are more than [`PLACES`].
    fn places<'p>(&'p self, text: &[u8]) -> Option<Vec<(usize, &'p str, &'p str)>> {
        let each = self.0.iter().flat_map(|(placeholder, value)| {
            let found = memchr::memmem::find_iter(text, placeholder.as_bytes());
            found.map(move |at| (at, placeholder.as_str(), value.as_str()))
        });
        let mut places: Vec<(usize, &str, &str)> = each.take(PLACES + 1).collect();
        if places.len() > PLACES {
            return None;
        }
        places.sort_unstable_by_key(|&(at, placeholder, _)| (at, Reverse(placeholder.len())));
        let mut free = 0;
        places.retain(|&(at, placeholder, _)| {
            let is_free = at >= free;
            free = if is_free { at + placeholder.len() } else { free };
            is_free
        });
        Some(places)
    }
}

impl Source {
    /// Where the line of an octet ends, and whether a private key is in it.
    fn masked_line(&self, at: usize) -> (usize, bool) {
        let (before, rest) = self.bytes.split_at_checked(at).unwrap_or_default();
        let start = memchr::memrchr(b'\n', before).map_or(0, |end| end + 1);
        let end = memchr::memchr(b'\n', rest).map_or(self.bytes.len(), |len| at + len);
        (end, matches!(masked(self.bytes.get(start..end).unwrap_or_default()), Cow::Owned(_)))
    }

    /// Puts in what placeholders stand for.
    ///
    /// # Errors
    /// That the text would have more than `most` octets, or too many places are to be filled in.
    pub fn fill(&mut self, placeholders: &Placeholders, most: u64) -> Result<(), String> {
        let places = placeholders.places(&self.bytes);
        let mut places = places.ok_or_else(|| format!("placeholders stand at more than {PLACES} places"))?;
        // A line in which a private key is recognised, and never shown, stays recognisable.
        let mut line = (0, false);
        places.retain(|&(at, ..)| {
            if at >= line.0 {
                line = self.masked_line(at);
            }
            !line.1
        });
        let Some((_, first, _)) = places.first() else { return Ok(()) };
        let grown: usize = places.iter().map(|(_, _, value)| value.len()).sum();
        if u64::try_from(self.bytes.len().saturating_add(grown)).is_ok_and(|octets| octets > most) {
            let first = excerpt(first.as_bytes(), 40);
            return Err(format!("with `{first}` and others filled in, it may be larger than {most} octets"));
        }
        let (mut text, mut from) = (Vec::with_capacity(self.bytes.len() + grown), 0);
        for (at, placeholder, value) in places {
            text.extend_from_slice(self.bytes.get(from..at).unwrap_or_default());
            text.extend_from_slice(value.as_bytes());
            from = at + placeholder.len();
            let (was, is) = (placeholder.chars().count(), value.chars().count());
            self.filled.push(Filled { end: u32_of(text.len()), shift: was.cast_signed() - is.cast_signed() });
        }
        text.extend_from_slice(self.bytes.get(from..).unwrap_or_default());
        self.bytes = text;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_filled_in_in_a_private_key() {
        let key = "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC";
        let text = format!("$TTL MC4\ns._domainkey TXT \"v=DKIM1; p={key}\"\n");
        let source = filled(&text, &[("MC4", "1"), ("v=", "w=")]);
        assert_eq!(source.bytes, text.replace("$TTL MC4", "$TTL 1").into_bytes());
    }

    fn filled(text: &str, placeholders: &[(&str, &str)]) -> Source {
        let owned = placeholders.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned()));
        let mut source = Source::new("a", None, text.into());
        source.fill(&Placeholders::new(owned), 1000).expect("it fits");
        source
    }

    #[test]
    fn the_longest_placeholder_is_filled_and_columns_stay() {
        let source = filled("a X XY\nX.é X b\n", &[("X", "long"), ("XY", ""), ("", "never")]);
        assert_eq!(source.bytes, "a long \nlong.é long b\n".as_bytes());
        let column = |text: &str| {
            let at = String::from_utf8_lossy(&source.bytes).find(text).expect("a text that is there");
            let position = source.position(u32_of(at));
            (position.row, position.column)
        };
        assert_eq!((column("a"), column("\nlong.")), ((1, 1), (1, 7)));
        assert_eq!((column(".é"), column("b")), ((2, 2), (2, 7)));
    }

    #[test]
    fn what_would_grow_without_end_is_refused() {
        let mut source = Source::new("a", None, vec![b'X'; 100]);
        let placeholders = Placeholders::new([("X".to_owned(), "y".repeat(20))]);
        let why = source.fill(&placeholders, 1000).expect_err("too large");
        assert_eq!(why, "with `X` and others filled in, it may be larger than 1000 octets");
        assert_eq!(source.bytes.len(), 100);
        let mut source = Source::new("a", None, vec![b'X'; PLACES + 1]);
        let why = source.fill(&Placeholders::new([("X".to_owned(), "y".to_owned())]), u64::MAX);
        assert_eq!(why, Err("placeholders stand at more than 1048576 places".to_owned()));
    }
}
