//! Part of a zone of octoDNS: YAML with the keys in the order that its loader insists on.

use std::cmp::Ordering;
use std::io::{self, Write};

use crate::dane::{Parameters, Tlsa};
use crate::publish::set::Emission;

/// One key for each owner.
pub(super) fn write(emission: &Emission<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut sets: Vec<_> = emission.sets.iter().map(|set| (emission.relative(set), set)).collect();
    sets.sort_by(|(a, _), (b, _)| natural_cmp(a, b));
    for (owner, set) in sets {
        writeln!(out, "{owner}:\n  ttl: {}\n  type: TLSA\n  values:", set.ttl.0)?;
        for (tlsa, _) in emission.records_of(set) {
            let Tlsa { parameters: Parameters { usage, selector, matching }, .. } = tlsa;
            writeln!(out, "  - certificate_association_data: {}", scalar(&tlsa.hex()))?;
            writeln!(out, "    certificate_usage: {}", usage.number())?;
            writeln!(out, "    matching_type: {}", matching.number())?;
            writeln!(out, "    selector: {}", selector.number())?;
        }
    }
    Ok(())
}

/// Hexadecimal that YAML might take for a number stands in quotes.
fn scalar(hex: &str) -> String {
    let is_number = hex.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'b' | b'e'));
    if is_number { format!("'{hex}'") } else { hex.to_owned() }
}

/// Numbers inside names count as numbers: `_443` is before `_5222`.
fn natural_cmp(a: &str, b: &str) -> Ordering {
    pieces(a).cmp(&pieces(b))
}

/// Text and the number behind it, in turn.
fn pieces(text: &str) -> Vec<(&str, Option<u128>)> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (word, tail) = rest.split_at(rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len()));
        let (digits, tail) = tail.split_at(tail.find(|c: char| !c.is_ascii_digit()).unwrap_or(tail.len()));
        pieces.push((word, digits.parse().ok()));
        rest = tail;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_natural_order() {
        let mut names =
            ["_5222._tcp.im", "_25._tcp.mx10", "_25._tcp.mx2", "_443._tcp", "_25._tcp.mx", "_25._tcp.a"];
        names.sort_by(|a, b| natural_cmp(a, b));
        assert_eq!(
            names,
            ["_25._tcp.a", "_25._tcp.mx", "_25._tcp.mx2", "_25._tcp.mx10", "_443._tcp", "_5222._tcp.im"]
        );
    }

    #[test]
    fn hexadecimal_that_looks_like_a_number_is_quoted() {
        assert_eq!(scalar("0012"), "'0012'");
        assert_eq!(scalar("12e4"), "'12e4'");
        assert_eq!(scalar("12a4"), "12a4");
    }
}
