//! The tables of witnesses and of statements: reads and writes them, and looks for none.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Rules whose fixtures are refused for another reason than the rule's, or are too large for other programs.
pub(super) const NOT_WITNESSED: &[&str] = &["generate-limit", "include-outside-directory"];

/// A program that refuses a fixture of a rule.
pub(crate) struct Witness {
    /// The rule's name.
    pub(crate) rule: String,
    /// The file in its folder.
    pub(crate) fixture: String,
    /// The program, with options.
    pub(crate) program: String,
    /// What it says.
    pub(crate) words: String,
}

/// Who enforces what a rule is about, where no program here does.
pub(crate) struct Stated {
    /// The name of one rule, or what the codes of several are without their numbers.
    rule: String,
    /// What must be, and where that is written.
    pub(crate) must: String,
    /// Who refuses what is not so.
    pub(crate) who: String,
}

impl Stated {
    /// Whether it is about a rule.
    pub(crate) fn is_of(&self, name: &str, code: &str) -> bool {
        let is_number = |rest: &str| rest.bytes().all(|byte| byte.is_ascii_digit());
        self.rule == name || code.strip_prefix(self.rule.as_str()).is_some_and(is_number)
    }
}

/// The generated table.
pub(super) fn witnesses(root: &Path) -> PathBuf {
    root.join("xtask/src/confirm/witnesses.tsv")
}

/// All witnesses.
pub(crate) fn read_witnesses(root: &Path) -> Result<Vec<Witness>, Box<dyn Error>> {
    let rows = rows(&witnesses(root))?;
    let witness = |row: Vec<String>| match <[String; 4]>::try_from(row) {
        Ok([rule, fixture, program, words]) => Ok(Witness { rule, fixture, program, words }),
        Err(row) => Err(format!("witnesses.tsv: {} columns in {row:?}, expected 4", row.len()).into()),
    };
    rows.into_iter().map(witness).collect()
}

/// All statements, those of single rules first.
pub(crate) fn read_stated(root: &Path) -> Result<Vec<Stated>, Box<dyn Error>> {
    let rows = rows(&root.join("xtask/src/confirm/stated.tsv"))?;
    let stated = |row: Vec<String>| match <[String; 3]>::try_from(row) {
        Ok([rule, must, who]) => Ok(Stated { rule, must, who }),
        Err(row) => Err(Box::from(format!("stated.tsv: {} columns in {row:?}, expected 3", row.len()))),
    };
    let mut all = rows.into_iter().map(stated).collect::<Result<Vec<Stated>, Box<dyn Error>>>()?;
    all.sort_by_key(|one| one.rule.starts_with(|c: char| c.is_ascii_uppercase()));
    Ok(all)
}

/// The rows of a table below its head; none where there is no such file.
fn rows(path: &Path) -> Result<Vec<Vec<String>>, Box<dyn Error>> {
    if !path.exists() {
        return Ok(Vec::new());
    }
    let text = fs::read_to_string(path)?;
    let rows = text.lines().skip(1).filter(|line| !line.is_empty());
    Ok(rows.map(|line| line.split('\t').map(str::to_owned).collect()).collect())
}

/// The table of witnesses as text.
pub(super) fn text(witnesses: &[Witness]) -> String {
    let mut text = "rule\tfixture\tprogram\twords\n".to_owned();
    for Witness { rule, fixture, program, words } in witnesses {
        let _ = writeln!(text, "{rule}\t{fixture}\t{program}\t{words}");
    }
    text
}
