use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// A name below the apex has an `SOA` record.
    ///
    /// A zone without any SOA at its apex is `soa-missing`, wherever else an SOA stands.
    ///
    /// ## Why it breaks
    /// One file holds one zone. An SOA further down belongs to a child zone, which needs a file of its own
    /// and a delegation here. Most servers refuse the file; one that loads it answers for the child with data
    /// that nobody transfers.
    ///
    /// ## Bad
    /// ```zone,bad
    /// sub   SOA  ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// sub   NS   ns1.example.net.
    /// ```
    code: "SOA003",
    name: "soa-below-apex",
    summary: "SOA below the apex",
    breaks: "name servers refuse the file: an SOA starts another zone (RFC 1035 section 5.2)",
    severity: Severity::Error,
    rfcs: &["RFC 1035 section 5.2", "RFC 1034 section 4.2.1"],
    since: "0.1.0",
    check: Check::Rrset(&[types::SOA], check),
    applies_to: EVERY_ZONE,
}

fn check(soa: Rrset<'_>, cx: &mut Cx<'_>) {
    if soa.node().is_apex() {
        return;
    }
    let Some(apex) = cx.zone.soa() else { return };
    cx.report_on(soa.first(), Part::Owner, |finding| {
        finding
            .message(format!("`{}` has an SOA, but the zone is `{}`", soa.owner(), apex.owner()))
            .label(apex.span(Part::Owner), "the zone's own SOA")
            .help(format!("move `{}` to a file of its own and keep only its NS records here", soa.owner()));
    });
}
