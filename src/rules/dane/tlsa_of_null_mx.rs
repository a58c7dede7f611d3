use crate::dane::lookup;
use crate::dane::owner;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::NameRef;
use crate::zone::{Lookup, Part, Rrset};

declare_rule! {
    /// A domain that takes no mail, with `MX 0 .`, has `TLSA` records for port 25.
    ///
    /// ## Why it breaks
    /// Nothing breaks: no sender connects, so none asks for the records. Either they are left over or the
    /// null MX is a mistake.
    ///
    /// ## Bad
    /// ```zone,bad
    /// @         MX    0 .
    /// @         A     192.0.2.1
    /// _25._tcp  TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// @         MX    0 .
    /// @         A     192.0.2.1
    /// _443._tcp TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    code: "DAN041",
    name: "tlsa-of-null-mx",
    summary: "TLSA for port 25 of a domain that takes no mail",
    breaks: "no sender asks for the records: the domain takes no mail (RFC 7505 section 3)",
    severity: Severity::Info,
    rfcs: &["RFC 7505 section 3", "RFC 7672 section 2.2.3"],
    since: "0.1.0",
    check: Check::Rrset(&[types::TLSA], check),
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    if !owner::is_smtp(rrset.owner()) || lookup::is_occluded(rrset.node()) {
        return;
    }
    let Some(domain) = rrset.owner().parent().and_then(NameRef::parent) else { return };
    let Lookup::Exists(node) = cx.zone.lookup(domain) else { return };
    let Some(mx) = node.rrset(types::MX).filter(|mx| mx.len() == 1 && lookup::is_null(*mx)) else { return };
    cx.report_on(rrset.first(), Part::Owner, |finding| {
        finding.message(format!("TLSA for port 25 of `{domain}`, which takes no mail"));
        finding.label(mx.first().whole(), "null MX");
        finding.help("remove the TLSA records, or the null MX if the domain takes mail");
    });
}
