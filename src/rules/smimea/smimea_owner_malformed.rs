use crate::dane::mailbox::{owner_fault, owner_help};
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Completeness, Part, Rrset};

declare_rule! {
    /// The owner of an `SMIMEA` record does not begin with 56 hexadecimal digits and `_smimecert`.
    ///
    /// ## Why it breaks
    /// The first label is made of the part of the mail address before the `@`: its SHA-256 digest, cut to 28
    /// octets. A name in plain words is never asked for.
    ///
    /// ## Bad
    /// ```zone,bad
    /// chris._smimecert  SMIMEA  3 1 1 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff
    /// ```
    ///
    /// ## Good
    /// ```zone,good,whole
    /// $ORIGIN example.
    /// $TTL 3600
    /// @ SOA ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600
    /// @ NS ns1.example.net.
    /// @ NS ns2.example.net.
    /// $ORIGIN _smimecert.example.
    /// c93f1e400f26708f98cb19d936620da35eec8f72e57f9eec01c1afd6  SMIMEA ( 3 1 1
    ///   00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff )
    /// ```
    code: "SMA001",
    name: "smimea-owner-malformed",
    summary: "SMIMEA at a name that stands for no mailbox",
    breaks: "mail programs that look for the certificate of a mailbox ask for another name (RFC 8162 section \
        3)",
    severity: Severity::Error,
    rfcs: &["RFC 8162 section 3"],
    since: "0.1.0",
    check: Check::Rrset(&[types::SMIMEA], check),
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    if cx.zone.completeness() != Completeness::Whole {
        return;
    }
    let Some(fault) = owner_fault(rrset, "_smimecert") else { return };
    cx.report_on(rrset.first(), Part::Owner, |finding| {
        finding.message(format!("SMIMEA owner: {fault}")).help(owner_help("_smimecert"));
    });
}
