use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::Name;
use crate::zone::{Lookup, Part, Rrset};

declare_rule! {
    /// `_er` has a `TXT` record, but `*._er` has none.
    ///
    /// Whether a zone takes error reports is set in the name server and not in the zone: a zone without any
    /// `_er` is not judged.
    ///
    /// ## Why it breaks
    /// RFC 9567 sends a report as a query for a name below `_er` of the agent's domain, such as
    /// `_er.1.broken.test.7._er.agent.example`. A positive answer lets the resolver cache that it has
    /// reported; the record at `_er` itself is never asked for.
    ///
    /// ## Bad
    /// ```zone,bad
    /// _er    TXT  "Report received"
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// *._er  TXT  "Report received"
    /// ```
    code: "WLD003",
    name: "error-reports-unanswered",
    summary: "error reports find no wildcard",
    breaks: "resolvers that report DNSSEC failures to this agent get NXDOMAIN and report each one again (RFC \
        9567 section 6.3)",
    severity: Severity::Info,
    rfcs: &["RFC 9567 section 6.3", "RFC 9567 section 4"],
    since: "0.1.0",
    check: Check::Rrset(&[types::TXT], check),
}

fn check(txt: Rrset<'_>, cx: &mut Cx<'_>) {
    let owner = txt.owner();
    if owner.first_label() != b"_er" || txt.node().is_cut() || txt.node().is_below_cut() {
        return;
    }
    // The query names of reports start with the same label.
    if owner.labels().skip(1).any(|label| label == b"_er") {
        return;
    }
    let Ok(wildcard) = Name::parse(b"*", owner) else { return };
    if !matches!(cx.zone.lookup(wildcard.borrow_name()), Lookup::NxDomain) {
        return;
    }
    cx.report_on(txt.first(), Part::Owner, |finding| {
        finding
            .message(format!("error reports to `{owner}` find no `{wildcard}`"))
            .help(format!("write `{wildcard} TXT \"Report received\"`"));
    });
}
