use crate::finding::Severity;
use crate::record::soa::is_shipped;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::duration_text;
use crate::zone::{Part, Rrset};

declare_rule! {
    /// The expire time of the `SOA` is shorter than a week.
    ///
    /// The defaults of Windows, Samba, Debian and AS112 are not reported.
    ///
    /// ## Why it breaks
    /// When the primary is down, secondaries serve the zone for this long. A week bridges holidays and a lost
    /// machine.
    ///
    /// ## Bad
    /// ```zone,bad,whole
    /// $ORIGIN example.
    /// $TTL 3600
    /// @     SOA  ns1.example.net. hostmaster.example.net. 1 14400 3600 86400 3600
    /// @     NS   ns1.example.net.
    /// @     NS   ns2.example.net.
    /// ```
    ///
    /// ## Good
    /// ```zone,good,whole
    /// $ORIGIN example.
    /// $TTL 3600
    /// @     SOA  ns1.example.net. hostmaster.example.net. 1 14400 3600 604800 3600
    /// @     NS   ns1.example.net.
    /// @     NS   ns2.example.net.
    /// ```
    code: "SOA015",
    name: "expire-too-short",
    summary: "SOA expires in less than a week",
    breaks: "when the primary is down for longer, all secondaries answer SERVFAIL (RFC 1912 section 2.2)",
    severity: Severity::Info,
    rfcs: &["RFC 1912 section 2.2"],
    since: "0.1.0",
    check: Check::Rrset(&[types::SOA], check),
}

const WEEK_S: u32 = 604_800;

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
    // What expires before the first retry is another rule's.
    if expire >= WEEK_S || u64::from(expire) < u64::from(refresh) + u64::from(retry) {
        return;
    }
    cx.report_on(record, Part::Field(types::soa::EXPIRE), |finding| {
        finding
            .message(format!("SOA expires after {}, less than 7 days", duration_text(u64::from(expire))))
            .help("write an expire time of 2 to 4 weeks, such as `1209600`");
    });
}
