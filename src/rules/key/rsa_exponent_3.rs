use crate::dnssec::Key;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Record};

declare_rule! {
    /// The public exponent of an RSA key is 3.
    ///
    /// ## Why it breaks
    /// It does not by itself. With this exponent any mistake in checking the padding lets signatures be
    /// forged, and such mistakes were made again and again. `named-checkzone` warns of it.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. 3600 DNSKEY 256 3 8 AQPnTxfg…
    /// example. 3600 DNSKEY 257 3 8 AwEAAdvl…
    /// example. 3600 RRSIG DNSKEY 8 1 3600 20270101000000 20261101000000 14317 example. Xm9q4ceX…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. 3600 DNSKEY 256 3 8 AwEAAbwF…
    /// example. 3600 DNSKEY 257 3 8 AwEAAdvl…
    /// example. 3600 RRSIG DNSKEY 8 1 3600 20270101000000 20261101000000 14317 example. qdIi+Mtn…
    /// ```
    code: "KEY011",
    name: "rsa-exponent-3",
    summary: "RSA exponent is 3",
    breaks: "nothing with sound validators; several libraries accepted forged signatures of such keys \
        (CVE-2006-4339)",
    severity: Severity::Info,
    rfcs: &["RFC 3110 section 2", "RFC 8017 section 8.2"],
    since: "0.1.0",
    check: Check::Record(&[types::DNSKEY], check),
}

fn check(record: Record<'_>, cx: &mut Cx<'_>) {
    if Key::of(record).and_then(Key::rsa).and_then(|rsa| rsa.exponent_value()) != Some(3) {
        return;
    }
    cx.report_on(record, Part::Field(types::dnskey::PUBLIC_KEY), |finding| {
        finding
            .message("RSA exponent is 3, 65537 is usual")
            .help("make the next key with exponent 65537, as tools do by themselves");
    });
}
