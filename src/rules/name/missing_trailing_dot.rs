use crate::facts::missing_dot::{self, Sign};
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::NameRef;
use crate::zone::{Part, Rrset};

declare_rule! {
    /// A target was written without the dot at its end, and its end is the zone's own name already.
    ///
    /// ## Why it breaks
    /// A name without a dot at its end is relative: the origin is appended. `www.example.com` in the zone `example.com.`
    /// becomes `www.example.com.example.com.`, which does not exist. Where a wildcard answers for that name, the fault is
    /// hidden, not gone. In a reverse zone, a `PTR` target without the dot stays inside the reverse zone, where no host is.
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
    check: Check::Rrset(&[types::CNAME, types::NS, types::PTR, types::DNAME, types::MX, types::SRV, types::SVCB, types::HTTPS], check),
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    for record in rrset.records() {
        let Some(field) = missing_dot::target_field(record) else { continue };
        let Some(found) = missing_dot::in_field(record, field).filter(|found| found.sign != Sign::LooksPublic) else { continue };
        if rrset.node().is_below_cut() {
            return;
        }
        let became = record.name(field).unwrap_or(NameRef::ROOT);
        cx.report_on(record, Part::Field(field), |finding| {
            finding
                .message(format!("{} target `{}` became `{became}`", record.rtype(), found.written()))
                .here("no dot at the end")
                .help(found.help(record.zone()));
        });
    }
}
