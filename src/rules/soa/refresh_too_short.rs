use crate::finding::Severity;
use crate::record::soa::is_shipped;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::duration_text;
use crate::zone::{Part, Rrset};

declare_rule! {
    /// The refresh time of the `SOA` is shorter than 20 minutes.
    ///
    /// The defaults of Windows, Samba, Debian and AS112 are not reported.
    ///
    /// ## Why it breaks
    /// Every secondary asks the primary that often, also when nothing has changed. With NOTIFY, changes
    /// travel at once and need no short refresh time.
    ///
    /// ## Bad
    /// ```zone,bad,whole
    /// $ORIGIN example.
    /// $TTL 3600
    /// @     SOA  ns1.example.net. hostmaster.example.net. 1 300 60 1209600 3600
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
    code: "SOA013",
    name: "refresh-too-short",
    summary: "SOA refresh is shorter than 20 minutes",
    breaks: "every secondary asks the primary this often for a change (RFC 1912 section 2.2 has 20 minutes \
        to 12 hours)",
    severity: Severity::Info,
    rfcs: &["RFC 1912 section 2.2", "RFC 1996"],
    since: "0.1.0",
    check: Check::Rrset(&[types::SOA], check),
}

/// The shortest that RFC 1912 section 2.2 finds reasonable.
const LEAST_S: u32 = 1200;

fn check(soa: Rrset<'_>, cx: &mut Cx<'_>) {
    let record = soa.first();
    if is_shipped(record) {
        return;
    }
    let Some(refresh) = record.u32(types::soa::REFRESH).filter(|refresh| *refresh < LEAST_S) else { return };
    cx.report_on(record, Part::Field(types::soa::REFRESH), |finding| {
        finding
            .message(format!("SOA refresh is {}, shorter than 20 minutes", duration_text(u64::from(refresh))))
            .help("write a refresh time of at least 20 minutes, such as `14400`");
    });
}
