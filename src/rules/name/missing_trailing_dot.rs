use crate::finding::Severity;
use crate::record::missing_dot;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Purpose, Rrset};

declare_rule! {
    /// A target was written without the dot at its end, and its end is the zone's own name already.
    ///
    /// Or it is the target of `NS`, `MX` or `SRV` and looks like a name of another domain; of other types that
    /// is `relative-domain`. Names that exist in the zone are not reported.
    ///
    /// ## Why it breaks
    /// A name without a dot at its end is relative: the origin is appended. `www.example.com` in the zone
    /// `example.com.` becomes `www.example.com.example.com.`, which does not exist. Where a wildcard answers
    /// for that name, the fault is hidden, not gone. BIND and Knot do not load a zone whose own name servers
    /// are such names, and no sender delivers to such an MX host. In a reverse zone, a `PTR` target without the dot stays
    /// inside the reverse zone, where no host is.
    ///
    /// ## Bad
    /// ```zone,bad
    /// old   DNAME  new.example
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// old   DNAME  new.example.
    /// ```
    code: "NAM001",
    name: "missing-trailing-dot",
    summary: "target without the dot at its end",
    breaks: "everyone who follows the record is led to a name that nobody meant (RFC 1035 section 5.1)",
    severity: Severity::Error,
    rfcs: &["RFC 1035 section 5.1", "RFC 1912 section 2.1"],
    since: "0.1.0",
    check: Check::Rrset(missing_dot::TARGET_TYPES, check),
    applies_to: &[Purpose::Ordinary, Purpose::Catalog],
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    for target in missing_dot::in_targets(rrset).filter(|target| target.is_certain()) {
        cx.report_on(target.record, Part::Field(target.field), |finding| {
            finding
                .message(target.message())
                .here("no dot at the end")
                .help(target.found.help(target.record.zone()));
        });
    }
}
