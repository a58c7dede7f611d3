use crate::finding::Severity;
use crate::record::caa::{self, Caa};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Record};

declare_rule! {
    /// An `accounturi` or `validationmethods` parameter of a `CAA` record is such that nobody satisfies it.
    ///
    /// ## Why it breaks
    /// A CA that knows the parameter issues to that account and by those methods only. An account that is no
    /// URI, a method that is misspelt, a parameter that stands twice or is glued to another by a comma permits
    /// no issuance, and renewals fail.
    ///
    /// ## Bad
    /// ```zone,bad
    /// @  CAA  0 issue "ca.example.net; validationmethods=dns01"
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// @  CAA  0 issue "ca.example.net; validationmethods=dns-01"
    /// ```
    code: "REC030",
    name: "caa-parameter-malformed",
    summary: "CAA parameter that nobody satisfies",
    breaks: "CAs that know the parameter refuse to issue, and renewals fail (RFC 8657 sections 3 and 4)",
    severity: Severity::Error,
    rfcs: &["RFC 8657 sections 3 and 4", "RFC 8555 section 9.7.8"],
    since: "0.1.0",
    check: Check::Record(&[types::CAA], check),
}

fn check(record: Record<'_>, cx: &mut Cx<'_>) {
    let Some(caa) = Caa::of(record).filter(|caa| caa.has_tag(&["issue", "issuewild"])) else { return };
    // A value that cannot be parsed has a rule of its own.
    if caa::check_issuer(caa.value).is_err() {
        return;
    }
    let Err((tag, note)) = caa::check_parameters(caa.value) else { return };
    cx.report_on(record, Part::Field(types::caa::VALUE), |finding| {
        finding.message(format!("{tag} {note}")).help(match tag {
            _ if note.contains("comma") => "write `;` in place of the comma between the two parameters",
            "accounturi" => "write the whole URL of the account once, as the CA or the ACME client shows it",
            _ => "write the methods once, such as `validationmethods=dns-01,http-01`",
        });
    });
}
