use crate::finding::Severity;
use crate::record::literal::address_in;
use crate::record::missing_dot::is_public_suffix;
use crate::record::reverse::Tree;
use crate::rr::{Rtype, target_field, types};
use crate::rule::{Check, Cx};
use crate::wire::{Name, NameRef};
use crate::zone::{Completeness, NameFact, Part, Rrset, Zone};

declare_rule! {
    /// A target was written with a dot at its end, and without that dot it is a host of this zone.
    ///
    /// Or it is a single label with a dot where the name of a host on the Internet belongs: in `NS`, `MX` and
    /// `SRV` records, and in `PTR` records of a reverse zone. `localhost.` and `invalid.` are meant so.
    ///
    /// ## Why it breaks
    /// A name with a dot at its end is absolute: `mail.` is a top-level domain, and not `mail` in this zone.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www   CNAME  web.
    /// web   A      192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   CNAME  web
    /// web   A      192.0.2.1
    /// ```
    code: "NAM013",
    name: "stray-final-dot",
    summary: "target with a dot too many at its end",
    breaks: "everyone who follows the record is led to a top-level name that does not exist (RFC 1035 \
        section 5.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 1035 section 5.1"],
    since: "0.1.0",
    check: Check::Rrset(LEADING, check),
}

/// The types with the name of a host in their rdata.
const LEADING: &[Rtype] = &[
    types::NS,
    types::CNAME,
    types::SOA,
    types::PTR,
    types::MX,
    types::AFSDB,
    types::RT,
    types::SRV,
    types::NAPTR,
    types::KX,
    types::DNAME,
    types::SVCB,
    types::HTTPS,
    types::LP,
];
/// Labels of a target that is looked for in the zone.
const MOST_LABELS: usize = 3;

fn field(rtype: Rtype) -> usize {
    match rtype {
        types::MX | types::AFSDB | types::RT | types::KX | types::SVCB | types::HTTPS | types::LP => 1,
        types::SRV => types::srv::TARGET,
        types::NAPTR => types::naptr::REPLACEMENT,
        _ => 0,
    }
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    let zone = cx.zone;
    if zone.name().is_root() || zone.completeness() != Completeness::Whole {
        return;
    }
    let field = field(rrset.rtype());
    let is_suspicious = |name: NameRef<'_>| is_suspicious(name, zone);
    // Many records lead to the same names, which are looked at once.
    let of_targets = rrset.targets_that(NameFact::EndsNowhere, is_suspicious);
    let has_targets = target_field(rrset.rtype()).is_some();
    let others = (!has_targets).then(|| rrset.records()).into_iter().flatten();
    let others = others.filter_map(|record| Some((record, record.name(field)?)));
    let suspects = of_targets
        .map(|target| (target.record(), target.name()))
        .chain(others.filter(|(_, name)| is_suspicious(*name)));
    for (record, target) in suspects {
        let meant = meant(target, zone).filter(|meant| meant.borrow_name() != rrset.owner());
        if meant.is_none() && !(target.label_count() == 1 && needs_host(rrset)) {
            continue;
        }
        cx.report_on(record, Part::Field(field), |finding| {
            let what = if rrset.rtype() == types::SOA { "primary" } else { "target" };
            let mut message = format!("{} {what} `{target}` is ", rrset.rtype());
            message += if target.label_count() == 1 { "a top-level name" } else { "absolute" };
            let text = target.to_string();
            let short = text.trim_end_matches('.');
            match meant {
                Some(meant) => {
                    finding.message(format!("{message}, and `{meant}` is in the zone"));
                    finding.here("a dot too many").help(format!("write `{short}`, or `{meant}`"));
                }
                None => {
                    finding.message(format!("{message}, which has no hosts"));
                    finding
                        .here("a dot at the end of a single label")
                        .help(format!("write the host's full name, such as `{short}.example.net.`"));
                }
            }
        });
    }
}

/// Whether a name is no public one: a single label, or few whose last is no well-known top-level domain.
fn is_suspicious(target: NameRef<'_>, zone: &Zone) -> bool {
    let count = target.label_count();
    if !(1..=MOST_LABELS).contains(&count)
        || target.is_at_or_below(zone.name())
        || address_in(target, zone.name()).is_some()
    {
        return false;
    }
    let Some(last) = target.labels().last() else { return false };
    let is_kept = ["localhost", "invalid", "local", "localdomain", "arpa", "onion"]
        .iter()
        .any(|kept| last.eq_ignore_ascii_case(kept.as_bytes()));
    !(is_kept || count > 1 && is_public_suffix(last))
}

/// The owner in the zone that the target would be without its dot.
fn meant(target: NameRef<'_>, zone: &Zone) -> Option<Name> {
    let name = target.moved(NameRef::ROOT, zone.name())?;
    zone.node(name.borrow_name())?;
    Some(name)
}

/// Whether only the name of a host on the Internet makes sense.
fn needs_host(rrset: Rrset<'_>) -> bool {
    match rrset.rtype() {
        types::NS | types::MX | types::SRV => true,
        types::PTR => {
            Tree::of(rrset.owner()).is_some() && !rrset.owner().labels().any(|label| label.starts_with(b"_"))
        }
        _ => false,
    }
}
