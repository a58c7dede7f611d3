use crate::finding::Severity;
use crate::record::caa::{Caa, TagStatus};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::excerpt;
use crate::zone::{Part, Record};

declare_rule! {
    /// A critical `CAA` property has a tag that is not in the IANA registry.
    ///
    /// ## Why it breaks
    /// The critical flag tells a CA that does not know the tag to refuse. None knows this one, so no
    /// certificate can be issued or renewed.
    ///
    /// ## Bad
    /// ```zone,bad
    /// @  CAA  128 isue "ca.example.net"
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// @  CAA  128 issue "ca.example.net"
    /// ```
    code: "REC009",
    name: "caa-critical-unknown-tag",
    summary: "critical CAA tag is not registered",
    breaks: "every CA refuses to issue a certificate for the name (RFC 8659 section 4.1)",
    severity: Severity::Error,
    rfcs: &["RFC 8659 section 4.1"],
    since: "0.1.0",
    check: Check::Record(&[types::CAA], check),
}

fn check(record: Record<'_>, cx: &mut Cx<'_>) {
    let Some(caa) = Caa::of(record).filter(|caa| caa.is_critical()) else { return };
    let status = match caa.tag_status() {
        TagStatus::Registered => return,
        TagStatus::Reserved => "reserved",
        TagStatus::Unknown => "not registered",
    };
    cx.report_on(record, Part::Field(types::caa::TAG), |finding| {
        finding
            .message(format!("critical CAA tag `{}` is {status}", excerpt(caa.tag, 40)))
            .label(record.span(Part::Field(types::caa::FLAGS)), "the critical flag is set")
            .help(match caa.nearest_tag() {
                Some(tag) => format!("write `{tag}`, or `0` in place of `{}`", caa.flags),
                None => format!("write `0` in place of `{}`", caa.flags),
            });
    });
}
