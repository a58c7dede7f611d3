use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::{Part, Zone};

declare_rule! {
    /// The zone has DNSKEY records at its apex and not one signature.
    ///
    /// Published as it is, it is not a signed zone. As the input of a signer it is fine: then this rule is
    /// not for it.
    ///
    /// ## Why it breaks
    /// With a DS record at the parent, validating resolvers expect every answer to be signed. A zone that was
    /// published before it went through the signer takes the whole domain down; this is how some top-level
    /// domains went dark.
    ///
    /// ## Bad
    /// ```zone,bad
    /// @    DNSKEY  257 3 13 0pwetjo6p0SqIpI3Ihsl/k4/1AZy16bkrIqPsb+uGp0mJK+1fnUfMbvCdkZtj9fE+1PrpUS1T2IiILNxjlu8Dg==
    /// www  A       192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. 3600 DNSKEY 257 3 13 …
    /// www.example. 3600 RRSIG A 13 2 3600 … 45268 example. …
    /// ```
    code: "SIG026",
    name: "zone-not-signed",
    summary: "DNSKEY records and no signature",
    breaks: "with a DS record at the parent, validating resolvers answer SERVFAIL for the whole zone (RFC \
        4035 section 5)",
    severity: Severity::Info,
    rfcs: &["RFC 4035 section 2"],
    since: "0.1.0",
    check: Check::Zone(check),
    applies_to: EVERY_ZONE,
}

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    let key = zone.apex().and_then(|apex| apex.rrset(types::DNSKEY)).map(|rrset| rrset.first());
    let Some(key) = key.filter(|_| {
        cx.given.signed_form(zone).is_none()
            && !zone.has_type(types::RRSIG)
            && !zone.may_have(zone.name(), types::RRSIG)
    }) else {
        return;
    };
    cx.report_on(key, Part::Type, |finding| {
        finding.message(format!("zone `{}` has DNSKEY records and no signature", zone.name())).help(
            "sign the zone before it is published, or ignore `zone-not-signed` for what a signer is \
                going to read",
        );
    });
}
