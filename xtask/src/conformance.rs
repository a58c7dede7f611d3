//! `cargo xtask conformance`: danelaw against the test zones of other implementations, which are kept
//! elsewhere.
//!
//! It must never hold test data of others: the table of disagreements names files and says why.

mod corpus;
mod dane;
mod expected;
mod judge;
mod mail;
mod rules;
mod run;
mod table;
mod timing;

use std::path::{Path, PathBuf};

use crate::Outcome;
use crate::bench::build_danelaw;
use expected::Expected;
use judge::Disagreement;
use rules::Rules;
use table::Table;

/// The corpora that are compared.
const CORPORA: [&str; 14] = [
    "knot-zscanner",
    "knot-semcheck",
    "nlnetlabs-domain",
    "nlnetlabs-dnst",
    "cascade",
    "dnspython",
    "dnsviz",
    "simdzone",
    "hickory",
    "nsd",
    "ldns",
    "bind-master",
    DANE,
    MAIL,
];

/// The corpus of certificates and records, which is compared in a way of its own.
const DANE: &str = "dane";

/// The corpus of mail records, which are texts and no zones.
const MAIL: &str = "mail";

/// Arguments of `conformance`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Directory with one folder for each corpus
    #[arg(long)]
    corpora: PathBuf,
    /// Only this corpus
    #[arg(long, value_parser = CORPORA)]
    only: Option<String>,
    /// The danelaw to test, instead of building one in release mode
    #[arg(long)]
    danelaw: Option<PathBuf>,
    /// Succeed where the directory does not exist
    #[arg(long)]
    optional: bool,
    /// Write a row for each disagreement that has none, to be completed by hand
    #[arg(long)]
    rows: bool,
}

pub(crate) fn run(args: &Args) -> Outcome {
    if !args.corpora.is_dir() {
        let text = format!("{} does not exist: nothing was compared", args.corpora.display());
        if args.optional {
            println!("{text}");
            return Ok(());
        }
        return Err(text.into());
    }
    let danelaw = match &args.danelaw {
        Some(path) if path.is_file() => path.canonicalize()?,
        Some(path) => return Err(format!("{} is not a file", path.display()).into()),
        None => build_danelaw()?,
    };
    let (mut table, mut expected) = (Table::read()?, Expected::read()?);
    let rules = Rules::of(&danelaw)?;
    let unknown = expected.unknown_rules(&rules);
    let (mut passed, mut failed) = (0, 0);
    for name in CORPORA.iter().filter(|name| args.only.as_deref().is_none_or(|only| only == **name)) {
        let folder = args.corpora.join(name);
        if !folder.is_dir() {
            println!("{name}: not there");
            failed += usize::from(!args.optional);
            continue;
        }
        if *name == DANE {
            let compared = dane::compare(&danelaw, &folder)?;
            println!("{name}: {} comparisons agreed", compared.agreed);
            compared.failed.iter().for_each(|text| println!("  {text}"));
            passed += compared.agreed;
            failed += compared.failed.len();
            continue;
        }
        if *name == MAIL {
            let (explained, open) = texts(&folder, &mut table, args.rows)?;
            passed += explained;
            failed += open;
            continue;
        }
        let corpus = corpus::read(&folder)?;
        let (mut agreed, mut explained, mut unexplained) = (0, 0, Vec::new());
        for case in &corpus.cases {
            let disagreements =
                judge::judge(&danelaw, &rules, &folder, case, &expected.of(name, &case.file, &case.detail))?;
            let is_agreed = disagreements.is_empty();
            let open: Vec<_> =
                disagreements.into_iter().filter(|found| !table.explains(name, found)).collect();
            agreed += usize::from(is_agreed);
            explained += usize::from(!is_agreed && open.is_empty());
            failed += usize::from(!open.is_empty());
            unexplained.extend(open);
        }
        passed += agreed + explained;
        let absent = if corpus.absent == 0 {
            String::new()
        } else {
            format!(", {} listed but not there", corpus.absent)
        };
        println!("{name}: {} cases, {agreed} agreed, {explained} explained{absent}", corpus.cases.len());
        tell(name, &unexplained, args.rows);
    }
    for row in table.unused(args.only.as_deref()) {
        println!("  disagreements.tsv:{}: `{}` applies no more: remove the row", row.line, row.text());
        failed += 1;
    }
    for text in &unknown {
        println!("  {text}");
        failed += 1;
    }
    for row in expected.unused(args.only.as_deref()) {
        println!("  expected.tsv:{}: nobody says `{}` any more: remove the row", row.line, row.text);
        failed += 1;
    }
    println!("{passed} passed, {failed} failed");
    if failed == 0 {
        Ok(())
    } else {
        Err("mend danelaw, or say in xtask/src/conformance/disagreements.tsv why it is right".into())
    }
}

/// Compares the mail records: how many comparisons agreed or are explained, and how many are neither.
fn texts(
    folder: &Path,
    table: &mut Table,
    is_rows: bool,
) -> Result<(usize, usize), Box<dyn std::error::Error>> {
    let compared = mail::compare(folder)?;
    let differ = compared.disagreements.len();
    let open: Vec<_> =
        compared.disagreements.into_iter().filter(|found| !table.explains(MAIL, found)).collect();
    println!("{MAIL}: {} comparisons agreed, {} explained", compared.agreed, differ - open.len());
    compared.parts.iter().for_each(|text| println!("  {text}"));
    tell(MAIL, &open, is_rows);
    Ok((compared.agreed + differ - open.len(), open.len()))
}

/// What nothing explains, as rows to be completed or in words.
fn tell(corpus: &str, unexplained: &[Disagreement], is_rows: bool) {
    for found in unexplained {
        if is_rows {
            println!("{corpus}\t{}\t{}\t", found.place, found.what);
        } else {
            println!("  {}: {}: {}", found.place, found.what, found.detail);
        }
    }
}
