use crate::dnssec::chain::ds_sets;
use crate::dnssec::digest_standing;
use crate::finding::Severity;
use crate::record::digest;
use crate::resolve::place;
use crate::rr::types;
use crate::rule::{Check, Cx, Need};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// A `DS` set has no digest but SHA-1 (1) or GOST R 34.11-94 (3).
    ///
    /// It is that of a delegation in the zone, or the parent's for the zone where it was given with
    /// `--parent` or `--ds`.
    ///
    /// ## Why it breaks
    /// Neither may be used for new DS. Validators that refuse SHA-1 by policy take the child zone as
    /// unsigned. A SHA-1 digest beside one of SHA-256 is passed over by validators and not reported.
    ///
    /// ## Bad
    /// ```zone,bad
    /// sub  NS  ns1.example.net.
    /// sub  DS  12345 13 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// sub  NS  ns1.example.net.
    /// sub  DS  12345 13 2 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    code: "DS010",
    name: "ds-digest-deprecated",
    summary: "DS set with deprecated digests only",
    breaks: "validators that dropped SHA-1 take the child zone as unsigned, and new DS must not use it (RFC \
        9905 section 2)",
    severity: Severity::Warning,
    rfcs: &["RFC 9905 section 2", "RFC 9906 section 2", "RFC 4509 section 3"],
    since: "0.1.0",
    check: Check::Rrset(&[types::DS, types::DNSKEY], check),
    needs: &[Need::ParentDs],
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    // Millions of DS: the digest type is octet 3.
    let is_out = |digest_type: &u8| digest_standing(*digest_type).is_out();
    if rrset.rtype() == types::DS && !rrset.records().all(|record| record.rdata().get(3).is_some_and(is_out))
    {
        return;
    }
    let Some((set, at)) = ds_sets(rrset, cx.given) else { return };
    let out = |digest_type: Option<u8>| {
        digest_type.is_some_and(|digest_type| digest_standing(digest_type).is_out())
    };
    let Some(first) = set.first().filter(|_| set.iter().all(|ds| out(ds.digest_type()))) else { return };
    // Keys that must not be used any more are the greater fault, and bring a new DS with them.
    if set.iter().all(|ds| ds.algorithm.standing().is_out()) {
        return;
    }
    let name = first.digest_type().and_then(digest::of_ds).map_or("no digest", |digest| digest.name);
    let part = if at.rtype() == types::DS { Part::Field(types::ds::DIGEST_TYPE) } else { Part::Whole };
    cx.report_on(at, part, |finding| {
        finding.message(format!("DS of `{}` has no digest but {name}", rrset.owner()));
        let whose =
            if at.rtype() == types::DS { String::new() } else { format!(" ({})", place(first.record)) };
        finding.help(format!(
            "replace it by a SHA-256 digest, type `2`{whose}; `danelaw ds` makes it from the DNSKEY"
        ));
    });
}
