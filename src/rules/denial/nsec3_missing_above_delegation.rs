use crate::dnssec::Denial;
use crate::dnssec::denial::{AboveDelegation, hash_label};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// With Opt-Out, an empty name has no `NSEC3`, though an insecure delegation below it has one.
    ///
    /// ## Why it breaks
    /// Opt-Out may leave out a delegation and the empty names above it. A delegation that is in the chain
    /// needs them there: servers that look for the closest name with an NSEC3 do not expect a gap between it
    /// and the apex.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// example. 3600 NS ns1.example.net.
    /// example. 3600 NS ns2.example.net.
    /// sub.ent.example. 3600 NS ns1.example.net.
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// example. 3600 NS ns1.example.net.
    /// example. 3600 NS ns2.example.net.
    /// sub.ent.example. 3600 NS ns1.example.net.
    /// ```
    code: "DEN037",
    name: "nsec3-missing-above-delegation",
    summary: "empty name left out above a delegation with NSEC3",
    breaks: "servers may choose another closest encloser than the validator expects (RFC 5155 section 7.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 5155 section 7.1"],
    since: "0.1.0",
    check: Check::Denial(check),
    applies_to: EVERY_ZONE,
}

fn check(denial: &Denial<'_>, cx: &mut Cx<'_>) {
    for (_, chain) in denial.used_chains() {
        let above = &chain.faults.above_delegation;
        for &AboveDelegation { name, delegation, hash } in above.get(&()).1 {
            let Some(rrset) = delegation.rrsets().next() else { continue };
            cx.report_on(rrset.first(), Part::Owner, |finding| {
                finding.message(format!("NSEC3 missing for `{name}`, above a delegation that has one"));
                finding.here(format!("the hash of `{name}` is `{}`", hash_label(&hash)));
                finding.help(format!("sign the zone again, so that `{name}` gets its NSEC3"));
            });
        }
        cx.unshown(above.unkept(&()));
    }
}
