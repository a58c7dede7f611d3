use crate::dnssec::{BadSignature, Cause, Explanation, Signatures};
use crate::finding::{Finding, Severity};
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// A signature was not made over these records by the key it names, and no other signature of the RRset
    /// is good.
    ///
    /// Where it can be found out, the finding says what it was made over: the records without one that was
    /// added later, the SOA with another serial number, or the same records by another key.
    ///
    /// ## Why it breaks
    /// A validating resolver computes the same as this tool and takes the answer for a forgery. Records that
    /// are edited after signing are the usual cause, the SOA serial number above all.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// www.example. 3600 A 192.0.2.2
    /// www.example. 3600 RRSIG A 13 2 3600 … 45268 example. …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// www.example. 3600 A 192.0.2.1
    /// www.example. 3600 RRSIG A 13 2 3600 … 45268 example. …
    /// ```
    code: "SIG002",
    name: "signature-mismatch",
    summary: "signature does not verify",
    breaks: "validating resolvers answer SERVFAIL for these records (RFC 4035 section 5.3.3)",
    severity: Severity::Error,
    rfcs: &["RFC 4035 section 5.3.3", "RFC 4034 section 3.1.8.1"],
    since: "0.1.0",
    check: Check::Signatures(check),
    applies_to: EVERY_ZONE,
}

fn check(signatures: &Signatures<'_>, cx: &mut Cx<'_>) {
    cx.report_group(
        signatures.bogus.get(&Cause::Digest),
        |fault| (fault.rrsig.record, Part::Field(types::rrsig::SIGNATURE)),
        tell,
    );
}

fn tell(fault: BadSignature<'_>, finding: &mut Finding) {
    let BadSignature { rrsig, rrset, explanation } = fault;
    let named = format!("{}/{}", rrsig.algorithm.0, rrsig.key_tag);
    let (owner, rtype) = (rrset.owner(), rrset.rtype());
    finding.message(format!("signature of `{owner} {rtype}` does not verify with key {named}"));
    match explanation {
        Some(Explanation::RecordAdded(record)) => finding
            .message(format!("signature of `{owner} {rtype}` is from before a record was added"))
            .here("verifies without that record")
            .label(record.whole(), "added after signing")
            .help("sign the zone again, or take the record out"),
        Some(Explanation::Serial(serial)) => finding
            .message(format!("signature of the SOA was made with serial {serial}"))
            .here(format!("verifies with serial {serial}"))
            .help("sign the zone again after the serial number is set"),
        Some(Explanation::OtherKey(key)) => finding
            .message(format!("signature of `{owner} {rtype}` is by {key}, and names {named}"))
            .here(format!("verifies with {key}"))
            .label(key.record.whole(), "made it")
            .help(format!("write key tag {}, or sign the zone again", key.tag())),
        None => finding
            .here("the key is there, the digest differs")
            .label(rrset.first().whole(), "covered by it")
            .help("sign the zone again: the records or the signature were changed since"),
    };
}
