use crate::dane::lookup;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::NameRef;
use crate::zone::{Part, Rrset};

declare_rule! {
    /// An `SRV` record stands at a name that does not begin with two labels that begin with `_`.
    ///
    /// Wildcards are left out, and instances of services as DNS-SD has them (RFC 6763), which have a label
    /// before the two.
    ///
    /// ## Why it breaks
    /// The owner says which service the record is for. Without the underscores it says nothing, and no client
    /// looks there.
    ///
    /// ## Bad
    /// ```zone,bad
    /// ldap.tcp    SRV  0 0 389 host
    /// host        A    192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// _ldap._tcp  SRV  0 0 389 host
    /// host        A    192.0.2.1
    /// ```
    code: "SRV004",
    name: "srv-owner-malformed",
    summary: "SRV owner does not name a service",
    breaks: "clients ask for `_service._protocol` names only, and never see this record (RFC 2782)",
    severity: Severity::Warning,
    rfcs: &["RFC 2782", "RFC 8552 section 4.1"],
    since: "0.1.0",
    check: Check::Rrset(&[types::SRV], check),
}

fn check(srv: Rrset<'_>, cx: &mut Cx<'_>) {
    let owner = srv.owner();
    if lookup::is_occluded(srv.node()) || names_service(owner) {
        return;
    }
    cx.report_on(srv.first(), Part::Owner, |finding| {
        finding
            .message(format!("SRV at `{owner}`, which names no service"))
            .help("let the owner begin with the service and its protocol, such as `_ldap._tcp`");
    });
}

/// Whether two labels that follow each other begin with an underscore, or a wildcard stands for the first.
fn names_service(owner: NameRef<'_>) -> bool {
    let is_word = |label: &[u8]| label.starts_with(b"_") || label == b"*";
    owner
        .labels()
        .zip(owner.labels().skip(1))
        .take(2)
        .any(|(service, protocol)| is_word(service) && protocol.starts_with(b"_"))
        || owner.is_wildcard()
}
