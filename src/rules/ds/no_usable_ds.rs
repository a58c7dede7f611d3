use crate::dnssec::chain::Chain;
use crate::dnssec::digest_standing;
use crate::finding::Severity;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// The zone is signed, and validators understand none of its DS records.
    ///
    /// They know digest types 1, 2 and 4 and the algorithms in use; a DS of another digest type or algorithm
    /// counts as none.
    ///
    /// ## Why it breaks
    /// With no DS that it understands a validator takes the zone for unsigned: names resolve, and nothing
    /// protects them. DANE and everything else that rests on DNSSEC stops working without a word.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. 3600 DNSKEY 257 3 13 …
    /// example. 3600 RRSIG DNSKEY 13 1 3600 … 13257 example. …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// other.example. 3600 DNSKEY 257 3 13 …
    /// ```
    code: "DS012",
    name: "no-usable-ds",
    summary: "no DS that validators understand",
    breaks: "validators take the zone for unsigned, and DANE with it (RFC 4035 section 5.2, RFC 6840 section \
        5.2)",
    severity: Severity::Warning,
    rfcs: &["RFC 4035 section 5.2", "RFC 6840 section 5.2"],
    since: "0.1.0",
    check: Check::Chain(check),
}

fn check(chain: &Chain<'_>, cx: &mut Cx<'_>) {
    if chain.parent.may_have_more || !chain.considered().is_empty() {
        return;
    }
    let Some(&(first, _)) = chain.ends.first() else { return };
    // A set of deprecated digests or algorithms only is told by the rules about those.
    let is_out = |digest_type: Option<u8>| {
        digest_type.is_some_and(|digest_type| digest_standing(digest_type).is_out())
    };
    if chain.ends.iter().all(|(ds, _)| is_out(ds.digest_type()))
        || chain.ends.iter().all(|(ds, _)| ds.algorithm.standing().is_out())
    {
        return;
    }
    let Some(key) = chain.entry() else { return };
    let digest =
        first.digest_type().map_or_else(String::new, |digest_type| format!(", digest type {digest_type}"));
    cx.report_on(key.record, Part::Whole, |finding| {
        finding
            .message(format!("validators understand no DS of `{}`: {first}{digest}", chain.zone.name()))
            .here(format!("{key}"))
            .help(format!(
                "give the parent a DS with a SHA-256 digest, as `danelaw ds` makes it: {}",
                chain.side_by_side()
            ));
    });
}
