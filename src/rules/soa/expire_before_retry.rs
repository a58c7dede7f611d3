use crate::finding::Severity;
use crate::record::soa::is_shipped;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::wire::duration_text;
use crate::zone::{Part, Rrset};

declare_rule! {
    /// The expire time of the `SOA` is shorter than refresh and retry together.
    ///
    /// The defaults of Windows, Samba, Debian and AS112 are not reported.
    ///
    /// ## Why it breaks
    /// Secondaries ask for a change after the refresh time, and again after the retry time. With this expire
    /// time, one lost packet is enough, and they answer SERVFAIL although the primary is up.
    ///
    /// ## Bad
    /// ```zone,bad,whole
    /// $ORIGIN example.
    /// $TTL 3600
    /// @     SOA  ns1.example.net. hostmaster.example.net. 1 14400 3600 14400 3600
    /// @     NS   ns1.example.net.
    /// @     NS   ns2.example.net.
    /// ```
    ///
    /// ## Good
    /// ```zone,good,whole
    /// $ORIGIN example.
    /// $TTL 3600
    /// @     SOA  ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600
    /// @     NS   ns1.example.net.
    /// @     NS   ns2.example.net.
    /// ```
    code: "SOA014",
    name: "expire-before-retry",
    summary: "SOA expires before the first retry",
    breaks: "secondaries drop the zone before they try a second time, and answer SERVFAIL (RFC 1035 section \
        3.3.13)",
    severity: Severity::Warning,
    rfcs: &["RFC 1035 section 3.3.13", "RFC 1912 section 2.2"],
    since: "0.1.0",
    check: Check::Rrset(&[types::SOA], check),
    applies_to: EVERY_ZONE,
}

fn check(soa: Rrset<'_>, cx: &mut Cx<'_>) {
    let record = soa.first();
    if is_shipped(record) {
        return;
    }
    let (Some(refresh), Some(retry), Some(expire)) =
        (record.u32(types::soa::REFRESH), record.u32(types::soa::RETRY), record.u32(types::soa::EXPIRE))
    else {
        return;
    };
    let second_try = u64::from(refresh) + u64::from(retry);
    if u64::from(expire) >= second_try {
        return;
    }
    cx.report_on(record, Part::Field(types::soa::EXPIRE), |finding| {
        finding
            .message(format!(
                "SOA expires after {}, the first retry is after {}",
                duration_text(expire.into()),
                duration_text(second_try)
            ))
            .label(record.span(Part::Field(types::soa::REFRESH)), "refresh")
            .label(record.span(Part::Field(types::soa::RETRY)), "retry")
            .help("write an expire time of 2 to 4 weeks, such as `1209600`");
    });
}
