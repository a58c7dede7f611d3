//! The zone of one large operator: hosts, mail, aliases, certificates and services.
//!
//! It must never name a host that the zone does not have.

use std::io;

use super::Recipe;
use super::random::{self, Random};
use super::writer::ZoneWriter;

/// Both sort before every host.
const SERVERS: [&str; 2] = ["a-ns1", "a-ns2"];

/// The kinds of names follow each other in rounds of this many.
const KINDS: u64 = 8;

/// Writes the apex and every host.
pub(super) fn write(recipe: &Recipe, zone: &mut ZoneWriter<'_>) -> io::Result<()> {
    let apex = zone.name("");
    let dmarc = zone.name("_dmarc");
    zone.apex(SERVERS)?;
    zone.record(&apex, 3600, "TXT", r#""v=spf1 -all""#)?;
    zone.record(&apex, 3600, "CAA", r#"0 issue "ca.example.net""#)?;
    zone.record(&dmarc, 3600, "TXT", r#""v=DMARC1; p=reject""#)?;
    zone.name_servers(SERVERS, &mut Random::new(recipe.seed, 0, 0))?;
    for index in 0..recipe.count {
        host(recipe, index, zone)?;
    }
    Ok(())
}

/// One name with all that is below it. It follows from the seed, the count and the index alone.
fn host(recipe: &Recipe, index: u64, zone: &mut ZoneWriter<'_>) -> io::Result<()> {
    let random = &mut Random::new(recipe.seed, 4, index);
    let label = random::label(recipe.seed, index, recipe.count);
    let owner = zone.name(&label);
    let round = index - index % KINDS;
    let other = |index: u64| random::label(recipe.seed, index, recipe.count);
    match index % KINDS {
        0 => {
            zone.record(&owner, 3600, "A", random.ipv4(index))?;
            zone.record(&owner, 3600, "MX", format_args!("10 {owner}"))?;
            let backup = random.below(recipe.count.div_ceil(KINDS)) * KINDS;
            if backup != index {
                zone.record(&owner, 3600, "MX", format_args!("20 {}", zone.name(&other(backup))))?;
            }
            zone.record(&owner, 3600, "TXT", r#""v=spf1 mx -all""#)?;
            zone.record(&owner, 3600, "AAAA", random.ipv6())?;
            tlsa(zone, 25, &label, random)
        }
        1 => {
            zone.addresses(&owner, 3600, index, random)?;
            zone.record(&owner, 86_400, "CAA", r#"0 issue "ca.example.net""#)?;
            tlsa(zone, 443, &label, random)
        }
        2 => {
            zone.addresses(&owner, 3600, index, random)?;
            let service = zone.name(&format!("_imaps._tcp.{label}"));
            zone.record(&service, 86_400, "SRV", format_args!("0 1 993 {owner}"))
        }
        3 => zone.record(&owner, 3600, "CNAME", zone.name(&other(round + 1))),
        4 => {
            zone.record(&owner, 3600, "MX", format_args!("10 {}", zone.name(&other(round))))?;
            zone.record(&owner, 3600, "TXT", r#""v=spf1 mx -all""#)?;
            zone.record(&owner, 3600, "TXT", format_args!(r#""site-verification={:016x}""#, random.next()))
        }
        5 => zone.record(&owner, 86_400, "A", random.ipv4(index)),
        6 => zone.addresses(&owner, 3600, index, random),
        _ => {
            zone.record(&owner, 3600, "A", random.ipv4(index))?;
            zone.record(&owner, 3600, "A", random.ipv4(index + 1))?;
            zone.record(&owner, 3600, "AAAA", random.ipv6())
        }
    }
}

/// The TLSA record that pins the certificate of one TCP service.
fn tlsa(zone: &mut ZoneWriter<'_>, port: u16, label: &str, random: &mut Random) -> io::Result<()> {
    let owner = zone.name(&format!("_{port}._tcp.{label}"));
    zone.record(&owner, 3600, "TLSA", format_args!("3 1 1 {}", random.sha256_hex()))
}
