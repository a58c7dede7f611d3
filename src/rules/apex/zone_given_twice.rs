use crate::finding::Severity;
use crate::resolve::place;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::{Part, Zone};

declare_rule! {
    /// Several files are the same zone in the same view.
    ///
    /// Files of one zone in several directories are taken for several views of it, as are files that say
    /// which view they are in: in a `; danelaw: zone NAME view=VIEW` comment, or by `[[view]]` in
    /// `danelaw.toml`. A zone file and what a signer made of it are one zone.
    ///
    /// ## Why it breaks
    /// A name server loads one of them. A change to the other is never published, and which one it is shows
    /// only when somebody misses the change.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// @ NS ns1.example.net.
    /// @ NS ns2.example.net.
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// ; danelaw: zone example. view=public
    /// @ NS ns1.example.net.
    /// @ NS ns2.example.net.
    /// ```
    code: "APX011",
    name: "zone-given-twice",
    summary: "several files are the same zone",
    breaks: "a name server loads one of the files, and changes to the others are never published",
    severity: Severity::Warning,
    rfcs: &["RFC 1035 section 5.2"],
    since: "0.1.0",
    check: Check::Zone(check),
    applies_to: EVERY_ZONE,
}

/// Other files that are named.
const NAMED: usize = 3;

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    let twins = cx.given.twins(zone);
    let (Some(soa), Some(more @ 1..)) = (zone.soa(), twins.len().checked_sub(1)) else { return };
    let others = twins.iter().filter(|other| other.id() != zone.id()).take(NAMED);
    cx.report_on(soa, Part::Owner, |finding| {
        let mut places: Vec<String> = others.filter_map(|other| other.soa()).map(place).collect();
        if more > NAMED {
            places.push(format!("{} more", more - NAMED));
        }
        finding
            .message(format!("{} files are the zone `{}`", twins.len(), zone.name()))
            .here(format!("and at {}", places.join(", ")))
            .help(format!(
                "keep one of them; if servers show them to different clients, say so in each: `; danelaw: \
                zone \
                 {} view=<view>`",
                zone.name()
            ));
    });
}
