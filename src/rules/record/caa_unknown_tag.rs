use crate::finding::Severity;
use crate::record::caa::{Caa, TagStatus};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::excerpt;
use crate::zone::{Part, Record};

declare_rule! {
    /// A `CAA` property tag is not in the IANA registry.
    ///
    /// ## Why it breaks
    /// CAs ignore tags they do not know. A mistyped `issue` restricts nobody, so any CA may issue
    /// certificates for the name.
    ///
    /// ## Bad
    /// ```zone,bad
    /// @  CAA  0 isue "ca.example.net"
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// @  CAA  0 issue "ca.example.net"
    /// ```
    code: "REC008",
    name: "caa-unknown-tag",
    summary: "CAA tag is not registered",
    breaks: "CAs ignore the record, so it neither permits nor forbids anything (RFC 8659 section 4.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 8659 section 4.1"],
    since: "0.1.0",
    check: Check::Record(&[types::CAA], check),
}

fn check(record: Record<'_>, cx: &mut Cx<'_>) {
    let Some(caa) = Caa::of(record).filter(|caa| !caa.is_critical()) else { return };
    let status = match caa.tag_status() {
        TagStatus::Registered => return,
        TagStatus::Reserved => "is reserved",
        TagStatus::Unknown => "is not registered",
    };
    cx.report_on(record, Part::Field(types::caa::TAG), |finding| {
        finding.message(format!("CAA tag `{}` {status}", excerpt(caa.tag, 40))).help(
            match caa.nearest_tag() {
                Some(tag) => format!("write `{tag}`"),
                None => "write `issue`, `issuewild`, `issuemail`, `issuevmc`, `iodef`, `contactemail` or \
                `contactphone`"
                    .to_owned(),
            },
        );
    });
}
