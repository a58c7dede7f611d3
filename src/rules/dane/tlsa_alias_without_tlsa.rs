use crate::dane::lookup::{self, TlsaAnswer};
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Lookup, Part, Rrset};

declare_rule! {
    /// An alias at the owner name of a service, such as `_25._tcp.mx`, leads to a name without `TLSA`
    /// records.
    ///
    /// The target is judged where a zone of the run has it. One that does not exist in the same zone has a
    /// rule of its own.
    ///
    /// ## Why it breaks
    /// Such an alias is there for TLSA alone. Clients that follow it find nothing, so DANE is off for the
    /// service.
    ///
    /// ## Bad
    /// ```zone,bad
    /// mx           A      192.0.2.1
    /// _25._tcp.mx  CNAME  mx
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// mx           A      192.0.2.1
    /// _25._tcp.mx  CNAME  tlsa
    /// tlsa         TLSA   3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    code: "DAN039",
    name: "tlsa-alias-without-tlsa",
    summary: "service alias leads to no TLSA",
    breaks: "clients find no TLSA records and use no DANE (RFC 7671 section 6)",
    severity: Severity::Warning,
    rfcs: &["RFC 7671 section 6"],
    since: "0.1.0",
    check: Check::Rrset(&[types::CNAME], check),
}

fn check(cname: Rrset<'_>, cx: &mut Cx<'_>) {
    if lookup::place_of(cname.owner()).is_none() || lookup::is_occluded(cname.node()) {
        return;
    }
    let seen = cx.perspective();
    let Some(target) = cname
        .first()
        .name(types::cname::CANONICAL_NAME)
        .filter(|target| matches!(lookup::tlsa(seen, *target), TlsaAnswer::Missing))
    else {
        return;
    };
    // Of several aliases in a row the last is told; one whose target is missing in this zone,
    // cname-target-missing tells.
    let what = match seen.zone_of(target).ok().map(|zone| (zone, zone.lookup(target))) {
        Some((zone, Lookup::NxDomain | Lookup::EmptyNonTerminal)) if zone.name() == cx.zone.name() => return,
        Some((_, Lookup::NxDomain)) => "does not exist",
        Some((_, Lookup::EmptyNonTerminal)) => "has no records",
        Some((_, Lookup::Exists(node) | Lookup::Wildcard(node))) if node.has(&[types::CNAME]) => return,
        _ => "has no TLSA",
    };
    cx.report_on(cname.first(), Part::Field(types::cname::CANONICAL_NAME), |finding| {
        finding.message(format!("`{}` is an alias of `{target}`, which {what}", cname.owner()));
        finding.help(format!(
            "publish the TLSA records at `{target}`, or point the alias at the name that has them"
        ));
    });
}
