//! Checks zone text and prints each finding with its place; ends with the exit status of `danelaw check`.

use std::error::Error;
use std::io::{self, Write};

use danelaw::finding::Severity;
use danelaw::wire::Timestamp;
use danelaw::{Linter, Options, Source};

const TEXT: &str = "\
$ORIGIN example.
$TTL 3600
@     SOA   ns1 hostmaster 2026120101 14400 3600 1209600 3600
@     NS    ns1
@     NS    ns2
ns1   A     192.0.2.53
ns2   CNAME ns1
";

/// Prints findings.
pub fn run(out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    // The clock is an argument: 2026-12-01T00:00:00Z.
    let linter = Linter::new(Options::at(Timestamp(1_796_083_200)))?;
    let report = linter.check([Source::new("example.zone", None, TEXT.into())]);
    for finding in report.findings().filter(|finding| finding.severity >= Severity::Warning) {
        writeln!(out, "{}: {}: {}", finding.position(), finding.severity, finding.message)?;
    }
    writeln!(out, "exit status {}", report.exit_status(Severity::Error))?;
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    run(&mut io::stdout())
}
