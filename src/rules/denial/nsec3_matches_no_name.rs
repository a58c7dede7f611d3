use crate::dnssec::Denial;
use crate::dnssec::denial::Nsec3;
use crate::dnssec::denial_text::type_list;
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// The owner of an `NSEC3` is not the hash of any name of the zone.
    ///
    /// ## Why it breaks
    /// It is what remains of a name that was removed without signing the zone again, or was made for a name
    /// that the signer should not have seen, such as glue. It says that a name exists, so that no answer can
    /// prove that the name does not, and nothing below it either. Verifiers such as dnssec-verify and
    /// ldns-verify-zone refuse the zone.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// … NSEC3 1 0 0 - … TXT RRSIG
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// … NSEC3 1 0 0 - … A RRSIG
    /// ```
    code: "DEN019",
    name: "nsec3-matches-no-name",
    summary: "NSEC3 whose owner is the hash of no name",
    breaks: "NXDOMAIN for the name and all below it cannot be proven: validating resolvers answer SERVFAIL \
        (RFC 5155 section 8.4)",
    severity: Severity::Error,
    rfcs: &["RFC 5155 section 7.1", "RFC 5155 section 8.4"],
    since: "0.1.0",
    check: Check::Denial(check),
    applies_to: EVERY_ZONE,
}

fn check(denial: &Denial<'_>, cx: &mut Cx<'_>) {
    for (_, chain) in denial.used_chains().filter(|(_, chain)| !chain.is_foreign) {
        let strays = &chain.faults.strays;
        for record in strays.get(&()).1 {
            let types = Nsec3::of(*record).map_or_else(String::new, |nsec3| type_list(&nsec3.types()));
            cx.report_on(*record, Part::Owner, |finding| {
                finding.message(format!("NSEC3 `{}` is for no name of the zone", record.owner()));
                finding.here(if types.is_empty() {
                    "for an empty non-terminal".to_owned()
                } else {
                    format!("for a name with {types}")
                });
                finding.help("sign the zone again, so that the chain has the names there are");
            });
        }
        cx.unshown(strays.unkept(&()));
    }
}
