use std::collections::BTreeSet;

use crate::finding::Severity;
use crate::resolve::alias::{Alias, Aliases, End};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Lookup, Part, Zone};

declare_rule! {
    /// A `DNAME` leads back to itself, directly or over other DNAMEs of the zone or of the run, or below itself.
    ///
    /// Each loop is reported once.
    ///
    /// ## Why it breaks
    /// A DNAME rewrites every name below its owner. Where the result is below a DNAME that leads back, it is
    /// rewritten again: forever, or until the name has more than 255 octets. Resolvers answer SERVFAIL for
    /// every name below, servers YXDOMAIN. A DNAME cannot redirect the name itself: that takes records of its
    /// own.
    ///
    /// ## Bad
    /// ```zone,bad
    /// old   DNAME  new
    /// new   DNAME  old
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// old      DNAME  new
    /// www.new  A      192.0.2.1
    /// ```
    code: "ALI013",
    name: "dname-loop",
    summary: "DNAME leads back to itself or below itself",
    breaks: "resolvers answer SERVFAIL for every name below the DNAME (RFC 6672 section 2.2)",
    severity: Severity::Error,
    rfcs: &["RFC 6672 section 2.2", "RFC 6672 section 3.1"],
    since: "0.1.0",
    check: Check::Zone(check),
}

/// How many of the other DNAMEs are pointed at.
const SHOWN: usize = 8;

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    let aliases = Aliases::of_redirections(zone);
    let mut seen = BTreeSet::new();
    for (start, end) in aliases.iter() {
        match end {
            End::Itself(steps) if seen.insert(start.node.position()) => {
                let others: Vec<Alias<'_>> = aliases.after(start).take(steps - 1).collect();
                seen.extend(others.iter().map(|alias| alias.node.position()));
                report(start, &others, cx);
            }
            End::After(1) => elsewhere(start, cx),
            End::Itself(_) | End::After(_) | End::Loop => {}
        }
    }
}

/// DNAMEs of the zone that lead to each other.
fn report(start: Alias<'_>, others: &[Alias<'_>], cx: &mut Cx<'_>) {
    cx.report_on(start.record, Part::Field(types::dname::TARGET), |finding| {
        let owner = start.node.name();
        let target = start.record.name(types::dname::TARGET).unwrap_or(owner);
        if others.is_empty() && target != owner {
            finding.message(format!("DNAME `{owner}` leads below itself: names grow without end"));
        } else if others.is_empty() {
            finding.message(format!("DNAME `{owner}` leads back to itself"));
        } else {
            finding.message(format!("DNAME `{owner}` leads back to itself in {} steps", others.len() + 1));
        }
        for alias in others.iter().take(SHOWN) {
            finding.label(alias.record.whole(), format!("`{}` leads on", alias.node.name()));
        }
        finding.help(if others.is_empty() {
            format!("name a target that is not `{owner}` or below it, or remove the DNAME")
        } else {
            "point one DNAME of the loop at a name outside it".to_owned()
        });
    });
}

/// A DNAME that leads to another zone of the run, and from there to no end.
fn elsewhere(start: Alias<'_>, cx: &mut Cx<'_>) {
    let Some(target) = start.record.name(types::dname::TARGET) else { return };
    if cx.given.is_alone() || !matches!(cx.zone.lookup(target), Lookup::OutOfZone | Lookup::Delegated(_)) {
        return;
    }
    // Any name below it will do.
    let Some(below) = target.prefixed("x") else { return };
    let answer = cx.perspective().follow(below.borrow_name());
    let comes_back = answer.steps.iter().any(|step| {
        step.rrset.first().id() == start.record.id()
            && std::ptr::eq(step.rrset.node().zone(), start.node.zone())
    });
    if !answer.is_endless() || !comes_back {
        return;
    }
    cx.report_on(start.record, Part::Field(types::dname::TARGET), |finding| {
        finding
            .message(format!("DNAME `{}` leads back to itself over `{target}`", start.node.name()))
            .help("point one DNAME of the loop at a name outside it");
    });
}
