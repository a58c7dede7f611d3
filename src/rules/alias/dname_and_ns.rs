use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Completeness, Part, Rrset};

declare_rule! {
    /// A delegated name has a `DNAME`.
    ///
    /// At the apex a DNAME may stand beside the zone's own NS records. Records below such a name are not
    /// reported as below the DNAME.
    ///
    /// ## Why it breaks
    /// NS records below the apex hand the name and all below it to another zone, a DNAME sends them
    /// elsewhere. RFC 6672 forbids the pair: which of the two a resolver gets depends on the server.
    ///
    /// ## Bad
    /// ```zone,bad
    /// sub   NS     ns1.example.net.
    /// sub   DNAME  example.org.
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// @     DNAME  example.org.
    /// ```
    code: "ALI010",
    name: "dname-and-ns",
    summary: "DNAME beside NS below the apex",
    breaks: "Knot refuses the zone; elsewhere the child zone or the redirection is lost (RFC 6672 section \
        2.4)",
    severity: Severity::Error,
    rfcs: &["RFC 6672 section 2.4"],
    since: "0.1.0",
    check: Check::Rrset(&[types::DNAME], check),
}

fn check(dname: Rrset<'_>, cx: &mut Cx<'_>) {
    let node = dname.node();
    if node.is_apex() || node.is_below_cut() || cx.zone.completeness() != Completeness::Whole {
        return;
    }
    let Some(ns) = node.rrset(types::NS) else { return };
    cx.report_on(dname.first(), Part::Type, |finding| {
        finding
            .message(format!("`{}` has a DNAME beside NS", dname.owner()))
            .label(ns.first().whole(), "delegates the same name")
            .help(format!(
                "remove the DNAME here and write it into the zone `{}`, or remove the NS records",
                dname.owner()
            ));
    });
}
