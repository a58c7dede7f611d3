use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Completeness, Part, Rrset};

declare_rule! {
    /// A name has `DS` records and no `NS` records.
    ///
    /// ## Why it breaks
    /// DS records belong to a delegation. Either the NS records were forgotten, and the delegated zone cannot
    /// be found, or the delegation was removed and the DS records were not.
    ///
    /// ## Bad
    /// ```zone,bad
    /// sub  DS   12345 13 2 0000000000000000000000000000000000000000000000000000000000000001
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// sub  NS   ns1.example.net.
    /// sub  DS   12345 13 2 0000000000000000000000000000000000000000000000000000000000000001
    /// ```
    code: "DEL011",
    name: "ds-without-ns",
    summary: "DS without delegation",
    breaks: "no zone is delegated here: names below do not exist, whatever the DS says (RFC 4035 section \
        2.4)",
    severity: Severity::Warning,
    rfcs: &["RFC 4035 section 2.4", "RFC 4034 section 5"],
    since: "0.1.0",
    check: Check::Rrset(&[types::DS], check),
}

fn check(ds: Rrset<'_>, cx: &mut Cx<'_>) {
    let node = ds.node();
    if node.is_cut() || node.is_below_cut() || node.is_apex() || node.has(&[types::NS]) {
        return;
    }
    if cx.zone.completeness() != Completeness::Whole
        || cx.zone.soa().is_none()
        || cx.zone.may_have(ds.owner(), types::NS)
    {
        return;
    }
    cx.report_on(ds.first(), Part::Owner, |finding| {
        finding
            .message(format!("`{}` has DS records and no NS", ds.owner()))
            .help(format!("add `{} NS <name server>`, or remove the DS records", ds.owner()));
    });
}
