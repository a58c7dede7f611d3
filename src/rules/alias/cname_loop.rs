use crate::facts::alias;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Record, Rrset};

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
    check: Check::Rrset(&[types::CNAME], check),
}

fn check(cname: Rrset<'_>, cx: &mut Cx<'_>) {
    let start = cname.first();
    let mut following = alias::next(start);
    if following.is_none() {
        return;
    }
    let mut passed: Vec<Record<'_>> = vec![start];
    while let Some(next) = following {
        if next.id() == start.id() {
            return report(&passed, cx);
        }
        // A loop that this alias only leads into is reported at the aliases that make it.
        if passed.len() >= cx.limits.alias_chain || passed.iter().any(|record| record.id() == next.id()) {
            return;
        }
        passed.push(next);
        following = alias::next(next);
    }
}

fn report(passed: &[Record<'_>], cx: &mut Cx<'_>) {
    let Some((start, others)) = passed.split_first() else { return };
    cx.report_on(*start, Part::Field(0), |finding| {
        let steps = passed.len();
        let plural = if steps == 1 { "" } else { "s" };
        finding.message(format!("CNAME `{}` leads back to itself in {steps} step{plural}", start.owner()));
        for record in others {
            finding.label(record.whole(), format!("`{}` leads on", record.owner()));
        }
        finding.help("point one CNAME of the loop at a name with address records");
    });
}
