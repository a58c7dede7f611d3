//! Canonical form and order of an RRset: RFC 4034 sections 6.2 and 6.3, RFC 6840 section 5.1.

use std::borrow::Cow;

use crate::rr::canonical;
use crate::zone::{Record, Rrset};

/// An RRset in canonical order, its rdata in canonical form, no record twice.
pub struct CanonicalRrset<'z> {
    rrset: Rrset<'z>,
    rows: Vec<(Cow<'z, [u8]>, Record<'z>)>,
}

impl<'z> CanonicalRrset<'z> {
    /// Puts an RRset in order.
    #[must_use]
    pub fn of(rrset: Rrset<'z>) -> CanonicalRrset<'z> {
        let rtype = rrset.rtype();
        let mut rows: Vec<_> =
            rrset.records().map(|record| (canonical(rtype, record.rdata()), record)).collect();
        // Rdata orders as plain octets, a shorter one that is the beginning of a longer first: as slices do.
        rows.sort_by(|a, b| a.0.cmp(&b.0));
        rows.dedup_by(|a, b| a.0 == b.0);
        CanonicalRrset { rrset, rows }
    }

    /// The RRset.
    #[must_use]
    pub fn rrset(&self) -> Rrset<'z> {
        self.rrset
    }

    /// The records in canonical order with their canonical rdata.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = (&[u8], Record<'z>)> {
        self.rows.iter().map(|(rdata, record)| (&**rdata, *record))
    }
}
