//! The rule `changed-after-signing`.

use std::collections::BTreeSet;

use crate::finding::Severity;
use crate::rollover::Transition;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::difference::DifferenceKind;
use crate::zone::{Part, Record, Rrset, pairs};

declare_rule! {
    /// Records differ from those published, and their signatures are the published ones, octet for octet.
    ///
    /// Asked where the published zone is given with `--published`.
    ///
    /// ## Why it breaks
    /// The signatures are over what is published. Over anything else they fail, and validating resolvers
    /// answer SERVFAIL.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone,also=signature-mismatch,also=signature-mismatch
    /// www.example. 3600 A 192.0.2.2
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// www.example. 3600 A 192.0.2.2
    /// ```
    code: "ROL017",
    name: "changed-after-signing",
    summary: "records were changed and not signed again",
    breaks: "validating resolvers answer SERVFAIL: the signatures are over other records",
    severity: Severity::Error,
    rfcs: &["RFC 4035 section 5.3"],
    since: "0.1.0",
    check: Check::Transition(check),
}

/// RRsets that are shown.
const SHOWN: usize = 4;

fn check(transition: &Transition<'_>, cx: &mut Cx<'_>) {
    let [.., published, new] = transition.staged.versions.as_slice() else { return };
    if !new.zone.has_type(types::RRSIG) {
        return;
    }
    let mut changed: Vec<(Rrset<'_>, Record<'_>)> = Vec::new();
    let mut more = 0u64;
    for pair in pairs(published.zone, new.zone) {
        let (Some(old), Some(node)) = (pair.old, pair.new) else { continue };
        let Some(rrsigs) = node.rrset(types::RRSIG) else { continue };
        let kept: BTreeSet<&[u8]> = old
            .rrset(types::RRSIG)
            .into_iter()
            .flat_map(|rrset| rrset.records())
            .map(Record::rdata)
            .collect();
        for rrset in pair
            .changes()
            .filter(|change| change.kind != DifferenceKind::Ttl && change.rtype() != types::RRSIG)
            .filter_map(|change| change.new)
        {
            let Some(signature) = kept_signature(rrset, rrsigs, &kept) else { continue };
            if changed.len() < SHOWN { changed.push((rrset, signature)) } else { more += 1 }
        }
    }
    tell(&changed, more, cx);
}

/// The first signature over an RRset, where all of them are published ones.
fn kept_signature<'z>(rrset: Rrset<'_>, rrsigs: Rrset<'z>, kept: &BTreeSet<&[u8]>) -> Option<Record<'z>> {
    let mut signatures = rrsigs
        .records()
        .filter(|record| record.u16(types::rrsig::TYPE_COVERED) == Some(rrset.rtype().0))
        .peekable();
    let first = *signatures.peek()?;
    signatures.all(|record| kept.contains(record.rdata())).then_some(first)
}

/// Once for the zone: it was edited behind the signer's back.
fn tell(changed: &[(Rrset<'_>, Record<'_>)], more: u64, cx: &mut Cx<'_>) {
    let Some((rrset, signature)) = changed.first() else { return };
    let others = u64::try_from(changed.len()).unwrap_or(u64::MAX).saturating_sub(1).saturating_add(more);
    cx.report_on(rrset.first(), Part::Rdata, |finding| {
        let and = match others {
            0 => String::new(),
            1 => ", nor is 1 other RRset".to_owned(),
            others => format!(", nor are {others} others"),
        };
        finding.message(format!(
            "`{}` {} is not what its signature was made over{and}",
            rrset.owner(),
            rrset.rtype()
        ));
        finding.here("changed").label(signature.span(Part::Type), "the signature is the published one");
        for (rrset, _) in changed.iter().skip(1) {
            finding.label(rrset.first().span(Part::Rdata), "changed");
        }
        finding.help("change the zone that the signer reads, raise its serial, and sign it");
    });
}
