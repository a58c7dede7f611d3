use crate::finding::Severity;
use crate::resolve::alias::{Aliases, End};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Zone};

/// How many of the other aliases are pointed at.
const SHOWN: usize = 8;

declare_rule! {
    /// A `CNAME` leads back to itself, directly or over other aliases of the zone.
    ///
    /// ## Why it breaks
    /// A resolver that follows the aliases never comes to an address. It gives up and answers SERVFAIL.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www   CNAME  www
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   CNAME  host
    /// host  A      192.0.2.1
    /// ```
    code: "ALI004",
    name: "cname-loop",
    summary: "CNAME leads back to itself",
    breaks: "resolvers answer SERVFAIL for every name of the loop (RFC 1034 section 3.6.2)",
    severity: Severity::Error,
    rfcs: &["RFC 1034 section 3.6.2"],
    since: "0.1.0",
    check: Check::File(check),
}

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    let aliases = Aliases::of(zone);
    for (start, end) in aliases.iter() {
        let End::Itself(steps) = end else { continue };
        cx.report_on(start.record, Part::Field(types::cname::CANONICAL_NAME), |finding| {
            let plural = if steps == 1 { "" } else { "s" };
            finding.message(format!(
                "CNAME `{}` leads back to itself in {steps} step{plural}",
                start.node.name()
            ));
            for alias in aliases.after(start).take(SHOWN.min(steps - 1)) {
                finding.label(alias.record.whole(), format!("`{}` leads on", alias.node.name()));
            }
            finding.help("point one CNAME of the loop at a name with address records");
        });
    }
}
