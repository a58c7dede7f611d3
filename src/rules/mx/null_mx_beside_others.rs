use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::record::duplicate;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::NameRef;
use crate::zone::{Part, Record};

declare_rule! {
    /// An MX of `.` stands beside other MX records, or has a preference other than 0.
    ///
    /// ## Why it breaks
    /// `MX 0 .` says that the name takes no mail. Beside other MX records it says the opposite of them, and
    /// each sender decides by itself: to deliver, to reject at once, or to look for the address of the root.
    ///
    /// ## Bad
    /// ```zone,bad,mx
    /// @   MX   0 .
    /// @   MX   10 mx1
    /// @   TXT  "v=spf1 mx -all"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mx
    /// @   MX   10 mx1
    /// @   MX   20 mx2
    /// @   TXT  "v=spf1 mx -all"
    /// ```
    code: "MX001",
    name: "null-mx-beside-others",
    summary: "null MX that is not alone or not 0",
    breaks: "senders reject or defer mail although other hosts would take it (RFC 7505 section 3)",
    severity: Severity::Error,
    rfcs: &["RFC 7505 section 3"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for mx in mail.domains.iter().filter_map(|domain| domain.own.as_deref()?.node.rrset(types::MX)) {
        let is_null =
            |record: &Record<'_>| record.name(types::mx::MAIL_EXCHANGE).is_some_and(NameRef::is_root);
        if !mx.records().any(|record| is_null(&record)) {
            continue;
        }
        let several = duplicate::distinct(mx);
        let records = if several.is_empty() { vec![mx.first()] } else { several };
        let Some(null) = records.iter().find(|record| is_null(record)) else { continue };
        let preference = null.u16(types::mx::PREFERENCE).unwrap_or(0);
        if let Some(other) = records.iter().find(|record| record.id() != null.id()) {
            cx.report_on(*null, Part::Field(types::mx::MAIL_EXCHANGE), |finding| {
                finding.message(format!(
                    "`{}` has a null MX and {} more MX records",
                    mx.owner(),
                    records.len() - 1
                ));
                finding
                    .here("takes no mail")
                    .label(other.whole(), "takes mail")
                    .help("delete the null MX, or all the others");
            });
        } else if preference != 0 {
            cx.report_on(*null, Part::Field(types::mx::PREFERENCE), |finding| {
                finding
                    .message(format!(
                        "null MX of `{}` has preference {preference}, where 0 should stand",
                        mx.owner()
                    ))
                    .help("write `MX 0 .`");
            });
        }
    }
}
