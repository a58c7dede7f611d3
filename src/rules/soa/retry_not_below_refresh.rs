use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::duration_text;
use crate::zone::{Part, Rrset};

declare_rule! {
    /// The retry time of the `SOA` is not shorter than its refresh time.
    ///
    /// ## Why it breaks
    /// After a failure, secondaries should ask sooner than they would without one. With a retry time as long
    /// as the refresh time, one lost packet delays a change by a whole period.
    ///
    /// ## Bad
    /// ```zone,bad,whole
    /// $ORIGIN example.
    /// $TTL 3600
    /// @     SOA  ns1.example.net. hostmaster.example.net. 1 3600 3600 1209600 3600
    /// @     NS   ns1.example.net.
    /// @     NS   ns2.example.net.
    /// ```
    ///
    /// ## Good
    /// ```zone,good,whole
    /// $ORIGIN example.
    /// $TTL 3600
    /// @     SOA  ns1.example.net. hostmaster.example.net. 1 3600 900 1209600 3600
    /// @     NS   ns1.example.net.
    /// @     NS   ns2.example.net.
    /// ```
    code: "SOA012",
    name: "retry-not-below-refresh",
    summary: "SOA retry is not shorter than refresh",
    breaks: "secondaries that could not reach the primary wait longer than usual before they try again (RFC \
        1912 section 2.2)",
    severity: Severity::Info,
    rfcs: &["RFC 1912 section 2.2", "RFC 1035 section 3.3.13"],
    since: "0.1.0",
    check: Check::Rrset(&[types::SOA], check),
}

fn check(soa: Rrset<'_>, cx: &mut Cx<'_>) {
    let record = soa.first();
    let Some((refresh, retry)) = record
        .u32(types::soa::REFRESH)
        .zip(record.u32(types::soa::RETRY))
        .filter(|(refresh, retry)| retry >= refresh)
    else {
        return;
    };
    cx.report_on(record, Part::Field(types::soa::RETRY), |finding| {
        let [refresh_text, retry_text] = [refresh, retry].map(|seconds| duration_text(u64::from(seconds)));
        finding
            .message(format!("SOA retry of {retry_text} is not shorter than refresh of {refresh_text}"))
            .label(record.span(Part::Field(types::soa::REFRESH)), "refresh")
            .help(format!("write a retry time below the refresh time, such as `{}`", (refresh / 4).max(1)));
    });
}
