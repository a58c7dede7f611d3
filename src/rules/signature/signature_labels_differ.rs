use crate::dnssec::{Cause, Signatures};
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// The labels field of a signature counts other labels than its owner has.
    ///
    /// The root and a leading asterisk do not count, and no other signature of the RRset is good.
    ///
    /// ## Why it breaks
    /// With more labels than the owner has, the signature is ignored. With fewer, it is one of a wildcard:
    /// the resolver asks for a proof that the name itself does not exist, which the zone cannot give.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// www.example. 3600 RRSIG A 13 3 3600 … 45268 example. …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// *.wild.example. 3600 RRSIG A 13 2 3600 … 45268 example. …
    /// www.example. 3600 A 192.0.2.1
    /// www.example. 3600 RRSIG A 13 2 3600 … 45268 example. …
    /// ```
    code: "SIG005",
    name: "signature-labels-differ",
    summary: "labels of a signature are not those of its owner",
    breaks: "validating resolvers do not accept the signature for this name (RFC 4035 section 5.3.1)",
    severity: Severity::Error,
    rfcs: &["RFC 4035 section 5.3.1", "RFC 4034 section 3.1.3"],
    since: "0.1.0",
    check: Check::Signatures(check),
    applies_to: EVERY_ZONE,
}

fn check(signatures: &Signatures<'_>, cx: &mut Cx<'_>) {
    for cause in [Cause::LabelsMore, Cause::LabelsFewer] {
        cx.report_group(
            signatures.bogus.get(&cause),
            |fault| (fault.rrsig.record, Part::Field(types::rrsig::LABELS)),
            |fault, finding| {
                let owner = fault.rrset.owner();
                let labels = owner.label_count() - usize::from(owner.is_wildcard());
                finding
                    .message(format!(
                        "signature of `{owner} {}` has labels {}, its owner has {labels}",
                        fault.rrset.rtype(),
                        fault.rrsig.labels
                    ))
                    .help("sign the zone again");
                if cause == Cause::LabelsFewer {
                    finding.here("made for a wildcard above this name");
                }
            },
        );
    }
}
