//! Records of one RRset that are the same record: RFC 2181 section 5, compared as RFC 4034 section 6.2 writes
//! them.

use std::borrow::Cow;

use crate::rr;
use crate::zone::{Record, RecordId, Rrset};

/// RRsets up to this size are compared pair by pair, which needs no memory.
const SMALL: usize = 8;

/// A record that the RRset has already.
#[derive(Clone, Copy)]
pub struct Duplicate<'z> {
    /// The later one.
    pub record: Record<'z>,
    /// The first of its kind.
    pub original: Record<'z>,
    /// Whether they differ in the case of letters in names.
    pub differs_in_case: bool,
}

/// The records that repeat an earlier one, in input order.
#[must_use]
pub fn duplicates(rrset: Rrset<'_>) -> Vec<Duplicate<'_>> {
    if !is_suspicious(rrset) {
        return Vec::new();
    }
    let rows = sorted(rrset);
    let mut found = Vec::new();
    for group in rows.chunk_by(|a, b| a.canonical == b.canonical) {
        let Some(first) = group.iter().map(|row| row.record).min_by_key(|record| record.id()) else {
            continue;
        };
        for same in group.chunk_by(|a, b| a.record.rdata() == b.record.rdata()) {
            let Some((original, repeated)) = same.split_first() else { continue };
            if original.record.id() != first.id() {
                found.push(Duplicate { record: original.record, original: first, differs_in_case: true });
            }
            found.extend(repeated.iter().map(|row| Duplicate {
                record: row.record,
                original: original.record,
                differs_in_case: false,
            }));
        }
    }
    found.sort_unstable_by_key(|duplicate| duplicate.record.id());
    found
}

/// One record of each kind, in input order, where there are several kinds; else none.
#[must_use]
pub fn distinct(rrset: Rrset<'_>) -> Vec<Record<'_>> {
    if rrset.len() == 1 {
        return Vec::new();
    }
    let rows = sorted(rrset);
    let groups = rows.chunk_by(|a, b| a.canonical == b.canonical);
    let mut records: Vec<Record<'_>> = groups
        .filter_map(|group| group.iter().map(|row| row.record).min_by_key(|record| record.id()))
        .collect();
    if records.len() < 2 {
        return Vec::new();
    }
    records.sort_unstable_by_key(|record| record.id());
    records
}

struct Row<'z> {
    canonical: Cow<'z, [u8]>,
    record: Record<'z>,
}

impl Row<'_> {
    fn key(&self) -> (&[u8], &[u8], RecordId) {
        (&self.canonical, self.record.rdata(), self.record.id())
    }
}

/// The records by canonical rdata, rdata as written, and place in the input.
fn sorted(rrset: Rrset<'_>) -> Vec<Row<'_>> {
    let rtype = rrset.rtype();
    let mut rows: Vec<Row<'_>> = rrset
        .records()
        .map(|record| Row { canonical: rr::canonical(rtype, record.rdata()), record })
        .collect();
    rows.sort_unstable_by(|a, b| a.key().cmp(&b.key()));
    rows
}

/// A cheap question first: two records may be the same only if their octets are, but for case.
fn is_suspicious(rrset: Rrset<'_>) -> bool {
    match rrset.len() {
        1 => false,
        2..=SMALL => {
            let records = rrset.records();
            let mut rest = records.clone();
            records.into_iter().any(|record| {
                rest.next();
                rest.clone().any(|other| may_be_same(other, record))
            })
        }
        _ => true,
    }
}

fn may_be_same(a: Record<'_>, b: Record<'_>) -> bool {
    match (a.target(), b.target()) {
        (Some(a), Some(b)) if a.id() != b.id() => false,
        _ => a.rdata().eq_ignore_ascii_case(b.rdata()),
    }
}
