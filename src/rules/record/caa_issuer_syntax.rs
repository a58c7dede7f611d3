use crate::finding::Severity;
use crate::record::caa::{self, Caa};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::excerpt;
use crate::zone::{Part, Record};

declare_rule! {
    /// A `CAA` value does not name an issuer in the form that CAs read.
    ///
    /// ## Why it breaks
    /// A CA takes a value it cannot parse as one that names nobody: it permits no issuance. A trailing dot, a
    /// URL or a missing `;` between parameters is enough, and renewal of the certificate fails.
    ///
    /// ## Bad
    /// ```zone,bad
    /// @  CAA  0 issue "https://ca.example.net"
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// @  CAA  0 issue "ca.example.net; accounturi=https://ca.example.net/1"
    /// ```
    code: "REC011",
    name: "caa-issuer-syntax",
    summary: "CAA issuer cannot be parsed",
    breaks: "CAs take the record as permitting nobody, and renewals fail (RFC 8659 section 4.2)",
    severity: Severity::Error,
    rfcs: &["RFC 8659 section 4.2", "RFC 9495 section 3"],
    since: "0.1.0",
    check: Check::Record(&[types::CAA], check),
}

fn check(record: Record<'_>, cx: &mut Cx<'_>) {
    let Some(caa) =
        Caa::of(record).filter(|caa| caa.has_tag(&["issue", "issuewild", "issuemail", "issuevmc"]))
    else {
        return;
    };
    let Err(note) = caa::check_issuer(caa.value) else { return };
    cx.report_on(record, Part::Field(types::caa::VALUE), |finding| {
        finding
            .message(format!("CAA value {note}"))
            .here(format!("read as `{}`", excerpt(caa.value, 40)))
            .help(match caa.value.strip_suffix(b".") {
                Some(domain) => format!("write `\"{}\"`", excerpt(domain, 80)),
                None => {
                    "write the CA's domain name, then `; tag=value` for each parameter: `\"ca.example.net; \
                account=1\"`"
                        .to_owned()
                }
            });
    });
}
