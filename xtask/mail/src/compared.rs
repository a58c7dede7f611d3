//! What was compared so far, and the texts of the corpora as the library takes them.

use danelaw::mail::Text;
use serde::Serialize;

/// What was compared.
#[derive(Default, Serialize)]
pub(crate) struct Compared {
    /// How many expectations were met.
    agreed: usize,
    /// The others.
    disagreements: Vec<Disagreement>,
    /// One line for each part of the corpus: how many agreed and how many differ.
    parts: Vec<String>,
}

/// One expectation that was not met.
#[derive(Serialize)]
struct Disagreement {
    place: String,
    what: String,
    detail: String,
}

impl Compared {
    /// Counts one expectation of a suite.
    pub(crate) fn note(&mut self, place: &str, what: &str, expected: &str, found: &str) {
        if expected == found {
            self.agreed += 1;
            return;
        }
        let detail = format!("expected {expected}, found {found}");
        self.disagreements.push(Disagreement { place: place.to_owned(), what: what.to_owned(), detail });
    }

    /// Runs the comparisons of one part, and keeps a line about them.
    pub(crate) fn part<E>(
        &mut self,
        name: &str,
        compare: impl FnOnce(&mut Compared) -> Result<(), E>,
    ) -> Result<(), E> {
        let (agreed, differ) = (self.agreed, self.disagreements.len());
        compare(self)?;
        let (agreed, differ) = (self.agreed - agreed, self.disagreements.len() - differ);
        self.parts.push(format!("{name}: {agreed} agreed, {differ} differ"));
        Ok(())
    }
}

/// The text of a corpus string: characters up to U+00FF stand for octets, as the suites write them.
pub(crate) fn octets(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    for c in text.chars() {
        match u8::try_from(u32::from(c)) {
            Ok(byte) => out.push(byte),
            Err(_) => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    out
}

/// The text in strings of 255 octets.
pub(crate) fn text_of(octets: &[u8]) -> Text {
    Text::of_strings(octets.chunks(255))
}
