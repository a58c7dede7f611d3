use crate::dnssec::chain::Chain;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// Two files are the same zone, signed with different keys; the parent has DS records for both; and the
    /// DNSKEY set of this one lacks a key that signs the data of the other.
    ///
    /// Asked where the parent is known and both files are checked in one run. Views of a zone that no client
    /// sees both of need no DS for both in one parent.
    ///
    /// ## Why it breaks
    /// A resolver asks any of the zone's name servers. Where it has the DNSKEY set of one signer in its cache
    /// and an answer of the other, it finds no key for the signature, and answers SERVFAIL: each signer
    /// publishes the zone-signing keys of all.
    ///
    /// ## Bad
    /// With `example. DS 13257 13 2 8dfd1321…`, `example. DS 54193 13 2 9d29a03c…` at the parent, where the
    /// other file is signed by another key:
    ///
    /// ```zone,bad,from=bad.zone,also=zone-given-twice
    /// example. 3600 DNSKEY 256 3 13 dfgKw2Tw…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. 3600 DNSKEY 256 3 13 dfgKw2Tw…
    /// example. 3600 DNSKEY 256 3 13 4bC+BRe4…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// ```
    code: "KEY020",
    name: "other-signer-key-missing",
    summary: "key of another signer of the zone is not in the DNSKEY set",
    breaks: "validators that hold this DNSKEY set answer SERVFAIL for answers of the other signer's servers \
        (RFC 8901 section 2.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 8901 section 2.1.2"],
    since: "0.1.0",
    check: Check::Chain(check),
}

fn check(chain: &Chain<'_>, cx: &mut Cx<'_>) {
    let Some(entry) = chain.entry() else { return };
    for other in chain.other_signers(cx.given) {
        let is_here = |rdata: &[u8]| chain.keys.iter().any(|key| key.record.rdata() == rdata);
        let missing = other.data_keys().filter(|key| !is_here(key.record.rdata()));
        let file = other.zone.sources().first().map(|source| source.name.clone()).unwrap_or_default();
        for key in missing {
            cx.report_on(entry.record, Part::Whole, |finding| {
                let owner = key.record.owner();
                finding
                    .message(format!("DNSKEY set lacks {key}, which signs the zone in another file"))
                    .here(format!("{}/{} signs in `{file}`", key.algorithm().0, key.tag()))
                    .help(format!(
                        "add `{owner} {} {}` and sign the DNSKEY set again",
                        types::DNSKEY,
                        key.record.present()
                    ));
            });
        }
    }
}
