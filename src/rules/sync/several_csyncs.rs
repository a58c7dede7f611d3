use crate::finding::Severity;
use crate::record::duplicate;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// The apex has more than one `CSYNC` record.
    ///
    /// ## Why it breaks
    /// A zone has one CSYNC record. Parents that find several cannot tell which one is meant and do nothing:
    /// name servers and glue at the parent stay as they are.
    ///
    /// ## Bad
    /// ```zone,bad
    /// @  CSYNC  1 1 NS
    /// @  CSYNC  1 1 A AAAA
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// @  CSYNC  1 1 NS A AAAA
    /// ```
    code: "CDS014",
    name: "several-csyncs",
    summary: "several CSYNC records",
    breaks: "parents process none of them (RFC 7477 section 2.1)",
    severity: Severity::Error,
    rfcs: &["RFC 7477 section 2.1"],
    since: "0.1.0",
    check: Check::Rrset(&[types::CSYNC], check),
}

fn check(csync: Rrset<'_>, cx: &mut Cx<'_>) {
    if !csync.node().is_apex() {
        return;
    }
    let distinct = duplicate::distinct(csync);
    let [first, second, ..] = distinct.as_slice() else { return };
    cx.report_on(*second, Part::Whole, |finding| {
        finding
            .message(format!("`{}` has {} CSYNC records, expected one", csync.owner(), distinct.len()))
            .label(first.whole(), "the first one")
            .help("write one CSYNC with all types, such as `CSYNC 1 3 NS A AAAA`");
    });
}
