use crate::dnssec::chain::{Chain, End, cause, ds_text, signs};
use crate::dnssec::{Ds, Link};
use crate::finding::Severity;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// No `DS` of the parent leads to a `DNSKEY` that signs the zone's `DNSKEY` RRset.
    ///
    /// Asked only where the parent is known: `--parent`, `--ds`, `--trust-anchor`, or a parent zone checked
    /// in the same run.
    ///
    /// ## Why it breaks
    /// A validator starts at the DS. When none that it understands names a key of the zone which signs the
    /// keys, it can trust none of them, and every answer of the zone is SERVFAIL.
    ///
    /// ## Bad
    /// With `example. DS 13257 13 2 8dfd1321…`, `example. DS 13257 13 1 8ddcedd6…` at the parent:
    ///
    /// ```zone,bad,from=bad.zone
    /// example. 3600 DNSKEY 256 3 13 dfgKw2Tw…
    /// example. 3600 DNSKEY 257 3 13 pvduMcnl…
    /// example. 3600 RRSIG DNSKEY 13 1 3600 20270101000000 20261101000000 54193 example. gwucstjX…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. 3600 DNSKEY 256 3 13 dfgKw2Tw…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// example. 3600 RRSIG DNSKEY 13 1 3600 20270101000000 20261101000000 13257 example. J9V0vaS8…
    /// ```
    code: "DS001",
    name: "no-ds-leads-to-key",
    summary: "no DS at the parent leads to a key of the zone",
    breaks: "validators answer SERVFAIL for every name of the zone (RFC 4035 section 5.2)",
    severity: Severity::Error,
    rfcs: &["RFC 4035 section 5.2", "RFC 4509 section 3"],
    since: "0.1.0",
    check: Check::Chain(check),
}

fn check(chain: &Chain<'_>, cx: &mut Cx<'_>) {
    if !chain.is_broken() {
        return;
    }
    let considered = chain.considered();
    // What comes nearest to leading somewhere says best what went wrong.
    let Some(&(ds, end)) = considered.iter().min_by_key(|(_, end)| rank(end)) else { return };
    let Some(key) = at_fault(end).or_else(|| chain.entry()).or_else(|| chain.keys.iter().next()) else {
        return;
    };
    cx.report_on(key.record, Part::Whole, |finding| {
        finding
            .message(if considered.len() == 1 { cause(ds, end) } else { several(considered.len(), ds, end) })
            .here(format!("{key}"));
        for other in chain.keys.iter().filter(|other| other.record.id() != key.record.id()).take(3) {
            let does =
                if chain.signers.is_empty() || !signs(&chain.signers, other) { "" } else { ", signs DNSKEY" };
            finding.label(other.record.whole(), format!("{other}{does}"));
        }
        let step = match (end, chain.entry()) {
            (End::Flawed(key, _), _) => {
                format!("replace {key} by a key of its algorithm, sign again, and give the parent its DS")
            }
            (End::NotSigning(key), _) => format!("sign the DNSKEY RRset with {key}"),
            (_, Some(entry)) => format!("give the parent `{}`", ds_text(entry)),
            (_, None) => "sign the DNSKEY RRset with the key that the DS names".to_owned(),
        };
        finding.help(format!("{step}: {}", chain.side_by_side()));
    });
}

fn rank(end: &End<'_>) -> u8 {
    match end {
        End::Secure(_) => 0,
        End::NotSigning(_) => 1,
        End::Revoked(_) => 2,
        End::Unusable(_) => 3,
        End::Flawed(..) => 4,
        End::Elsewhere(Link::Digest(_)) => 5,
        End::Elsewhere(Link::Number(_)) => 6,
        End::Elsewhere(Link::Algorithm(_)) => 7,
        End::Elsewhere(_) => 8,
    }
}

fn at_fault(end: End<'_>) -> Option<crate::dnssec::Key<'_>> {
    match end {
        End::Secure(key)
        | End::NotSigning(key)
        | End::Revoked(key)
        | End::Unusable(key)
        | End::Flawed(key, _) => Some(key),
        End::Elsewhere(
            Link::Key(key)
            | Link::Unchecked(key)
            | Link::Digest(key)
            | Link::Number(key)
            | Link::Algorithm(key),
        ) => Some(key),
        End::Elsewhere(Link::None) => None,
    }
}

fn several(count: usize, ds: Ds<'_>, end: End<'_>) -> String {
    match end {
        End::Elsewhere(Link::None) => format!("none of {count} DS at the parent names a key of the zone"),
        _ => format!("none of {count} DS leads to a key; {}", cause(ds, end)),
    }
}
