use crate::dane::mailbox::{owner_fault, owner_help};
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Completeness, Part, Rrset};

declare_rule! {
    /// The owner of an `OPENPGPKEY` record does not begin with 56 hexadecimal digits and `_openpgpkey`.
    ///
    /// ## Why it breaks
    /// The first label is made of the part of the mail address before the `@`: its SHA-256 digest, cut to 28
    /// octets. A name in plain words is never asked for.
    ///
    /// ## Bad
    /// ```zone,bad
    /// hugh._openpgpkey  OPENPGPKEY  mDMEZw==
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// c93f1e400f26708f98cb19d936620da35eec8f72e57f9eec01c1afd6._openpgpkey  OPENPGPKEY  mDMEZw==
    /// ```
    code: "PGP001",
    name: "openpgpkey-owner-malformed",
    summary: "OPENPGPKEY at a name that stands for no mailbox",
    breaks: "mail programs that look for the key of a mailbox ask for another name (RFC 7929 section 3)",
    severity: Severity::Error,
    rfcs: &["RFC 7929 section 3"],
    since: "0.1.0",
    check: Check::Rrset(&[types::OPENPGPKEY], check),
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    if cx.zone.completeness() != Completeness::Whole {
        return;
    }
    let Some(fault) = owner_fault(rrset, "_openpgpkey") else { return };
    cx.report_on(rrset.first(), Part::Owner, |finding| {
        finding.message(format!("OPENPGPKEY owner: {fault}")).help(owner_help("_openpgpkey"));
    });
}
