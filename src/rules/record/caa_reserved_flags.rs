use crate::finding::Severity;
use crate::record::caa::Caa;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Record};

declare_rule! {
    /// A `CAA` record sets flag bits that have no meaning.
    ///
    /// ## Why it breaks
    /// Only 128, the critical flag, is defined; the other bits must be 0. A record with flags 1 is not
    /// critical, although that is often meant.
    ///
    /// ## Bad
    /// ```zone,bad
    /// @  CAA  1 issue "ca.example.net"
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// @  CAA  128 issue "ca.example.net"
    /// ```
    code: "REC010",
    name: "caa-reserved-flags",
    summary: "CAA flags beyond the critical bit",
    breaks: "CAs take the record as not critical unless bit 128 is set (RFC 8659 section 4.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 8659 section 4.1"],
    since: "0.1.0",
    check: Check::Record(&[types::CAA], check),
}

fn check(record: Record<'_>, cx: &mut Cx<'_>) {
    let Some(caa) = Caa::of(record) else { return };
    if caa.flags & 0x7f == 0 {
        return;
    }
    cx.report_on(record, Part::Field(types::caa::FLAGS), |finding| {
        finding.message(format!("CAA flags {} set reserved bits, expected 0 or 128", caa.flags)).help(
            match caa.is_critical() {
                true => "write `128`",
                false => "write `0`, or `128` if a CA that does not know the tag must refuse",
            },
        );
    });
}
