use crate::dnssec::Denial;
use crate::dnssec::denial::MissingNsec;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::{Node, Part};

declare_rule! {
    /// A name with data, or a delegation, has no `NSEC` record.
    ///
    /// ## Why it breaks
    /// The NSEC at a name proves which types it has and which names follow it. Where it was lost, both proofs
    /// fail. Where the chain passes over the name, resolvers that use NSEC from their cache (RFC 8198) say
    /// that the name does not exist.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// a.example. … NSEC www.example. …
    /// www.example. … A 192.0.2.2
    /// www.example. … RRSIG A …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// a.example. … NSEC www.example. …
    /// www.example. … NSEC example. …
    /// ```
    code: "DEN003",
    name: "nsec-missing",
    summary: "a name without NSEC",
    breaks: "validating resolvers cannot prove what the name lacks and answer SERVFAIL, or deny the name \
        (RFC 4035 section 2.3)",
    severity: Severity::Error,
    rfcs: &["RFC 4035 section 2.3"],
    since: "0.1.0",
    check: Check::Denial(check),
    applies_to: EVERY_ZONE,
}

/// How far the next name with NSEC is looked for.
const WORTH_LOOKING: usize = 10_000;

fn check(denial: &Denial<'_>, cx: &mut Cx<'_>) {
    let missing = &denial.nsec.missing;
    for &MissingNsec { node, before, is_led_to } in missing.get(&()).1 {
        let Some(first) = node.rrsets().next() else { continue };
        let (name, behind) = (node.name(), next_in_chain(node));
        cx.report_on(first.first(), Part::Owner, |finding| {
            finding.message(format!("NSEC missing at `{name}`"));
            match (is_led_to, behind) {
                (true, Some(behind)) => {
                    finding.here(format!("nothing from here to `{}` can be denied", behind.name()))
                }
                (true, None) => finding.here("nothing from here on can be denied"),
                (false, _) => finding.here("the NSEC before it denies that this name exists"),
            };
            if let Some(before) = before {
                let text =
                    if is_led_to { format!("leads to `{name}`") } else { format!("passes over `{name}`") };
                finding.label(before.whole(), text);
            }
            finding.help(format!("sign the zone again, so that `{name}` gets its NSEC"));
        });
    }
    cx.unshown(missing.unkept(&()));
}

/// The next name with NSEC.
fn next_in_chain(node: Node<'_>) -> Option<Node<'_>> {
    std::iter::successors(node.next(), |node| node.next())
        .take(WORTH_LOOKING)
        .find(|node| node.rrset(types::NSEC).is_some() && !node.is_below_cut())
}
