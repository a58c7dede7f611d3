//! The table of disagreements: what differs from upstream's expectation, and why danelaw is right.

use std::error::Error;
use std::fs;

use super::judge::Disagreement;
use crate::codegen::root;

/// Where the table is, from the repository.
const PATH: &str = "xtask/src/conformance/disagreements.tsv";

/// All rows.
pub(super) struct Table(Vec<Row>);

/// One row: corpus, place (`*` for all files), rule or verdict, reason.
pub(super) struct Row {
    /// Its line in the table.
    pub(super) line: usize,
    corpus: String,
    place: String,
    what: String,
    is_used: bool,
}

impl Row {
    /// The row without its reason.
    pub(super) fn text(&self) -> String {
        format!("{} {} {}", self.corpus, self.place, self.what)
    }
}

impl Table {
    pub(super) fn read() -> Result<Table, Box<dyn Error>> {
        let text = fs::read_to_string(root().join(PATH)).map_err(|error| format!("{PATH}: {error}"))?;
        Table::parse(&text)
    }

    fn parse(text: &str) -> Result<Table, Box<dyn Error>> {
        let mut rows = Vec::new();
        for (at, line) in text.lines().enumerate().skip(1).filter(|(_, line)| !line.is_empty()) {
            match line.split('\t').collect::<Vec<_>>().as_slice() {
                [corpus, place, what, why] if !why.trim().is_empty() => {
                    let [corpus, place, what] = [corpus, place, what].map(|cell| (*cell).to_owned());
                    rows.push(Row { line: at + 1, corpus, place, what, is_used: false });
                }
                _ => {
                    return Err(format!(
                        "{PATH}:{}: expected corpus, place, rule or verdict, and why, with tabs between",
                        at + 1
                    )
                    .into());
                }
            }
        }
        Ok(Table(rows))
    }

    /// Whether a row explains this; marks all rows that do.
    pub(super) fn explains(&mut self, corpus: &str, found: &Disagreement) -> bool {
        let mut is_explained = false;
        for row in &mut self.0 {
            if row.corpus == corpus
                && row.what == found.what
                && (row.place == "*" || row.place == found.place)
            {
                row.is_used = true;
                is_explained = true;
            }
        }
        is_explained
    }

    /// The rows that explained nothing, of one corpus or all.
    pub(super) fn unused<'t>(&'t self, only: Option<&'t str>) -> impl Iterator<Item = &'t Row> {
        self.0.iter().filter(move |row| !row.is_used && only.is_none_or(|only| only == row.corpus))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_explain_once_found_and_are_told_when_they_do_not() {
        let mut table =
            Table::parse("corpus\tplace\twhat\twhy\nc\ta.in:3\taccepted\tRFC 1\nc\t*\trecords\tRFC 2\n")
                .expect("a table");
        let found = |place: &str, what: &str| Disagreement {
            place: place.to_owned(),
            what: what.to_owned(),
            detail: String::new(),
        };
        assert!(table.explains("c", &found("b.in", "records")));
        assert!(!table.explains("c", &found("a.in:4", "accepted")));
        assert!(!table.explains("d", &found("a.in:3", "accepted")));
        assert_eq!(table.unused(None).map(|row| row.line).collect::<Vec<_>>(), [2]);
        assert_eq!(table.unused(Some("d")).count(), 0);
    }

    #[test]
    fn a_row_needs_a_reason() {
        assert!(Table::parse("head\nc\ta.in\taccepted\t\n").is_err());
    }
}
