use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::{Part, Zone};

declare_rule! {
    /// A record has another class than the zone.
    ///
    /// ## Why it breaks
    /// A zone has one class. Name servers refuse a file with two.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www   CH  TXT  "chaos"
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   IN  TXT  "internet"
    /// ```
    code: "SYN005",
    name: "class-mismatch",
    summary: "class is not that of the zone",
    breaks: "name servers refuse the file: all records of a zone have one class (RFC 1035 section 5.2)",
    severity: Severity::Error,
    rfcs: &["RFC 1035 section 5.2"],
    since: "0.1.0",
    check: Check::File(check),
    applies_to: EVERY_ZONE,
}

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    let expected = class_text(zone.class());
    for record in zone.other_class() {
        cx.report_on(record, Part::Class, |finding| {
            let found = class_text(record.class());
            finding
                .message(format!("class {found} in a zone of class {expected}"))
                .here(format!("`{}` is in class {found}", record.owner()))
                .help(format!("write `{expected}`, or put the record into a zone of class {found}"));
        });
    }
}

/// `IN`, `CH`, `HS` or `CLASS` and the number: RFC 3597 section 5.
fn class_text(class: u16) -> String {
    match class {
        1 => "IN".to_owned(),
        3 => "CH".to_owned(),
        4 => "HS".to_owned(),
        _ => format!("CLASS{class}"),
    }
}
