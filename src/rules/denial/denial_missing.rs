use crate::dnssec::Denial;
use crate::finding::{Finding, Severity};
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// The zone is signed and has neither `NSEC` nor `NSEC3` records.
    ///
    /// ## Why it breaks
    /// A signed zone must prove what it does not have. Without NSEC or NSEC3 every such answer fails: for
    /// names that do not exist, for types that a name does not have (`AAAA`!), and for delegations without
    /// DS.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. … DNSKEY 257 …
    /// www.example. … A 192.0.2.2
    /// www.example. … RRSIG A …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// a.example. … NSEC www.example. …
    /// www.example. … NSEC example. …
    /// ```
    code: "DEN002",
    name: "denial-missing",
    summary: "signed zone without NSEC and NSEC3",
    breaks: "validating resolvers answer SERVFAIL for every name and type that does not exist (RFC 4035 \
        section 2.3)",
    severity: Severity::Error,
    rfcs: &["RFC 4035 section 2.3", "RFC 5155 section 7.1"],
    since: "0.1.0",
    check: Check::Denial(check),
    applies_to: EVERY_ZONE,
}

fn check(denial: &Denial<'_>, cx: &mut Cx<'_>) {
    if !denial.is_absent {
        return;
    }
    let zone = denial.zone;
    let write = |finding: &mut Finding| {
        finding.message(format!("zone `{}` is signed and has neither NSEC nor NSEC3 records", zone.name()));
        if let Some(param) = denial.nsec3params.first() {
            finding.label(param.record.whole(), "announces an NSEC3 chain");
        }
        finding.help("sign the zone again with a tool that makes NSEC or NSEC3 records");
    };
    match zone.soa() {
        Some(soa) => cx.report_on(soa, Part::Owner, write),
        None => cx.report(zone.start(), write),
    }
}
