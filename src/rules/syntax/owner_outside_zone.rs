use crate::finding::{Finding, Severity};
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::{SourceId, Span};
use crate::zone::{Candidate, Completeness, Evidence, Part, Zone};

declare_rule! {
    /// A record's owner is not in the zone.
    ///
    /// ## Why it breaks
    /// NSD refuses the file; BIND and Knot DNS drop the record. The name is not served.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www.example.net.   A  192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www.example.       A  192.0.2.1
    /// ```
    code: "SYN009",
    name: "owner-outside-zone",
    summary: "owner is outside the zone",
    breaks: "NSD refuses the file, BIND and Knot DNS drop the record, and its name is not served (RFC 1035 \
        section 5.2)",
    severity: Severity::Warning,
    rfcs: &["RFC 1035 section 5.2"],
    since: "0.1.0",
    check: Check::File(check),
    applies_to: EVERY_ZONE,
}

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    if zone.completeness() == Completeness::Fragment {
        return;
    }
    // Where no record is in the zone its name is wrong, and that is one fault, told by a rule of its own
    // where the file has another name.
    let most = match zone.record_count() {
        0 if cx.naming.disagreement().is_some() => 0,
        0 => 1,
        _ => usize::MAX,
    };
    let winner = cx.naming.winner().filter(|winner| winner.name.borrow_name() == zone.name()).cloned();
    for record in zone.out_of_zone().take(most) {
        cx.report_on(record, Part::Owner, |finding| {
            let (owner, name) = (record.owner(), zone.name());
            if most == 1 {
                finding.message(format!("no record is in zone `{name}`, the first is at `{owner}`"));
            } else {
                finding.message(format!("`{owner}` is outside zone `{name}`"));
            }
            explain(finding, winner.as_ref(), zone);
            if most == 1 {
                finding.help("give the zone's name with `--origin NAME`");
            } else if zone.text(record.span(Part::Owner)).ends_with(b".") {
                finding.help(format!(
                    "move the record to the file of its zone, or write an owner that ends with `{name}`"
                ));
            } else {
                finding.help(format!(
                    "write `$ORIGIN {name}` before the record, or move it to the file of its zone"
                ));
            }
        });
    }
}

/// Says who named the zone.
fn explain(finding: &mut Finding, winner: Option<&Candidate>, zone: &Zone) {
    let text = match winner.map(|winner| winner.evidence) {
        Some(Evidence::Given) => {
            finding.here("the zone's name was given with `--origin`");
            return;
        }
        Some(Evidence::Configuration) => {
            finding.here("the zone's name comes from the configuration of its server");
            return;
        }
        Some(Evidence::FileName) => {
            finding.here("the zone's name comes from the file's name");
            return;
        }
        Some(Evidence::Comment | Evidence::Remark) => "the zone's name is said here",
        Some(Evidence::Origin) => "the zone's name comes from here",
        Some(Evidence::Soa) => "the zone's name is that of its SOA",
        None => {
            if let Some(soa) = zone.soa() {
                finding.label(soa.span(Part::Owner), "the zone's name is that of its SOA");
            }
            return;
        }
    };
    if let Some(winner) = winner {
        finding.label(Span::new(SourceId(0), winner.span.0, winner.span.1), text);
    }
}
