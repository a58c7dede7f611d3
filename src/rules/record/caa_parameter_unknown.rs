use crate::finding::Severity;
use crate::record::caa::{self, Caa};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::excerpt;
use crate::zone::{Part, Record};

declare_rule! {
    /// A parameter of a `CAA` record is one that its CA does not know, most likely `accounturi` or `validationmethods`
    /// misspelt.
    ///
    /// Parameters that a CA defines for itself are left alone, except with CAs that are known to have none.
    ///
    /// ## Why it breaks
    /// A CA ignores parameters that it does not know. The record looks as if it bound issuance to an account or a
    /// method, and any account of the CA gets a certificate.
    ///
    /// ## Bad
    /// ```zone,bad
    /// @  CAA  0 issue "ca.example.net; account-uri=https://ca.example.net/acct/1"
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// @  CAA  0 issue "ca.example.net; accounturi=https://ca.example.net/acct/1"
    /// ```
    code: "REC033",
    name: "caa-parameter-unknown",
    summary: "CAA parameter that its CA does not know",
    breaks: "the CA ignores the parameter and issues to any account, by any method (RFC 8657 section 3)",
    severity: Severity::Warning,
    rfcs: &["RFC 8659 section 4.2", "RFC 8657 sections 3 and 4"],
    since: "0.1.0",
    check: Check::Record(&[types::CAA], check),
}

fn check(record: Record<'_>, cx: &mut Cx<'_>) {
    let Some(caa) = Caa::of(record).filter(|caa| caa.has_tag(&["issue", "issuewild", "issuemail"])) else {
        return;
    };
    // A value that cannot be parsed has a rule of its own.
    if caa::check_issuer(caa.value).is_err() {
        return;
    }
    let Some((name, meant)) = caa::unknown_parameter(caa.value) else { return };
    cx.report_on(record, Part::Field(types::caa::VALUE), |finding| {
        let (name, issuer) = (excerpt(name, 30), excerpt(caa::issuer(caa.value).0, 30));
        finding.message(format!("CAA parameter `{name}` is not known to `{issuer}`"));
        finding.help(match meant {
            Some(meant) => format!("write `{meant}=`"),
            None => format!("delete `{name}=` and its value"),
        });
    });
}
