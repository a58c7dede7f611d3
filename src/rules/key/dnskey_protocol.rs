use crate::dnssec::Key;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::{Part, Record};

declare_rule! {
    /// The protocol field of a `DNSKEY` is not 3.
    ///
    /// ## Why it breaks
    /// The field is left over from `KEY`; validators treat a key with any other value as none.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. 3600 DNSKEY 256 3 13 dfgKw2Tw…
    /// example. 3600 DNSKEY 257 2 15 l02Woi0i…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// example. 3600 RRSIG DNSKEY 13 1 3600 20270101000000 20261101000000 13257 example. ZDcSKuGE…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. 3600 DNSKEY 256 3 13 dfgKw2Tw…
    /// example. 3600 DNSKEY 256 3 15 alHAd1P5…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// example. 3600 DNSKEY 257 3 15 xnBz0tgS…
    /// example. 3600 RRSIG DNSKEY 13 1 3600 20270101000000 20261101000000 13257 example. b9g0cz4I…
    /// example. 3600 RRSIG DNSKEY 15 1 3600 20270101000000 20261101000000 40941 example. X1iYguXN…
    /// ```
    code: "KEY003",
    name: "dnskey-protocol",
    summary: "DNSKEY protocol is not 3",
    breaks: "validators ignore the key and all that it signs (RFC 4034 section 2.1.2)",
    severity: Severity::Error,
    rfcs: &["RFC 4034 section 2.1.2"],
    since: "0.1.0",
    check: Check::Record(&[types::DNSKEY], check),
    applies_to: EVERY_ZONE,
}

fn check(record: Record<'_>, cx: &mut Cx<'_>) {
    let Some(key) = Key::of(record).filter(|key| key.protocol() != 3) else { return };
    cx.report_on(record, Part::Field(types::dnskey::PROTOCOL), |finding| {
        finding.message(format!("DNSKEY protocol is {}, expected 3", key.protocol()));
        finding.help("write protocol `3`, sign again, and make the DS anew: the key tag changes");
    });
}
