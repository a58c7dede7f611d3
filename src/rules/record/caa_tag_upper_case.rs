use crate::finding::Severity;
use crate::record::caa::Caa;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Record};

declare_rule! {
    /// The property tag of a `CAA` record has capitals.
    ///
    /// ## Why it breaks
    /// Upper and lower case are the same in a tag, and certification authorities read both. NSD before 4.7 refuses the
    /// file ("contains invalid char").
    ///
    /// ## Bad
    /// ```zone,bad
    /// @     CAA  0 ISSUE "ca.example.net"
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// @     CAA  0 issue "ca.example.net"
    /// ```
    code: "REC040",
    name: "caa-tag-upper-case",
    summary: "capitals in a CAA tag",
    breaks: "NSD refuses the file; others read the tag in either case (RFC 8659 section 4.1)",
    severity: Severity::Info,
    rfcs: &["RFC 8659 section 4.1"],
    since: "0.1.0",
    check: Check::Record(&[types::CAA], check),
}

fn check(record: Record<'_>, cx: &mut Cx<'_>) {
    let Some(caa) = Caa::of(record).filter(|caa| caa.tag.iter().any(u8::is_ascii_uppercase)) else { return };
    let tag = String::from_utf8_lossy(caa.tag);
    cx.report_on(record, Part::Field(types::caa::TAG), |finding| {
        finding.message(format!("CAA tag `{tag}` has capitals"));
        finding.help(format!("write `{}`", tag.to_ascii_lowercase()));
    });
}
