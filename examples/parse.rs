//! Parses a zone and prints its records in canonical order, and what of its text could not be read.

use std::error::Error;
use std::io::{self, Write};

use danelaw::zone::Zone;

const TEXT: &str = "\
$TTL 3600
@     SOA  ns1 hostmaster 2026120101 14400 3600 1209600 3600
@     NS   ns1
ns1   A    192.0.2.53
www   AAAA 2001:db8::80
mail  A    192.0.2.25.1
";

/// Prints records, then faults.
pub fn run(out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    let zone = Zone::parse(TEXT, "example.")?;
    for record in zone.records() {
        writeln!(out, "{} {} {} {}", record.owner(), record.ttl(), record.rtype(), record.present())?;
    }
    for (source, fault) in zone.faults() {
        let position = zone.position(*source, fault.start);
        writeln!(out, "line {}, column {}: {:?} {}", position.row, position.column, fault.kind, fault.note)?;
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    run(&mut io::stdout())
}
