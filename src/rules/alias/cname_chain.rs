use crate::finding::Severity;
use crate::resolve::alias::{Aliases, End, MOST_STEPS, beyond};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A `CNAME` points at a `CNAME` of the same zone.
    ///
    /// Each chain is reported once, at the alias that no other alias leads to. Aliases that never come to an end
    /// are `cname-loop`, chains that resolvers do not follow to their end `cname-chain-too-long`.
    ///
    /// ## Why it breaks
    /// A chain is allowed and resolvers follow it, eleven steps or so. Each step is one more record in the
    /// answer, one more TTL, and one more name to forget when the host moves.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www   CNAME  web
    /// web   CNAME  host
    /// host  A      192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   CNAME  host
    /// web   CNAME  host
    /// host  A      192.0.2.1
    /// ```
    code: "ALI006",
    name: "cname-chain",
    summary: "CNAME to a CNAME",
    breaks: "resolvers give up on long chains, and each step can cost a query (RFC 1034 section 3.6.2)",
    severity: Severity::Info,
    rfcs: &["RFC 1034 section 3.6.2"],
    since: "0.1.0",
    check: Check::Aliases(check),
}

/// How many of the aliases on the way are pointed at.
const SHOWN: usize = 8;

fn check(aliases: &Aliases<'_>, cx: &mut Cx<'_>) {
    for (start, end) in aliases.heads() {
        let End::After(steps @ 2..=MOST_STEPS) = end else { continue };
        if start.node.is_below_cut() || start.node.is_below_dname() {
            continue;
        }
        // What has no end, or too many aliases behind those of the zone, is another rule's.
        let more = beyond(aliases.last(start), cx.perspective());
        if more.is_none_or(|more| steps + more > MOST_STEPS) {
            continue;
        }
        cx.report_on(start.record, Part::Field(types::cname::CANONICAL_NAME), |finding| {
            let owner = start.node.name();
            let target = aliases.last(start).record.name(types::cname::CANONICAL_NAME).unwrap_or(owner);
            finding.message(format!("CNAME `{owner}` reaches `{target}` in {steps} steps"));
            for alias in aliases.after(start).take(SHOWN) {
                finding.label(alias.record.whole(), format!("`{}` leads on", alias.node.name()));
            }
            finding.help(format!("write `{owner} CNAME {target}`"));
        });
    }
}
