use crate::dnssec::Signatures;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// The keys of a zone that is signed have no Secure Entry Point bit.
    ///
    /// ## Why it breaks
    /// The bit is a hint for people and tools; validators do not look at it. `dnssec-verify`, `kzonecheck` and
    /// `validns` refuse such a zone, and tools that make DS records pass over the key.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. 3600 DNSKEY 256 3 13 …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. 3600 DNSKEY 257 3 13 …
    /// ```
    code: "KEY019",
    name: "single-key-without-sep",
    summary: "no key that signs has the SEP bit",
    breaks: "dnssec-verify and kzonecheck refuse the zone, and tools make no DS of the key (RFC 4034 section \
        2.1.1)",
    severity: Severity::Info,
    rfcs: &["RFC 4034 section 2.1.1", "RFC 6781 section 3.2.3"],
    since: "0.1.0",
    check: Check::Signatures(check),
    applies_to: EVERY_ZONE,
}

fn check(signatures: &Signatures<'_>, cx: &mut Cx<'_>) {
    if signatures.uses.iter().any(|used| used.key.is_sep()) {
        return;
    }
    let Some(key) = signatures.entry_points().next() else { return };
    cx.report_on(key.record, Part::Field(types::dnskey::FLAGS), |finding| {
        finding
            .message(format!("{key} signs DNSKEY, and no key of the zone has the SEP bit"))
            .help("write flags 257 when the key is made anew; its tag and the DS change with them");
    });
}
