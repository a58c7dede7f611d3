//! Zones of a registry: delegations to two name servers each, some glue, some DS.
//!
//! It must never need more memory than one delegation, save for the order of a shuffled zone.

use std::io;

use super::random::{self, Random};
use super::writer::ZoneWriter;
use super::{Recipe, Shape};

/// Both sort before every delegation.
const SERVERS: [&str; 2] = ["a-ns1", "a-ns2"];

/// Every so many delegations, one brings its own name servers, which its neighbours use as well.
const HOSTER_EVERY: u64 = 50;

/// Writes the apex and every delegation.
pub(super) fn write(recipe: &Recipe, zone: &mut ZoneWriter<'_>) -> io::Result<()> {
    zone.apex(SERVERS)?;
    zone.name_servers(SERVERS, &mut Random::new(recipe.seed, 0, 0))?;
    if recipe.shape == Shape::Tld1mShuffled {
        for index in shuffled(recipe) {
            delegation(recipe, index, zone)?;
        }
    } else {
        for index in 0..recipe.count {
            delegation(recipe, index, zone)?;
        }
    }
    Ok(())
}

/// One delegation with its DS and glue. It follows from the seed, the count and the index alone.
fn delegation(recipe: &Recipe, index: u64, zone: &mut ZoneWriter<'_>) -> io::Result<()> {
    let mut random = Random::new(recipe.seed, 2, index);
    let label = random::label(recipe.seed, index, recipe.count);
    let owner = zone.name(&label);
    let is_hoster = index.is_multiple_of(HOSTER_EVERY);
    for target in name_servers(recipe, is_hoster, &label, &mut random, zone) {
        zone.record(&owner, 86_400, "NS", target)?;
    }
    if random.chance(5) {
        let key_tag = 1 + random.below(65_535);
        zone.record(&owner, 3600, "DS", format_args!("{key_tag} 13 2 {}", random.sha256_hex()))?;
    }
    if is_hoster {
        let dual_stack = random.chance(50);
        for (net, server) in (0..).zip(["ns1", "ns2"]) {
            let owner = zone.name(&format!("{server}.{label}"));
            if dual_stack {
                zone.addresses(&owner, 86_400, net, &mut random)?;
            } else {
                zone.record(&owner, 86_400, "A", random.ipv4(net))?;
            }
        }
    }
    Ok(())
}

/// Where a delegation points: at itself, at a company outside the zone, or at a neighbour that has glue.
fn name_servers(
    recipe: &Recipe,
    is_hoster: bool,
    label: &str,
    random: &mut Random,
    zone: &ZoneWriter<'_>,
) -> [String; 2] {
    if is_hoster {
        ["ns1", "ns2"].map(|server| zone.name(&format!("{server}.{label}")))
    } else if random.chance(10) {
        let company = random.below(1000);
        ["ns1", "ns2"].map(|server| format!("{server}.h{company:03}.example.net."))
    } else {
        let hoster = random.below(recipe.count.div_ceil(HOSTER_EVERY)) * HOSTER_EVERY;
        let label = random::label(recipe.seed, hoster, recipe.count);
        ["ns1", "ns2"].map(|server| zone.name(&format!("{server}.{label}")))
    }
}

/// Every index once, in an order drawn by Fisher and Yates.
fn shuffled(recipe: &Recipe) -> Vec<u64> {
    let mut order: Vec<u64> = (0..recipe.count).collect();
    let mut random = Random::new(recipe.seed, 3, 0);
    let mut left = recipe.count;
    for last in (0..order.len()).rev() {
        let chosen = usize::try_from(random.below(left)).unwrap_or(last);
        order.swap(chosen, last);
        left -= 1;
    }
    order
}
