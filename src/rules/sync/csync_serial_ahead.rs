use std::cmp::Ordering;

use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::Serial;
use crate::zone::{Part, Zone};

declare_rule! {
    /// A `CSYNC` with the flag `soaminimum` names a serial that the zone has not reached.
    ///
    /// ## Why it breaks
    /// Parents act only when the SOA serial is that of the record or higher. Until then name servers and glue
    /// stay as they are.
    ///
    /// ## Bad
    /// ```zone,bad
    /// @  CSYNC  2 3 NS
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// @  CSYNC  1 3 NS
    /// ```
    code: "CDS011",
    name: "csync-serial-ahead",
    summary: "CSYNC waits for a higher SOA serial",
    breaks: "parents do nothing until the zone has that serial (RFC 7477 section 2.1.1.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 7477 section 2.1.1.1"],
    since: "0.1.0",
    check: Check::Zone(check),
}

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    let Some(csync) = zone.apex().and_then(|apex| apex.rrset(types::CSYNC)).map(|rrset| rrset.first()) else {
        return;
    };
    let Some(soa) = zone.soa() else { return };
    let (Some(wanted), Some(flags), Some(serial)) =
        (csync.u32(types::csync::SOA_SERIAL), csync.u16(types::csync::FLAGS), soa.u32(types::soa::SERIAL))
    else {
        return;
    };
    if flags & SOA_MINIMUM == 0 || Serial(wanted).partial_cmp(&Serial(serial)) != Some(Ordering::Greater) {
        return;
    }
    cx.report_on(csync, Part::Field(types::csync::SOA_SERIAL), |finding| {
        finding.message(format!("CSYNC waits for serial {wanted}, the SOA has {serial}"));
        finding
            .label(soa.span(Part::Field(types::soa::SERIAL)), "serial of the zone")
            .help(format!("write serial `{serial}`"));
    });
}

/// The flag that makes the serial count.
const SOA_MINIMUM: u16 = 2;
