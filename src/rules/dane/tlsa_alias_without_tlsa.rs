use crate::dane::Proto;
use crate::dane::lookup::{self, TlsaAnswer};
use crate::finding::Severity;
use crate::resolve::End;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Lookup, Part, Rrset, Zone};

declare_rule! {
    /// An alias at the owner name of a service, such as `_25._tcp.mx`, leads to a name without `TLSA`
    /// records, or from a signed zone to one that is not signed or has no `DS` at its parent.
    ///
    /// The target is judged where a zone of the run has it. One that does not exist in the same zone has a
    /// rule of its own.
    ///
    /// ## Why it breaks
    /// Such an alias is there for TLSA alone. Clients that follow it find nothing, or nothing that DNSSEC
    /// proves, so DANE is off for the service.
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
    summary: "service alias leads to no secure TLSA",
    breaks: "clients find no TLSA records that DNSSEC proves, and use no DANE (RFC 7671 section 6)",
    severity: Severity::Warning,
    rfcs: &["RFC 7671 section 6", "RFC 6698 section 4.1"],
    since: "0.1.0",
    check: Check::Rrset(&[types::CNAME, types::DNAME], check),
}

fn check(alias: Rrset<'_>, cx: &mut Cx<'_>) {
    if alias.rtype() == types::DNAME {
        return check_dname(alias, cx);
    }
    let cname = alias;
    if lookup::place_of(cname.owner()).is_none() || lookup::is_occluded(cname.node()) {
        return;
    }
    let seen = cx.perspective();
    if let Some(target) = cname.first().name(types::cname::CANONICAL_NAME)
        && let End::Rrset(tlsa) = seen.lookup(target, types::TLSA).end
    {
        return report_insecure(cname, tlsa.node().zone(), Part::Field(types::cname::CANONICAL_NAME), cx);
    }
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

/// A DNAME at `_tcp.mx`, which is there for TLSA records as well.
fn check_dname(dname: Rrset<'_>, cx: &mut Cx<'_>) {
    let is_of_services = Proto::ALL.iter().any(|proto| {
        let label = dname.owner().first_label();
        label.strip_prefix(b"_").is_some_and(|name| name.eq_ignore_ascii_case(proto.name().as_bytes()))
    });
    let Some(target) = dname.first().name(types::dname::TARGET).filter(|_| is_of_services) else { return };
    let Ok(zone) = cx.perspective().zone_of(target) else { return };
    if !lookup::is_occluded(dname.node()) && zone.has_type(types::TLSA) {
        report_insecure(dname, zone, Part::Field(types::dname::TARGET), cx);
    }
}

/// Reports an alias from a signed zone to the TLSA records of one that is not secure.
fn report_insecure(alias: Rrset<'_>, to: &Zone, part: Part, cx: &mut Cx<'_>) {
    if !cx.zone.is_signed() || to.name() == cx.zone.name() {
        return;
    }
    let (why, help) = if lookup::is_without_ds(to, cx.given) {
        ("has no DS at its parent", "give its DS to its parent")
    } else if lookup::is_unsigned(to, cx.given) && !cx.policy.signed_later {
        ("is not signed", "sign it and give its DS to its parent")
    } else {
        return;
    };
    cx.report_on(alias.first(), part, |finding| {
        finding.message(format!("`{}` leads to TLSA in `{}`, which {why}", alias.owner(), to.name()));
        finding.help(format!(
            "publish the TLSA records in `{}`, or {help}: `{}`",
            alias.node().zone().name(),
            to.name()
        ));
    });
}
