//! Compares the library's grammars of mail records with a corpus, for `cargo xtask conformance`, which must
//! build without the library: prints what was compared as one JSON object.

mod compared;
mod rows;
mod suite;

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use compared::Compared;

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1) else {
        eprintln!("usage: xtask-mail FOLDER");
        return ExitCode::FAILURE;
    };
    match compare(Path::new(&folder)).and_then(|compared| Ok(serde_json::to_string(&compared)?)) {
        Ok(text) => {
            println!("{text}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Compares everything in `folder`.
fn compare(folder: &Path) -> Result<Compared, Box<dyn Error>> {
    let mut compared = Compared::default();
    rows::compare(&folder.join("_merged"), &mut compared)?;
    suite::compare(&folder.join("openspf-rfc7208"), &mut compared)?;
    Ok(compared)
}
