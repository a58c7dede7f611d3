//! The rule `changed-after-signing`.

use std::collections::BTreeSet;

use crate::facts::rollover::same_data;
use crate::finding::Severity;
use crate::rollover::Step;
use crate::rr::{Rtype, types};
use crate::rule::{Check, Cx};
use crate::zone::{Node, Part, Record, Rrset};

declare_rule! {
    /// Records differ from those published, and their signatures are the published ones, octet for octet.
    ///
    /// Asked where the published zone is given with `--published`.
    ///
    /// ## Why it breaks
    /// The signatures are over what is published. Over anything else they fail, and validating resolvers answer SERVFAIL.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// www.example. 3600 IN A 192.0.2.2
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// www.example. 3600 IN A 192.0.2.2
    /// ```
    code: "ROL017",
    name: "changed-after-signing",
    summary: "records were changed and not signed again",
    breaks: "validating resolvers answer SERVFAIL: the signatures are over other records",
    severity: Severity::Error,
    rfcs: &["RFC 4035 section 5.3"],
    since: "0.1.0",
    check: Check::Step(check),
}

fn check(step: &Step<'_>, cx: &mut Cx<'_>) {
    let [.., published, new] = step.staged.versions.as_slice() else { return };
    if !new.zone.has_type(types::RRSIG) {
        return;
    }
    for node in new.zone.nodes() {
        let (Some(old), Some(rrsigs)) = (published.zone.node(node.name()), node.rrset(types::RRSIG)) else { continue };
        let kept: BTreeSet<&[u8]> = old.rrset(types::RRSIG).into_iter().flat_map(|rrset| rrset.records()).map(Record::rdata).collect();
        for rrset in node.rrsets().filter(|rrset| rrset.rtype() != types::RRSIG) {
            let of = |record: &Record<'_>| record.u16(0) == Some(rrset.rtype().0);
            let mut signatures = rrsigs.records().filter(of).peekable();
            let Some(first) = signatures.peek().copied() else { continue };
            let is_kept = signatures.all(|record| kept.contains(record.rdata()));
            if is_kept && differs(rrset, old) {
                tell(rrset, first, cx);
            }
        }
    }
}

fn differs(rrset: Rrset<'_>, old: Node<'_>) -> bool {
    let rtype: Rtype = rrset.rtype();
    old.rrset(rtype).is_none_or(|before| !same_data(rrset, before))
}

fn tell(rrset: Rrset<'_>, signature: Record<'_>, cx: &mut Cx<'_>) {
    cx.report_on(rrset.first(), Part::Rdata, |finding| {
        finding.message(format!("`{}` {} is not what is published, its signature is", rrset.owner(), rrset.rtype()));
        finding.here("changed").label(signature.span(Part::Type), "made for the published records");
        finding.help("change the zone that the signer reads, raise its serial, and sign it");
    });
}
