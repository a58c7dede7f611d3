use crate::dnssec::Denial;
use crate::dnssec::denial::Parameters;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// An NSEC3 chain is made with a salt.
    ///
    /// ## Why it breaks
    /// The zone's name is a part of every hash, so hashes of different zones differ without salt. Changing
    /// the salt means making the whole chain anew. RFC 9276 recommends none.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. … NSEC3PARAM 1 0 0 aabbccdd
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. … NSEC3PARAM 1 0 0 -
    /// ```
    code: "DEN028",
    name: "nsec3-salt",
    summary: "NSEC3 with a salt",
    breaks: "nobody: a salt adds work and protects nothing, since each zone has names of its own (RFC 9276 \
        section 3.1)",
    severity: Severity::Info,
    rfcs: &["RFC 9276 section 3.1"],
    since: "0.1.0",
    check: Check::Denial(check),
}

fn check(denial: &Denial<'_>, cx: &mut Cx<'_>) {
    for (set, _) in denial.used_chains() {
        let Parameters { salt, .. } = set.parameters;
        if salt.is_empty() {
            continue;
        }
        let record = denial.nsec3param_of(set).map_or(set.first, |param| param.record);
        cx.report_on(record, Part::Field(types::nsec3::SALT), |finding| {
            finding.message(format!("NSEC3 chain has a salt of {} octets, expected `-`", salt.len()));
            finding.help("sign the zone again with `1 0 0 -`: no iterations, no salt");
        });
    }
}
