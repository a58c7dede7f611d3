//! Reading a corpus: `cases.tsv` says which files there are and what is expected, `records.tsv` what of each
//! statement.

use std::error::Error;
use std::fs;
use std::path::Path;

/// One corpus.
pub(super) struct Corpus {
    /// The cases whose files are there.
    pub(super) cases: Vec<Case>,
    /// How many are listed and not there.
    pub(super) absent: usize,
}

/// One file and what is expected of it.
pub(super) struct Case {
    /// The file, from the corpus's folder.
    pub(super) file: String,
    /// The zone's name.
    pub(super) origin: String,
    /// What upstream expects.
    pub(super) expect: Expect,
    /// Unix seconds at which to judge.
    pub(super) eval_time: Option<String>,
    /// What upstream says of it; its messages stand in double quotes.
    pub(super) detail: String,
    /// What is expected of each statement, by line; empty where nobody says.
    pub(super) statements: Vec<Statement>,
}

/// One statement of a file.
pub(super) struct Statement {
    /// Its first line, from 1.
    pub(super) line: u64,
    /// Whether it is to be accepted.
    pub(super) is_good: bool,
    /// Upstream's error code and the statement's text.
    pub(super) text: String,
}

/// What upstream expects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expect {
    /// Nothing is wrong.
    Valid,
    /// It can be read.
    Readable,
    /// It is refused.
    Error,
    /// Something is reported.
    Warning,
    /// It does no harm.
    NoCrash,
}

pub(super) fn read(folder: &Path) -> Result<Corpus, Box<dyn Error>> {
    let mut corpus = Corpus { cases: Vec::new(), absent: 0 };
    let path = folder.join("cases.tsv");
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let records = fs::read_to_string(folder.join("records.tsv")).unwrap_or_default();
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    for line in lines {
        let cells: Vec<&str> = line.split('\t').collect();
        let cell = |name: &str| {
            head.iter()
                .position(|column| *column == name)
                .and_then(|at| cells.get(at))
                .copied()
                .unwrap_or_default()
        };
        let file = cell("file").to_owned();
        if !folder.join(&file).is_file() {
            corpus.absent += 1;
            continue;
        }
        let expect = match expectation(cell("expect")) {
            // A corpus of statements has no zones: only reading them is compared.
            Some(Expect::Valid) if !records.is_empty() => Expect::Readable,
            Some(expect) => expect,
            None => return Err(format!("{}: `{}` is no expectation", path.display(), cell("expect")).into()),
        };
        corpus.cases.push(Case {
            origin: cell("origin").to_owned(),
            expect,
            eval_time: Some(cell("eval_time").to_owned()).filter(|time| !time.is_empty()),
            detail: cell("detail").to_owned(),
            statements: statements(&records, file.strip_suffix(".in").unwrap_or(&file)),
            file,
        });
    }
    Ok(corpus)
}

fn expectation(text: &str) -> Option<Expect> {
    Some(match text {
        "valid" => Expect::Valid,
        "valid-syntax" | "presumed-valid" => Expect::Readable,
        "error" => Expect::Error,
        "warn" => Expect::Warning,
        "crash-only" | "unlisted" | "fragment" => Expect::NoCrash,
        _ => return None,
    })
}

/// The rows of `records.tsv` (case, line, good or bad, code, statement) for one case.
fn statements(records: &str, case: &str) -> Vec<Statement> {
    let rows = records.lines().skip(1).map(|row| row.split('\t').collect::<Vec<_>>());
    let mut statements: Vec<Statement> = rows
        .filter_map(|cells| match cells.as_slice() {
            [name, line, expect, code, text, ..] if *name == case => Some(Statement {
                line: line.parse().ok()?,
                is_good: *expect == "good",
                text: format!("{code} {text}").trim().to_owned(),
            }),
            _ => None,
        })
        .collect();
    statements.sort_by_key(|statement| statement.line);
    statements
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_those_of_the_case() {
        let records = "case\tline\texpect\tcode\tstatement\trdata_hex\na\t9\tbad\tX\t@ A\t\na\t5\tgood\t\t@ \
            NS @\t00\nb\t1\tgood\t\t@ A\t\n";
        let found: Vec<_> = statements(records, "a")
            .into_iter()
            .map(|statement| (statement.line, statement.is_good, statement.text))
            .collect();
        assert_eq!(found, [(5, true, "@ NS @".to_owned()), (9, false, "X @ A".to_owned())]);
    }

    #[test]
    fn every_expectation_of_the_corpora_is_known() {
        for text in
            ["valid", "valid-syntax", "presumed-valid", "error", "warn", "crash-only", "unlisted", "fragment"]
        {
            assert!(expectation(text).is_some(), "{text}");
        }
        assert_eq!(expectation("maybe"), None);
    }
}
