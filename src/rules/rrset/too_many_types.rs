use std::collections::BTreeSet;

use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::{Node, Part};

declare_rule! {
    /// A name has records of more than 100 types.
    ///
    /// Signatures of each type count as a type of their own, as they do in BIND.
    ///
    /// ## Why it breaks
    /// Since 9.18.28, `named` refuses a name with more than 100 types (`max-types-per-name`), and with it the
    /// zone: `too many records`. Secondaries refuse the transfer. `named-checkzone` does not look.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// list  TYPE65280 \# 1 00
    /// list  TYPE65380 \# 1 00…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// list  TYPE65280 \# 1 00
    /// list  TYPE65379 \# 1 00
    /// ```
    code: "RRS004",
    name: "too-many-types",
    summary: "more than 100 types at a name",
    breaks: "BIND does not load the zone: `too many records` (`max-types-per-name`)",
    severity: Severity::Error,
    rfcs: &["BIND 9.18.28 option max-types-per-name", "CVE-2024-1737"],
    since: "0.1.0",
    check: Check::Node(check),
    applies_to: EVERY_ZONE,
}

/// BIND's default of `max-types-per-name`.
const MOST: usize = 100;

fn check(node: Node<'_>, cx: &mut Cx<'_>) {
    let types = node.rrsets().count();
    // No name with few types has many types that are signed.
    if types <= MOST / 2 {
        return;
    }
    let mut rrsets: Vec<_> = node.rrsets().collect();
    let signed: BTreeSet<u16> = node
        .rrset(types::RRSIG)
        .iter()
        .flat_map(|rrsig| rrsig.records())
        .filter_map(|record| record.u16(types::rrsig::TYPE_COVERED))
        .collect();
    let count = types + signed.len().saturating_sub(1);
    if count <= MOST {
        return;
    }
    rrsets.sort_by_key(|rrset| rrset.first().id());
    let Some(last) = rrsets.get(MOST).or(rrsets.last()) else { return };
    cx.report_on(last.first(), Part::Whole, |finding| {
        finding.message(format!("`{}` has records of {count} types, more than {MOST}", node.name())).help(
            format!("spread them over several names, or set `max-types-per-name {count};` in named.conf"),
        );
    });
}
