//! The table of expected findings: upstream's words for a fault, and the danelaw rules of which one must
//! speak.

use std::error::Error;
use std::fs;

use super::rules::Rules;
use crate::codegen::root;

/// Where the table is, from the repository.
const PATH: &str = "xtask/src/conformance/expected.tsv";

/// All rows.
pub(super) struct Expected(Vec<Row>);

/// One row: corpus, file (`*` for all), upstream's words, rules.
pub(super) struct Row {
    /// Its line in the table.
    pub(super) line: usize,
    corpus: String,
    file: String,
    /// Upstream's words.
    pub(super) text: String,
    rules: Vec<String>,
    is_used: bool,
}

impl Expected {
    pub(super) fn read() -> Result<Expected, Box<dyn Error>> {
        let text = fs::read_to_string(root().join(PATH)).map_err(|error| format!("{PATH}: {error}"))?;
        Expected::parse(&text)
    }

    fn parse(text: &str) -> Result<Expected, Box<dyn Error>> {
        let mut rows = Vec::new();
        for (at, line) in text.lines().enumerate().skip(1).filter(|(_, line)| !line.is_empty()) {
            match line.split('\t').collect::<Vec<_>>().as_slice() {
                [corpus, file, text, rules] if !rules.trim().is_empty() => {
                    let [corpus, file, text] = [corpus, file, text].map(|cell| (*cell).to_owned());
                    let rules = rules.split_whitespace().map(str::to_owned).collect();
                    rows.push(Row { line: at + 1, corpus, file, text, rules, is_used: false });
                }
                _ => {
                    return Err(format!(
                        "{PATH}:{}: expected corpus, file, upstream's words, and rules, with tabs between",
                        at + 1
                    )
                    .into());
                }
            }
        }
        Ok(Expected(rows))
    }

    /// Names in the table that no rule has.
    pub(super) fn unknown_rules(&self, rules: &Rules) -> Vec<String> {
        let named = self.0.iter().flat_map(|row| row.rules.iter().map(move |name| (row.line, name)));
        named
            .filter(|(_, name)| !rules.has(name))
            .map(|(line, name)| format!("{PATH}:{line}: no rule is named `{name}`"))
            .collect()
    }

    /// For each fault that upstream names and the table knows: its words, and the rules of which one must
    /// speak.
    pub(super) fn of(&mut self, corpus: &str, file: &str, detail: &str) -> Vec<(String, Vec<String>)> {
        let mut wanted = Vec::new();
        for text in quoted(detail) {
            // A row for the file goes before one for all files.
            let of_text = |row: &Row| row.corpus == corpus && row.text == text;
            let at = self.0.iter().position(|row| of_text(row) && row.file == file);
            let at = at.or_else(|| self.0.iter().position(|row| of_text(row) && row.file == "*"));
            if let Some(row) = at.and_then(|at| self.0.get_mut(at)) {
                row.is_used = true;
                wanted.push((row.text.clone(), row.rules.clone()));
            }
        }
        wanted
    }

    /// The rows that nothing asked for, of one corpus or all.
    pub(super) fn unused<'t>(&'t self, only: Option<&'t str>) -> impl Iterator<Item = &'t Row> {
        self.0.iter().filter(move |row| !row.is_used && only.is_none_or(|only| only == row.corpus))
    }
}

/// The texts between double quotes; all of it where there are none.
fn quoted(detail: &str) -> impl Iterator<Item = &str> {
    let quotes = usize::from(detail.contains('"'));
    detail.split('"').skip(quotes).step_by(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lead_to_rules() {
        let mut expected = Expected::parse(
            "head\nc\t*\twrong bitmap\tone two\nc\ta.zone\twrong bitmap\tthree\nc\t*\tnever\tfour\n",
        )
        .expect("a table");
        let rules = |found: Vec<(String, Vec<String>)>| {
            found.into_iter().map(|(_, rules)| rules.join(" ")).collect::<Vec<_>>()
        };
        assert_eq!(rules(expected.of("c", "b.zone", r#"1x "wrong bitmap"; 2x "other""#)), ["one two"]);
        assert_eq!(rules(expected.of("c", "a.zone", r#"1x "wrong bitmap" (fatal)"#)), ["three"]);
        assert_eq!(rules(expected.of("c", "b.zone", "never")), ["four"]);
        assert_eq!(rules(expected.of("d", "a.zone", r#"1x "wrong bitmap""#)), [""; 0]);
        assert_eq!(expected.unused(None).map(|row| row.line).collect::<Vec<_>>(), [0; 0]);
    }

    #[test]
    fn a_row_needs_rules() {
        assert!(Expected::parse("head\nc\t*\twords\t \n").is_err());
    }
}
