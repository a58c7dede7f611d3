use crate::dnssec::Ds;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// A `DS` set names only keys of algorithms that must not be used any more.
    ///
    /// It is that of a delegation in the zone.
    ///
    /// ## Why it breaks
    /// Validators are to treat RSASHA1 (5 and 7) as unsupported, and none has DSA, RSAMD5 or GOST R
    /// 34.10-2001 any more: the child zone counts as unsigned.
    ///
    /// ## Bad
    /// ```zone,bad
    /// sub  NS  ns1.example.net.
    /// sub  DS  12345 7 2 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// sub  NS  ns1.example.net.
    /// sub  DS  12345 13 2 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    code: "DS011",
    name: "ds-algorithm-deprecated",
    summary: "DS set with deprecated algorithms only",
    breaks: "validators treat the child zone as unsigned (RFC 9905 section 2)",
    severity: Severity::Warning,
    rfcs: &["RFC 9905 section 2", "RFC 9904 section 3", "RFC 9906 section 2"],
    since: "0.1.0",
    check: Check::Rrset(&[types::DS], check),
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    // Millions of DS: the algorithm is octet 2.
    let is_out = |ds: Ds<'_>| ds.algorithm.standing().is_out();
    if !rrset.records().all(|record| Ds::of(record).is_some_and(is_out)) {
        return;
    }
    let first = rrset.first();
    let Some(ds) = Ds::of(first) else { return };
    cx.report_on(first, Part::Field(types::ds::ALGORITHM), |finding| {
        finding.message(format!("DS of `{}` has no algorithm but {}", rrset.owner(), ds.algorithm));
        finding.help(
            "let the child zone roll to algorithm 13 (ECDSAP256SHA256) and publish the DS of its new key",
        );
    });
}
