use crate::dnssec::Key;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::{Part, Record};

declare_rule! {
    /// The flags of a `DNSKEY` at the apex lack the Zone Key bit (256).
    ///
    /// ## Why it breaks
    /// Validators must not use such a key. Where it signs the zone, every answer is bogus.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. 3600 DNSKEY 1 3 15 l02Woi0i…
    /// example. 3600 DNSKEY 256 3 13 dfgKw2Tw…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// example. 3600 RRSIG DNSKEY 13 1 3600 20270101000000 20261101000000 13257 example. BSDrQ9AC…
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
    code: "KEY002",
    name: "dnskey-not-zone-key",
    summary: "DNSKEY without the Zone Key bit",
    breaks: "validators ignore the key and all that it signs (RFC 4034 section 2.1.1)",
    severity: Severity::Error,
    rfcs: &["RFC 4034 section 2.1.1"],
    since: "0.1.0",
    check: Check::Record(&[types::DNSKEY], check),
    applies_to: EVERY_ZONE,
}

fn check(record: Record<'_>, cx: &mut Cx<'_>) {
    let Some(key) = Key::of(record).filter(|key| !key.is_zone_key()) else { return };
    let meant = key.flags() | 0x0100;
    cx.report_on(record, Part::Field(types::dnskey::FLAGS), |finding| {
        finding.message(format!("DNSKEY flags {} have no Zone Key bit, expected 256 or 257", key.flags()));
        finding.help(format!("write flags `{meant}`, sign again, and make the DS anew: the key tag changes"));
    });
}
