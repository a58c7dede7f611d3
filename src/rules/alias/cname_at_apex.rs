use crate::finding::Severity;
use crate::resolve::alias;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// The apex has a `CNAME`.
    ///
    /// The SOA and NS records that every apex has are other data beside it; they are not reported again.
    ///
    /// ## Why it breaks
    /// The apex must have SOA and NS records, and a name with a CNAME must have nothing else. Most servers
    /// refuse the zone. Behind those that serve it, mail for the domain and its delegation work until a
    /// resolver has cached the CNAME.
    ///
    /// ## Bad
    /// ```zone,bad
    /// @     CNAME  www
    /// www   A      192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// @     A      192.0.2.1
    /// www   A      192.0.2.1
    /// ```
    code: "ALI003",
    name: "cname-at-apex",
    summary: "CNAME at the apex",
    breaks: "name servers refuse the zone, or its SOA, NS and MX records cannot be found (RFC 1912 section \
        2.4)",
    severity: Severity::Error,
    rfcs: &["RFC 1034 section 3.6.2", "RFC 1912 section 2.4", "RFC 2181 section 10.1"],
    since: "0.1.0",
    check: Check::Rrset(&[types::CNAME], check),
    applies_to: EVERY_ZONE,
}

fn check(cname: Rrset<'_>, cx: &mut Cx<'_>) {
    if !alias::is_apex(cname.node()) {
        return;
    }
    let record = cname.first();
    cx.report_on(record, Part::Type, |finding| {
        finding.message(format!("apex `{}` is a CNAME", cname.owner()));
        if let Some(soa) = record.zone().soa() {
            finding.label(soa.span(Part::Type), "must stand here, and alone");
        }
        finding.help("write the A and AAAA records of the target instead of the CNAME");
    });
}
