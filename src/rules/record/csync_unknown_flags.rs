use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Record};

declare_rule! {
    /// A `CSYNC` record sets flags that are not defined.
    ///
    /// ## Why it breaks
    /// Parental agents must not process a record with a flag they do not know, so name servers and glue at
    /// the parent are never updated.
    ///
    /// ## Bad
    /// ```zone,bad
    /// @  CSYNC  1 4 A NS
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// @  CSYNC  1 3 A NS
    /// ```
    code: "REC020",
    name: "csync-unknown-flags",
    summary: "CSYNC flags are not defined",
    breaks: "parental agents do not process the record (RFC 7477 section 2.1.1.2)",
    severity: Severity::Error,
    rfcs: &["RFC 7477 section 2.1.1.2"],
    since: "0.1.0",
    check: Check::Record(&[types::CSYNC], check),
}

/// `immediate` and `soaminimum`.
const KNOWN: u16 = 3;

fn check(record: Record<'_>, cx: &mut Cx<'_>) {
    let Some(flags) = record.u16(types::csync::FLAGS).filter(|flags| flags & !KNOWN != 0) else { return };
    cx.report_on(record, Part::Field(types::csync::FLAGS), |finding| {
        finding
            .message(format!("CSYNC flags {flags} set undefined bits, expected 0 to 3"))
            .help("write `1` (immediate), `2` (soaminimum) or `3` (both)");
    });
}
