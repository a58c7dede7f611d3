use crate::dnssec::Denial;
use crate::dnssec::denial::SHA_1;
use crate::dnssec::denial_text::MAX_NAME_FOR_HASH;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// The zone announces an NSEC3 chain that it does not have.
    ///
    /// ## Why it breaks
    /// A server takes the parameters from `NSEC3PARAM`, hashes the name it was asked for, and looks for NSEC3
    /// records. With another salt or another count of iterations it finds none, or the wrong ones.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. … NSEC3PARAM 1 0 0 -
    /// a.example. … NSEC www.example. …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. … NSEC3PARAM 1 0 0 -
    /// … NSEC3 1 0 0 - …
    /// ```
    code: "DEN016",
    name: "nsec3param-without-chain",
    summary: "NSEC3PARAM without its NSEC3 chain",
    breaks: "servers look for NSEC3 records that are not there, and validators answer SERVFAIL for what does \
        not exist (RFC 5155 section 4)",
    severity: Severity::Error,
    rfcs: &["RFC 5155 section 4", "RFC 5155 section 7.1"],
    since: "0.1.0",
    check: Check::Denial(check),
    applies_to: EVERY_ZONE,
}

fn check(denial: &Denial<'_>, cx: &mut Cx<'_>) {
    let zone = denial.zone;
    // Without signatures the zone is yet to be signed, or another finding says that it should be.
    let tells = zone.has_type(types::RRSIG)
        && !denial.is_absent
        && denial.nsec3.beyond.is_none()
        && !zone.has_unread()
        && zone.name().wire().len() <= MAX_NAME_FOR_HASH;
    let params =
        denial.nsec3params.iter().filter(|param| param.flags == 0 && param.parameters.algorithm == SHA_1);
    for param in params.filter(|_| tells) {
        if denial.nsec3.sets.iter().any(|set| set.parameters == param.parameters) {
            continue;
        }
        cx.report_on(param.record, Part::Rdata, |finding| {
            finding.message(format!("NSEC3PARAM `{}` announces a chain that is not there", param.parameters));
            for set in denial.nsec3.sets.iter().take(4) {
                finding.label(
                    set.first.whole(),
                    format!("a chain with `{}`, {} records", set.parameters, set.count),
                );
            }
            if let Some(nsec) = denial.first_nsec {
                finding.label(nsec.whole(), "an NSEC chain");
            }
            finding.help(match denial.nsec3.sets.first() {
                Some(set) => {
                    format!("write `NSEC3PARAM {}` and sign it, or sign the zone again", set.parameters)
                }
                None => "remove the NSEC3PARAM, or sign the zone again with NSEC3".to_owned(),
            });
        });
    }
}
