use crate::dane::lookup;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Zone};

declare_rule! {
    /// A zone with `TLSA` records is not signed.
    ///
    /// Where the server signs it, `unsigned = "signed-later"` in `danelaw.toml`, for all zones or in
    /// `[[overrides]]` for some, says so. A zone beside its own signed copy is not reported.
    ///
    /// ## Why it breaks
    /// TLSA records count only where DNSSEC proves them. Those of an unsigned zone are ignored.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _25._tcp.mx  TLSA  3 1 1 …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// mx           A     192.0.2.1
    /// ```
    code: "DAN033",
    name: "tlsa-in-unsigned-zone",
    summary: "TLSA in a zone that is not signed",
    breaks: "clients ignore TLSA records that DNSSEC does not prove (RFC 6698 section 4.1)",
    severity: Severity::Info,
    rfcs: &["RFC 6698 section 4.1", "RFC 7672 section 2.2.2"],
    since: "0.1.0",
    check: Check::Zone(check),
}

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    if !zone.has_type(types::TLSA)
        || !lookup::is_unsigned(zone, cx.given)
        || lookup::is_without_ds(zone, cx.given)
    {
        return;
    }
    let is_published = cx.given.published(zone).is_some();
    if cx.policy.signed_later {
        return;
    }
    let Some(tlsa) =
        zone.nodes().filter(|node| !lookup::is_occluded(*node)).find_map(|node| node.rrset(types::TLSA))
    else {
        return;
    };
    cx.report_on(tlsa.first(), Part::Type, |finding| {
        finding.message(format!("TLSA in `{}`, which is not signed", zone.name()));
        finding.here(if is_published {
            "nor is the published zone"
        } else {
            "nobody looks at it unless the server signs the zone"
        });
        finding.help(
            "sign the zone; if its server does that, write `unsigned = \"signed-later\"` in danelaw.toml",
        );
    });
}
