use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Record};

declare_rule! {
    /// The type bit map of a `CSYNC` has types other than `NS`, `A` and `AAAA`.
    ///
    /// ## Why it breaks
    /// No other type is defined for it. Parents pass over the type, or over the whole record.
    ///
    /// ## Bad
    /// ```zone,bad
    /// @  CSYNC  1 3 NS MX
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// @  CSYNC  1 3 A NS AAAA
    /// ```
    code: "CDS012",
    name: "csync-undefined-type",
    summary: "CSYNC names a type that parents do not copy",
    breaks: "parents copy only NS, A and AAAA, and some refuse the record (RFC 7477 section 3.2)",
    severity: Severity::Warning,
    rfcs: &["RFC 7477 section 3.2"],
    since: "0.1.0",
    check: Check::Record(&[types::CSYNC], check),
}

fn check(record: Record<'_>, cx: &mut Cx<'_>) {
    let text = record.present();
    // Serial and flags stand before the types.
    let Some(other) =
        text.split_whitespace().skip(2).find(|mnemonic| !matches!(*mnemonic, "NS" | "A" | "AAAA"))
    else {
        return;
    };
    cx.report_on(record, Part::Field(types::csync::TYPES), |finding| {
        finding
            .message(format!("CSYNC names {other}, expected NS, A or AAAA"))
            .help(format!("take `{other}` out of the list"));
    });
}
