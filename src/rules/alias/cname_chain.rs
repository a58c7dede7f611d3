use crate::facts::alias;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// A `CNAME` points at a `CNAME` of the same zone.
    ///
    /// Each alias that could point at the end of the chain itself is reported. Aliases that never come to an end are
    /// `cname-loop`.
    ///
    /// ## Why it breaks
    /// A chain is allowed and resolvers follow it, eleven steps or so. Each step is one more record in the answer, one more
    /// TTL, and one more name to forget when the host moves.
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
    check: Check::Rrset(&[types::CNAME], check),
}

fn check(cname: Rrset<'_>, cx: &mut Cx<'_>) {
    let node = cname.node();
    if node.is_below_cut() || node.is_below_dname() {
        return;
    }
    let most = cx.limits.alias_chain;
    let Some(chain) = alias::chain(cname.first(), most) else { return };
    let [start, others @ ..] = chain.as_slice() else { return };
    let Some(end) = others.last().and_then(|record| record.name(0)) else { return };
    cx.report_on(*start, Part::Field(0), |finding| {
        let steps = chain.len();
        let more = if steps < most { "" } else { " or more" };
        finding.message(format!("CNAME `{}` reaches `{end}` in {steps}{more} steps", cname.owner()));
        for record in others {
            finding.label(record.whole(), format!("`{}` leads on", record.owner()));
        }
        finding.help(format!("write `{} CNAME {end}`", cname.owner()));
    });
}
