use crate::dnssec::Keys;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::{Part, Zone};

declare_rule! {
    /// A `DNSKEY` has an algorithm that must not be used to sign any more, such as RSASHA1 (5) and
    /// RSASHA1-NSEC3-SHA1 (7).
    ///
    /// ## Why it breaks
    /// RFC 9905 asks operators of validators to treat SHA-1 signatures as unsupported, and Red Hat Enterprise
    /// Linux 9 does. For them a zone that is signed only so is unsigned.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. 3600 DNSKEY 256 3 7 AwEAAa0P…
    /// example. 3600 DNSKEY 257 3 7 AwEAAerL…
    /// example. 3600 RRSIG DNSKEY 7 1 3600 20270101000000 20261101000000 29229 example. NV+/p83N…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. 3600 DNSKEY 256 3 13 dfgKw2Tw…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// example. 3600 RRSIG DNSKEY 13 1 3600 20270101000000 20261101000000 13257 example. J9V0vaS8…
    /// ```
    code: "KEY009",
    name: "algorithm-deprecated",
    summary: "DNSKEY algorithm must not be used to sign",
    breaks: "validators that dropped SHA-1 take the zone as unsigned (RFC 9905 section 2)",
    severity: Severity::Warning,
    rfcs: &["RFC 9905 section 2", "RFC 9904 section 3", "RFC 9906 section 2"],
    since: "0.1.0",
    check: Check::Zone(check),
    applies_to: EVERY_ZONE,
}

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    let keys = Keys::of(zone);
    // Where nobody validates at all, that is said once.
    if !keys.iter().any(|key| key.algorithm().is_validated()) {
        return;
    }
    let mut told = Vec::new();
    // With NSEC3 they are wrong for another reason, which has a rule of its own.
    let nsec3 = zone.apex().is_some_and(|apex| apex.has(&[types::NSEC3PARAM]));
    for key in keys.iter().filter(|key| key.algorithm().standing().is_out()) {
        if told.contains(&key.algorithm()) || nsec3 && matches!(key.algorithm().0, 1 | 3 | 5) {
            continue;
        }
        told.push(key.algorithm());
        cx.report_on(key.record, Part::Field(types::dnskey::ALGORITHM), |finding| {
            finding.message(format!("DNSKEY algorithm {} must not be used to sign", key.algorithm()));
            finding.help("roll to algorithm 13 (ECDSAP256SHA256)");
        });
    }
}
