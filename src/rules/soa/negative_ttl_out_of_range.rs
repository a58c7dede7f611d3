use crate::finding::Severity;
use crate::record::soa::is_shipped;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::duration_text;
use crate::zone::{Part, Rrset};

declare_rule! {
    /// The zone's negative TTL is shorter than 5 minutes or longer than a day.
    ///
    /// The defaults of Windows, Samba, Debian and AS112 are not reported.
    ///
    /// ## Why it breaks
    /// The last field of the `SOA`, or the TTL of the `SOA` where that is shorter, says for how long
    /// resolvers remember that a name does not exist. Too short, and every typing error is a query; too long,
    /// and a new name stays unknown.
    ///
    /// ## Bad
    /// ```zone,bad,whole
    /// $ORIGIN example.
    /// $TTL 3600
    /// @     SOA  ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 60
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
    code: "SOA016",
    name: "negative-ttl-out-of-range",
    summary: "negative TTL is out of the usual range",
    breaks: "resolvers remember for this long that a name does not exist, or ask again at once (RFC 2308 \
        section 5)",
    severity: Severity::Info,
    rfcs: &["RFC 2308 section 5"],
    since: "0.1.0",
    check: Check::Rrset(&[types::SOA], check),
}

/// The usual range: RFC 2308 section 5 has 1 to 3 hours, and finds more than a day a problem.
const USUAL_S: std::ops::RangeInclusive<u32> = 300..=86_400;

fn check(soa: Rrset<'_>, cx: &mut Cx<'_>) {
    let record = soa.first();
    if is_shipped(record) {
        return;
    }
    let Some(minimum) = record.u32(types::soa::MINIMUM) else { return };
    let negative = minimum.min(record.ttl());
    // The TTL of the SOA itself may be anything that is short.
    let is_short = minimum < *USUAL_S.start();
    if !is_short && negative <= *USUAL_S.end() {
        return;
    }
    cx.report_on(record, Part::Field(types::soa::MINIMUM), |finding| {
        let expected = if is_short { "shorter than 5 minutes" } else { "longer than 1 day" };
        let shown = if is_short { minimum } else { negative };
        finding
            .message(format!("negative TTL is {}, {expected}", duration_text(u64::from(shown))))
            .help("write a last SOA field of 1 to 3 hours, such as `3600`");
    });
}
