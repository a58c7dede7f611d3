use crate::finding::Severity;
use crate::resolve::alias::{Aliases, End, MOST_STEPS, beyond};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A `CNAME` needs more than 11 aliases to reach its end.
    ///
    /// Those of other zones of the run and names that DNAMEs make are counted too. Each chain is reported
    /// once, at the alias that no other alias of the zone leads to.
    ///
    /// ## Why it breaks
    /// BIND and Unbound follow 11 aliases in their default configuration (`max-query-restarts`). Then they
    /// answer SERVFAIL, or with the aliases alone.
    ///
    /// ## Bad
    /// ```zone,bad
    /// a     CNAME  b
    /// b     CNAME  c
    /// c     CNAME  d
    /// d     CNAME  e
    /// e     CNAME  f
    /// f     CNAME  g
    /// g     CNAME  h
    /// h     CNAME  i
    /// i     CNAME  j
    /// j     CNAME  k
    /// k     CNAME  l
    /// l     CNAME  host
    /// host  A      192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// a     CNAME  host
    /// l     CNAME  host
    /// host  A      192.0.2.1
    /// ```
    code: "ALI014",
    name: "cname-chain-too-long",
    summary: "CNAME over more than 11 aliases",
    breaks: "BIND and Unbound give up after 11 aliases, and clients get no address (RFC 1034 section 3.6.2)",
    severity: Severity::Error,
    rfcs: &["RFC 1034 section 3.6.2", "RFC 1034 section 5.3.3"],
    since: "0.1.0",
    check: Check::Aliases(check),
}

/// How many of the aliases on the way are pointed at.
const SHOWN: usize = 12;

fn check(aliases: &Aliases<'_>, cx: &mut Cx<'_>) {
    for (start, end) in aliases.heads() {
        let End::After(within) = end else { continue };
        if start.node.is_below_cut() || start.node.is_below_dname() {
            continue;
        }
        let Some(steps) = beyond(aliases.last(start), cx.perspective()).map(|more| within + more) else {
            continue;
        };
        if steps <= MOST_STEPS {
            continue;
        }
        cx.report_on(start.record, Part::Field(types::cname::CANONICAL_NAME), |finding| {
            let owner = start.node.name();
            let target = aliases.last(start).record.name(types::cname::CANONICAL_NAME).unwrap_or(owner);
            finding.message(format!("CNAME `{owner}` leads over {steps} aliases, more than {MOST_STEPS}"));
            for alias in aliases.after(start).take(SHOWN) {
                finding.label(alias.record.whole(), format!("`{}` leads on", alias.node.name()));
            }
            finding.help(format!("write `{owner} CNAME {target}`"));
        });
    }
}
