use crate::finding::Severity;
use crate::record::missing_dot;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Purpose, Rrset};

declare_rule! {
    /// A target without the dot at its end looks like a name of another domain, and does not exist in the
    /// zone.
    ///
    /// ## Why it breaks
    /// A name without a dot at its end is relative: the origin is appended. `mail.example.net` in the zone
    /// `example.com.` becomes `mail.example.net.example.com.`. Names that exist in the zone, or whose last
    /// label does, are not reported; targets of `NS`, `MX` and `SRV` are `missing-trailing-dot`.
    ///
    /// ## Bad
    /// ```zone,bad
    /// old   DNAME  new.example.net
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// old   DNAME  new.example.net.
    /// ```
    code: "NAM002",
    name: "relative-domain",
    summary: "target looks like another domain without the dot at its end",
    breaks: "everyone who follows the record is led to a name that does not exist (RFC 1035 section 5.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 1035 section 5.1", "RFC 1912 section 2.1"],
    since: "0.1.0",
    check: Check::Rrset(missing_dot::TARGET_TYPES, check),
    applies_to: &[Purpose::Ordinary, Purpose::Catalog],
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    for target in missing_dot::in_targets(rrset).filter(|target| !target.is_certain()) {
        cx.report_on(target.record, Part::Field(target.field), |finding| {
            finding
                .message(target.message())
                .here("no dot at the end")
                .help(target.found.help(target.record.zone()));
        });
    }
}
