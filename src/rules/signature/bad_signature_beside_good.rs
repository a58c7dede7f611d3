use crate::dnssec::{Cause, Signatures, common_key};
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// An RRset has a good signature, and another one that no validator accepts.
    ///
    /// That one has expired, is by a key that is gone, or was changed.
    ///
    /// ## Why it breaks
    /// Validators must try all signatures before they give up, and they limit how many they try. A leftover
    /// is a rollover that was not finished, or a signer that does not clean up.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// www.example. 3600 RRSIG A 13 2 3600 … 45268 example. …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// www.example. 3600 A 192.0.2.1
    /// www.example. 3600 RRSIG A 13 2 3600 … 45268 example. …
    /// ```
    code: "SIG011",
    name: "bad-signature-beside-good",
    summary: "signature that is no good beside one that is",
    breaks: "validators that try it first, or that try only some, fail or lose time (RFC 4035 section 5.3.3, \
        CVE-2023-50387)",
    severity: Severity::Warning,
    rfcs: &["RFC 4035 section 5.3.3", "RFC 6840 section 5.4"],
    since: "0.1.0",
    check: Check::Signatures(check),
    applies_to: EVERY_ZONE,
}

fn check(signatures: &Signatures<'_>, cx: &mut Cx<'_>) {
    let now = cx.now;
    for (&cause, count, faults) in signatures.beside_good.iter() {
        if let Some(first) = common_key(faults).filter(|_| cause == Cause::KeyMissing) {
            cx.report_on(first.record, Part::Field(types::rrsig::KEY_TAG), |finding| {
                finding
                    .message(format!(
                        "{count} signatures are by key {}/{}, which is not there",
                        first.algorithm.0, first.key_tag
                    ))
                    .here("the first of them; others are good")
                    .help("take these RRSIG out, or sign the zone again");
            });
            continue;
        }
        cx.report_group(
            (count, faults),
            |fault| (fault.rrsig.record, part(cause)),
            |fault, finding| {
                let why = match cause {
                    Cause::Signer => format!("is by `{}`", fault.rrsig.signer),
                    Cause::LabelsMore | Cause::LabelsFewer => {
                        "counts other labels than its owner has".to_owned()
                    }
                    Cause::Backwards => "begins behind its end".to_owned(),
                    Cause::KeyMissing => format!(
                        "is by key {}/{}, which is not there",
                        fault.rrsig.algorithm.0, fault.rrsig.key_tag
                    ),
                    Cause::KeyRevoked => "is by a revoked key".to_owned(),
                    Cause::Length => "has another length than its algorithm makes".to_owned(),
                    Cause::Digest => "does not verify".to_owned(),
                    Cause::Expired => format!("expired {}", fault.rrsig.expiration(now)),
                    Cause::Early => format!("begins {}", fault.rrsig.inception(now)),
                };
                finding
                    .message(format!(
                        "one signature of `{} {}` {why}",
                        fault.rrset.owner(),
                        fault.rrset.rtype()
                    ))
                    .here("another one is good")
                    .help("take this RRSIG out, or sign the zone again");
            },
        );
    }
}

fn part(cause: Cause) -> Part {
    match cause {
        Cause::Signer => Part::Field(types::rrsig::SIGNER_NAME),
        Cause::LabelsMore | Cause::LabelsFewer => Part::Field(types::rrsig::LABELS),
        Cause::KeyMissing | Cause::KeyRevoked => Part::Field(types::rrsig::KEY_TAG),
        Cause::Length | Cause::Digest => Part::Field(types::rrsig::SIGNATURE),
        Cause::Backwards | Cause::Expired => Part::Field(types::rrsig::EXPIRATION),
        Cause::Early => Part::Field(types::rrsig::INCEPTION),
    }
}
