use crate::finding::Severity;
use crate::record::hostname::target_not_hostname;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// The target of an `MX` record is not a host name.
    ///
    /// ## Why it breaks
    /// A mail exchange is a host, and host names have letters, digits and hyphens. Some mail servers refuse
    /// to connect to other names. A single `.` says that there is no mail exchange (RFC 7505), and is fine.
    ///
    /// ## Bad
    /// ```zone,bad
    /// shop   MX  10 mail_1.example.net.
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// shop   MX  10 mail-1.example.net.
    /// info   MX  0 .
    /// ```
    code: "NAM008",
    name: "mx-target-not-hostname",
    summary: "MX target is no host name",
    breaks: "mail servers that check host names do not deliver here (RFC 5321 section 2.3.5, RFC 1123 \
        section 2.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 952", "RFC 1123 section 2.1"],
    since: "0.1.0",
    check: Check::Rrset(&[types::MX], check),
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    for record in rrset.records() {
        let Some((target, found)) = target_not_hostname(record) else { continue };
        if rrset.node().is_below_cut() {
            return;
        }
        if found.is_raw_in(cx.zone.text(record.span(Part::Field(types::mx::MAIL_EXCHANGE)))) {
            continue;
        }
        cx.report_on(record, Part::Field(types::mx::MAIL_EXCHANGE), |finding| {
            finding
                .message(format!("MX target `{target}` is not a host name"))
                .here(found.text())
                .help("name a host whose labels have letters, digits and inner hyphens only");
        });
    }
}
