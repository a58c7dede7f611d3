use crate::dane::owner::service_of;
use crate::finding::Severity;
use crate::mail::owner;
use crate::record::literal::{address_in, other_than_name};
use crate::record::missing_dot;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::NameRef;
use crate::zone::{Completeness, Lookup, Part, Rrset, Zone};

declare_rule! {
    /// A `CNAME` points at a name of this zone that does not exist, or that has no records, or at a name that
    /// does not exist in another zone of the run.
    ///
    /// Targets in zones that are not given, below a delegation or DNAME, and those a wildcard answers for are not judged.
    /// Nor is `_acme-challenge`, whose target exists only while a certificate is being issued.
    ///
    /// ## Why it breaks
    /// A resolver follows the alias and finds nothing: NXDOMAIN, or an empty answer where only names below
    /// the target exist. Most often the host was renamed or removed and the alias forgotten, or the target
    /// lacks its final dot.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www   CNAME  hots
    /// host  A      192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   CNAME  host
    /// host  A      192.0.2.1
    /// ```
    code: "ALI005",
    name: "cname-target-missing",
    summary: "CNAME to a name that does not exist",
    breaks: "who asks for the alias gets NXDOMAIN or no data (RFC 1034 section 3.6.2)",
    severity: Severity::Warning,
    rfcs: &["RFC 1034 section 3.6.2", "RFC 6604 section 3"],
    since: "0.1.0",
    check: Check::Rrset(&[types::CNAME], check),
}

fn check(cname: Rrset<'_>, cx: &mut Cx<'_>) {
    let node = cname.node();
    let passing = cname.owner().first_label() == b"_acme-challenge";
    // The rules about DKIM say what a key that is not there breaks.
    if passing
        || owner::is_selector_of_mail(node)
        || node.is_below_cut()
        || node.is_below_dname()
        || cx.zone.completeness() != Completeness::Whole
    {
        return;
    }
    // An alias that TLSA records are looked up at has rules of its own.
    let is_service = service_of(cname.owner()).is_some();
    for record in cname.records() {
        let Some(target) = record.name(types::cname::CANONICAL_NAME) else { continue };
        // A target that lacks its final dot, or is no name, has rules of its own, which know what was meant.
        if missing_dot::in_field(record, types::cname::CANONICAL_NAME).is_some()
            || address_in(target, cx.zone.name()).is_some()
            || other_than_name(target).is_some()
        {
            continue;
        }
        let what = match cx.zone.lookup(target) {
            Lookup::NxDomain => "does not exist".to_owned(),
            Lookup::EmptyNonTerminal => "has no records".to_owned(),
            Lookup::OutOfZone | Lookup::Delegated(_) if !is_service && !cx.given.is_alone() => {
                let Some(zone) = elsewhere(target, cx) else { continue };
                format!("does not exist in `{}`", zone.name())
            }
            _ => continue,
        };
        cx.report_on(record, Part::Field(types::cname::CANONICAL_NAME), |finding| {
            finding.message(format!("CNAME target `{target}` {what}")).help(format!(
                "point `{}` at a name that exists, remove it, or end a target of another zone with a dot",
                cname.owner()
            ));
        });
    }
}

/// The zone of the run that answers for a name and says that it does not exist.
fn elsewhere<'a>(name: NameRef<'_>, cx: &Cx<'a>) -> Option<&'a Zone> {
    let seen = cx.perspective();
    let zone = seen.zone_of(name).ok()?;
    (seen.exists(name) == Some(false)).then_some(zone)
}
