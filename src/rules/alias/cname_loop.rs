use crate::finding::Severity;
use crate::resolve::alias::{Alias, Aliases, End};
use crate::resolve::place;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Lookup, Part};

/// How many of the other aliases are pointed at.
const SHOWN: usize = 8;

declare_rule! {
    /// A `CNAME` leads back to itself, directly or over other aliases of the zone, its DNAMEs, or other zones of
    /// the run; or it leads to DNAMEs that do.
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
    check: Check::Aliases(check),
}

fn check(aliases: &Aliases<'_>, cx: &mut Cx<'_>) {
    for (start, end) in aliases.iter() {
        match end {
            End::Itself(steps) => report(aliases, start, steps, cx),
            End::After(1) => elsewhere(start, cx),
            End::After(_) | End::Loop => {}
        }
    }
}

/// An alias of the zone that leads back to itself over others of it.
fn report(aliases: &Aliases<'_>, start: Alias<'_>, steps: usize, cx: &mut Cx<'_>) {
    cx.report_on(start.record, Part::Field(types::cname::CANONICAL_NAME), |finding| {
        let plural = if steps == 1 { "" } else { "s" };
        finding
            .message(format!("CNAME `{}` leads back to itself in {steps} step{plural}", start.node.name()));
        for alias in aliases.after(start).take(SHOWN.min(steps - 1)) {
            finding.label(alias.record.whole(), format!("`{}` leads on", alias.node.name()));
        }
        finding.help("point one CNAME of the loop at a name with address records");
    });
}

/// An alias that leads on by a DNAME, or to another zone of the run, and from there to no end.
fn elsewhere(start: Alias<'_>, cx: &mut Cx<'_>) {
    let node = start.node;
    if node.is_below_cut() || node.is_below_dname() {
        return;
    }
    let Some(target) = start.record.name(types::cname::CANONICAL_NAME) else { return };
    let leads_on = match cx.zone.lookup(target) {
        Lookup::Redirected(_) => true,
        Lookup::OutOfZone | Lookup::Delegated(_) => !cx.given.is_alone(),
        _ => false,
    };
    let answer = if leads_on { cx.perspective().follow(target) } else { return };
    if !answer.is_endless() {
        return;
    }
    cx.report_on(start.record, Part::Field(types::cname::CANONICAL_NAME), |finding| {
        let owner = node.name();
        let comes_back = answer.steps.iter().any(|step| step.target.borrow_name() == owner);
        finding.message(if comes_back {
            format!("CNAME `{owner}` leads back to itself over `{target}`")
        } else {
            format!("CNAME `{owner}` leads to `{target}`, an alias without end")
        });
        let mut shown = vec![start.record.id()];
        for step in answer.steps.iter().take(SHOWN) {
            let record = step.rrset.first();
            if !std::ptr::eq(record.zone(), node.zone()) {
                finding.here(format!("`{}` leads on, {}", step.name, place(record)));
            } else if !shown.contains(&record.id()) {
                shown.push(record.id());
                finding.label(record.whole(), format!("`{}` leads on", step.rrset.owner()));
            }
        }
        finding.help(format!("point `{owner}` at a name with address records"));
    });
}
