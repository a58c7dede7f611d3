use crate::finding::Severity;
use crate::record::caa::{self, Caa};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Record, Rrset};

declare_rule! {
    /// A `CAA` record that permits nobody stands beside one of the same tag that permits a CA.
    ///
    /// ## Why it breaks
    /// It does not: what any of the records permits is permitted, so that the one without a CA has no effect.
    /// Whoever reads it may think that nobody issues.
    ///
    /// ## Bad
    /// ```zone,bad
    /// @  CAA  0 issue ";"
    /// @  CAA  0 issue "ca.example.net"
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// @  CAA  0 issuewild ";"
    /// @  CAA  0 issue "ca.example.net"
    /// ```
    code: "REC031",
    name: "caa-none-beside-issuer",
    summary: "CAA that permits nobody beside one that permits a CA",
    breaks: "nothing is forbidden by this record: CAs issue by the other one (RFC 8659 section 4.2)",
    severity: Severity::Info,
    rfcs: &["RFC 8659 section 4.2"],
    since: "0.1.0",
    check: Check::Rrset(&[types::CAA], check),
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    if rrset.len() < 2 {
        return;
    }
    for tag in ["issue", "issuewild", "issuemail"] {
        let of_tag = |record: &Record<'_>| {
            Caa::of(*record).is_some_and(|caa| caa.has_tag(&[tag]) && caa::check_issuer(caa.value).is_ok())
        };
        let is_nobody =
            |record: &Record<'_>| Caa::of(*record).is_some_and(|caa| caa::issuer(caa.value).0.is_empty());
        let Some(other) = rrset.records().filter(of_tag).find(|record| !is_nobody(record)) else { continue };
        for none in rrset.records().filter(of_tag).filter(is_nobody) {
            cx.report_on(none, Part::Field(types::caa::VALUE), |finding| {
                finding
                    .message(format!(
                        "CAA `{tag}` of `{}` permits nobody, and another one permits a CA",
                        rrset.owner()
                    ))
                    .label(other.whole(), "permits a CA")
                    .help("remove this record");
            });
        }
    }
}
