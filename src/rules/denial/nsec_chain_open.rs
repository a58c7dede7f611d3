use crate::dnssec::Denial;
use crate::dnssec::denial::WrongNext;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// The last `NSEC` of the zone does not lead back to the apex.
    ///
    /// ## Why it breaks
    /// The chain is a ring: the last NSEC names the apex and so says that nothing stands behind it. Otherwise
    /// names behind the last one cannot be denied.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. 3600 NSEC a.example. NS SOA RRSIG NSEC DNSKEY
    /// a.example. 3600 NSEC www.example. A RRSIG NSEC
    /// www.example. 3600 NSEC zzz.example. A RRSIG NSEC
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. 3600 NSEC a.example. NS SOA RRSIG NSEC DNSKEY
    /// a.example. 3600 NSEC www.example. A RRSIG NSEC
    /// www.example. 3600 NSEC example. A RRSIG NSEC
    /// ```
    code: "DEN008",
    name: "nsec-chain-open",
    summary: "last NSEC that does not lead back to the apex",
    breaks: "validating resolvers answer SERVFAIL for names behind the last one (RFC 4034 section 4.1.1)",
    severity: Severity::Error,
    rfcs: &["RFC 4034 section 4.1.1"],
    since: "0.1.0",
    check: Check::Denial(check),
    applies_to: EVERY_ZONE,
}

fn check(denial: &Denial<'_>, cx: &mut Cx<'_>) {
    let Some(WrongNext { record, found, expected, .. }) = denial.nsec.open else { return };
    let apex = expected.name();
    cx.report_on(record, Part::Field(types::nsec::NEXT_DOMAIN_NAME), |finding| {
        finding
            .message(format!("last NSEC, of `{}`, leads to `{found}`, not back to `{apex}`", record.owner()));
        finding.here("no name behind the last one can be denied");
        finding.help(format!("sign the zone again, so that it leads to `{apex}`"));
    });
}
