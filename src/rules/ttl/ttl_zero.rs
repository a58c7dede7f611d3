use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// Records have a TTL of 0 seconds.
    ///
    /// ## Why it breaks
    /// A TTL of 0 is allowed and means that nobody caches the records: every use costs a query to the zone's
    /// own name servers, and there is nothing to bridge an outage of theirs.
    ///
    /// `SOA`, `NSEC`, `NSEC3`, `NSEC3PARAM` and signatures are left out: signers and RFC 1035 set 0 there on
    /// purpose.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www   0   A  192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   60  A  192.0.2.1
    /// ```
    code: "TTL002",
    name: "ttl-zero",
    summary: "TTL is 0",
    breaks: "every use of the records asks the zone's name servers again, and fails when they do not answer \
        (RFC 1035 section 3.2.1)",
    severity: Severity::Info,
    rfcs: &["RFC 1035 section 3.2.1", "RFC 2181 section 8"],
    since: "0.1.0",
    check: Check::Rrset(&[], check),
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    let Some(record) = rrset.records().find(|record| record.ttl() == 0) else { return };
    let on_purpose = matches!(
        rrset.rtype(),
        types::SOA | types::NSEC | types::NSEC3 | types::NSEC3PARAM | types::RRSIG | types::SIG
    );
    if on_purpose || rrset.rtype().descriptor().is_none() {
        return;
    }
    cx.report_on(record, Part::Ttl, |finding| {
        finding
            .message(format!("TTL of `{} {}` is 0 s", rrset.owner(), rrset.rtype()))
            .help("write a TTL that can be cached, such as `60`, unless every answer has to be fresh");
    });
}
