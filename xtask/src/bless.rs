//! Writes `expected.txt` of every fixture, and the output that README.md and docs/ show, from what danelaw
//! prints now. Read the difference before committing it.

use std::process::Command;

use crate::Outcome;
use crate::codegen::root;

pub(crate) fn run() -> Outcome {
    let status = Command::new(env!("CARGO"))
        .current_dir(root())
        .args(["test", "--quiet", "--package", "danelaw", "--test", "fixtures", "--test", "readme"])
        .args(["--", "rendered_findings_are_as_blessed", "shown_output_is_real"])
        .env("DANELAW_BLESS", "1")
        .status()?;
    if status.success() { Ok(()) } else { Err("the fixtures could not be rendered".into()) }
}
