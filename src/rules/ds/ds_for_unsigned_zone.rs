use crate::dnssec::Speaker;
use crate::dnssec::chain::UnsignedChild;
use crate::finding::Severity;
use crate::resolve::place;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// The parent has `DS` records of the zone, and the zone has no `DNSKEY`.
    ///
    /// Asked only where the parent's data are given: `--parent`, `--ds`, `--trust-anchor`. Do not give them
    /// for a file that a server signs when it loads it.
    ///
    /// ## Why it breaks
    /// The DS says that the zone is signed. A validator that finds no key takes every answer as forged.
    ///
    /// ## Bad
    /// With `example. DS 13257 13 2 8dfd1321…` at the parent:
    ///
    /// ```zone,bad,from=bad.zone
    /// @ SOA ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. 3600 SOA ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600
    /// example. 3600 DNSKEY 256 3 13 dfgKw2Tw…
    /// example. 3600 DNSKEY 257 3 13 0pwetjo6…
    /// example. 3600 RRSIG DNSKEY 13 1 3600 20270101000000 20261101000000 13257 example. J9V0vaS8…
    /// ```
    code: "DS007",
    name: "ds-for-unsigned-zone",
    summary: "the parent has DS and the zone is not signed",
    breaks: "validators answer SERVFAIL for every name of the zone (RFC 4035 section 5.2)",
    severity: Severity::Error,
    rfcs: &["RFC 4035 section 5.2"],
    since: "0.1.0",
    check: Check::UnsignedChild(check),
}

fn check(child: &UnsignedChild<'_>, cx: &mut Cx<'_>) {
    let UnsignedChild { zone, speaker, ds } = *child;
    let Some(soa) = zone.soa().filter(|_| speaker == Speaker::Given) else { return };
    cx.report_on(soa, Part::Owner, |finding| {
        let message = format!("`{}` has no DNSKEY, and the parent has {ds}", zone.name());
        finding.message(message).help(format!(
            "sign the zone, or remove the DS at the parent ({}) and wait out its TTL before the unsigned \
            zone is published",
            place(ds.record)
        ));
    });
}
