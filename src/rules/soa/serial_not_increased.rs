use std::cmp::Ordering;

use crate::finding::Severity;
use crate::rr::types::soa::{MINIMUM, SERIAL};
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::wire::Serial;
use crate::zone::{Part, Record, Zone, first_difference};

declare_rule! {
    /// The zone differs from the one that is published, and its SOA serial number is not higher.
    ///
    /// Asked only where the published zone is given with `--published`.
    ///
    /// ## Why it breaks
    /// Secondary servers compare serial numbers and fetch the zone only when the primary's is higher, as RFC
    /// 1982 counts. They go on serving the old zone, so the change shows on one server and not on the others.
    ///
    /// ## Bad
    /// ```zone,bad,published
    /// @     SOA  ns1.example.net. hostmaster.example.net. 7 14400 3600 1209600 3600
    /// @     NS   ns1.example.net.
    /// @     NS   ns2.example.net.
    /// www   A    192.0.2.2
    /// ```
    ///
    /// ## Good
    /// ```zone,good,published
    /// @     SOA  ns1.example.net. hostmaster.example.net. 8 14400 3600 1209600 3600
    /// @     NS   ns1.example.net.
    /// @     NS   ns2.example.net.
    /// www   A    192.0.2.2
    /// ```
    code: "SOA009",
    name: "serial-not-increased",
    summary: "the zone changed and its serial did not increase",
    breaks: "secondary servers keep the old zone: they fetch only a higher serial (RFC 1982, RFC 1034 \
        section 4.3.5)",
    severity: Severity::Error,
    rfcs: &["RFC 1982 section 3.2", "RFC 1034 section 4.3.5"],
    since: "0.1.0",
    check: Check::Zone(check),
    applies_to: EVERY_ZONE,
}

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    let Some(published) = cx.given.published(zone) else { return };
    let (Some(soa), Some(old_soa)) = (zone.soa(), published.soa()) else { return };
    let (Some(new), Some(old)) = (soa.u32(SERIAL), old_soa.u32(SERIAL)) else { return };
    let order = Serial(new).partial_cmp(&Serial(old));
    let difference = first_difference(zone, published);
    let soa_changed = (0..=MINIMUM)
        .any(|field| field != SERIAL && canonical_field(soa, field) != canonical_field(old_soa, field));
    if order == Some(Ordering::Greater) || old == new && difference.is_none() && !soa_changed {
        return;
    }
    let change = match difference {
        Some((node, rtype)) => format!(", and `{}` {rtype} differs", node.name()),
        None if soa_changed => ", and the SOA differs".to_owned(),
        None => String::new(),
    };
    cx.report_on(soa, Part::Field(SERIAL), |finding| {
        let message = match order {
            Some(Ordering::Equal) => format!("serial is still {new}{change}"),
            Some(_) => format!("serial {new} is lower than the published {old}{change}"),
            None => format!("serial {new} is 2^31 away from the published {old}: neither is higher"),
        };
        finding
            .message(message)
            .here(format!("published: {old}"))
            .help(format!("write serial {}", old.wrapping_add(1)));
    });
}

/// A field's octets with names in lower case, which is how servers compare them.
fn canonical_field(soa: Record<'_>, field: usize) -> Vec<u8> {
    match soa.name(field) {
        Some(name) => name.to_lowercase().to_vec(),
        None => soa.octets(field).unwrap_or_default().to_vec(),
    }
}
