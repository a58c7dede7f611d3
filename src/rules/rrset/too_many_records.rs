use std::collections::BTreeMap;

use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::{Part, Record, Rrset};

declare_rule! {
    /// A name has more than 100 records of one type.
    ///
    /// Of signatures, those of each type are counted.
    ///
    /// ## Why it breaks
    /// Since 9.18.28, `named` refuses an RRset of more than 100 records (`max-records-per-type`), and with it
    /// the zone: `too many records (must not exceed 100)`. Secondaries refuse the transfer. `named-checkzone`
    /// does not look.
    ///
    /// ## Bad
    /// ```zone,bad
    /// $GENERATE 1-101 list TXT "member $"
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// $GENERATE 1-100 list TXT "member $"
    /// ```
    code: "RRS003",
    name: "too-many-records",
    summary: "more than 100 records of a type at a name",
    breaks: "BIND does not load the zone: `too many records (must not exceed 100)` (`max-records-per-type`)",
    severity: Severity::Error,
    rfcs: &["BIND 9.18.28 option max-records-per-type", "CVE-2024-1737"],
    since: "0.1.0",
    check: Check::Rrset(&[], check),
    applies_to: EVERY_ZONE,
}

/// BIND's default of `max-records-per-type`.
const MOST: usize = 100;

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    if rrset.len() <= MOST {
        return;
    }
    if rrset.rtype() != types::RRSIG {
        let Some(beyond) = rrset.records().nth(MOST) else { return };
        report(rrset, beyond, (rrset.len(), rrset.rtype().to_string()), cx);
        return;
    }
    let mut covered: BTreeMap<u16, (usize, Option<Record<'_>>)> = BTreeMap::new();
    for record in rrset.records() {
        let of = record.u16(types::rrsig::TYPE_COVERED).unwrap_or_default();
        let (count, beyond) = covered.entry(of).or_default();
        *count += 1;
        if *count == MOST + 1 {
            *beyond = Some(record);
        }
    }
    for (of, (count, beyond)) in covered {
        let Some(beyond) = beyond else { continue };
        report(rrset, beyond, (count, format!("RRSIG {}", crate::rr::Rtype(of))), cx);
    }
}

fn report(rrset: Rrset<'_>, beyond: Record<'_>, (count, what): (usize, String), cx: &mut Cx<'_>) {
    cx.report_on(beyond, Part::Whole, |finding| {
        finding
            .message(format!("`{}` has {count} {what} records, more than {MOST}", rrset.owner()))
            .here(format!("record {} of them", MOST + 1))
            .label(rrset.first().whole(), "the first one")
            .help(format!(
                "spread them over several names, or set `max-records-per-type {count};` in named.conf"
            ));
    });
}
