//! Zones of about 20 records, the kind most files in the world are.
//!
//! It must never make two of them the same, nor make one depend on another.

use std::io::{self, Write};

use super::Recipe;
use super::random::Random;
use super::writer::{Style, ZoneWriter};

/// Name servers of every zone.
const SERVERS: [&str; 2] = ["ns1", "ns2"];

/// The zone in file number `index`.
pub(super) fn origin(index: u64) -> String {
    format!("z{index:05}.example.")
}

/// The name of file number `index`.
pub(super) fn file_name(index: u64) -> String {
    format!("z{index:05}.example.zone")
}

/// Writes zone number `index` and returns its number of records.
pub(super) fn write(recipe: &Recipe, index: u64, out: &mut dyn Write) -> io::Result<u64> {
    let random = &mut Random::new(recipe.seed, 5, index);
    let origin = origin(index);
    let mut zone = ZoneWriter::new(out, Style::Relative, &origin, &recipe.header())?;
    zone.apex(SERVERS)?;
    zone.addresses("@", 3600, index, random)?;
    zone.record("@", 3600, "MX", "10 mail")?;
    zone.record("@", 3600, "TXT", r#""v=spf1 mx -all""#)?;
    zone.record("@", 3600, "CAA", r#"0 issue "ca.example.net""#)?;
    zone.record("_dmarc", 3600, "TXT", r#""v=DMARC1; p=reject""#)?;
    zone.addresses("mail", 3600, index, random)?;
    zone.record("_25._tcp.mail", 3600, "TLSA", format_args!("3 1 1 {}", random.sha256_hex()))?;
    zone.name_servers(SERVERS, random)?;
    zone.addresses("www", 3600, index + 1, random)?;
    zone.record("_443._tcp.www", 3600, "TLSA", format_args!("3 1 1 {}", random.sha256_hex()))?;
    for number in 0..random.below(4) {
        zone.record(&format!("x{number}"), 3600, "CNAME", "www")?;
    }
    zone.finish()
}
