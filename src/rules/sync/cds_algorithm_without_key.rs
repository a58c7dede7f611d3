use crate::dnssec::sync::Sync;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A `CDS` or `CDNSKEY` has an algorithm that no `DNSKEY` of the zone has.
    ///
    /// ## Why it breaks
    /// `named` compares the algorithms when it loads a zone, and refuses one in which they differ:
    /// `CDS/CDNSKEY consistency checks failed`. Parents do not publish a DS that no key of the zone stands
    /// behind.
    ///
    /// ## Bad
    /// ```zone,bad,also=zone-not-signed,also=cds-without-cdnskey
    /// @    DNSKEY  257 3 13 0pwetjo6p0SqIpI3Ihsl/k4/1AZy16bkrIqPsb+uGp0mJK+1fnUfMbvCdkZtj9fE+1PrpUS1T2IiILNxjlu8Dg==
    /// @    CDS     12345 8 2 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff
    /// ```
    ///
    /// ## Good
    /// ```zone,good,also=zone-not-signed
    /// @    DNSKEY  257 3 13 0pwetjo6p0SqIpI3Ihsl/k4/1AZy16bkrIqPsb+uGp0mJK+1fnUfMbvCdkZtj9fE+1PrpUS1T2IiILNxjlu8Dg==
    /// www  A       192.0.2.1
    /// ```
    code: "CDS013",
    name: "cds-algorithm-without-key",
    summary: "CDS of an algorithm that no DNSKEY has",
    breaks: "BIND does not load the zone: `CDS/CDNSKEY consistency checks failed` (RFC 7344 section 4.1)",
    severity: Severity::Error,
    rfcs: &["RFC 7344 section 4.1", "RFC 6840 section 5.11"],
    since: "0.1.0",
    check: Check::Sync(check),
}

fn check(sync: &Sync<'_>, cx: &mut Cx<'_>) {
    if sync.keys.is_empty() || sync.zone.may_have(sync.zone.name(), types::DNSKEY) {
        return;
    }
    for named in sync.foreign() {
        cx.report_on(named.record, Part::Rdata, |finding| {
            finding
                .message(format!("{named} has an algorithm that no DNSKEY of the zone has"))
                .help("write what `danelaw ds --cds` prints, or publish the key first");
        });
    }
}
