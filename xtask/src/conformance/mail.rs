//! The corpus of mail records: what parsers of others make of SPF, DKIM, DMARC, MTA-STS, TLS-RPT and BIMI
//! texts.
//!
//! The comparison needs the library, so a second tool makes it: `xtask/mail`.

use std::error::Error;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;

use super::judge::Disagreement;
use crate::codegen::root;

/// What was compared.
#[derive(Deserialize)]
pub(super) struct Compared {
    /// How many expectations were met.
    pub(super) agreed: usize,
    /// The others.
    pub(super) disagreements: Vec<Disagreement>,
    /// One line for each part of the corpus: how many agreed and how many differ.
    pub(super) parts: Vec<String>,
}

/// Compares everything in `folder`.
pub(super) fn compare(folder: &Path) -> Result<Compared, Box<dyn Error>> {
    let output = Command::new(env!("CARGO"))
        .current_dir(root())
        .args(["run", "--quiet", "--package", "xtask-mail", "--"])
        .arg(folder.canonicalize()?)
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}
