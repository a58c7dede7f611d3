use crate::dnssec::Denial;
use crate::dnssec::denial::{MissingNsec3, Nsec3, hash_label};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// A name has no `NSEC3` in the chain: one with data, a signed delegation, or an empty name above one of
    /// these.
    ///
    /// ## Why it breaks
    /// Every name that exists needs the NSEC3 at its hash, empty non-terminals (names that exist because of
    /// those below them) included. Without it the NSEC3 before it says that the name does not exist, and what
    /// is asked of it fails.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// www.example. … A 192.0.2.2
    /// www.example. … RRSIG A …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// … NSEC3 1 0 0 - … A RRSIG
    /// www.example. … A 192.0.2.2
    /// ```
    code: "DEN017",
    name: "nsec3-missing",
    summary: "a name without NSEC3",
    breaks: "validating resolvers answer SERVFAIL for what the name lacks, or are told that it does not \
        exist (RFC 5155 section 7.1)",
    severity: Severity::Error,
    rfcs: &["RFC 5155 section 7.1"],
    since: "0.1.0",
    check: Check::Denial(check),
    applies_to: EVERY_ZONE,
}

fn check(denial: &Denial<'_>, cx: &mut Cx<'_>) {
    for (_, chain) in denial.used_chains() {
        let missing = &chain.faults.missing;
        for item in missing.get(&()).1 {
            report(item, cx);
        }
        cx.unshown(missing.unkept(&()));
    }
}

fn report(item: &MissingNsec3<'_>, cx: &mut Cx<'_>) {
    let (name, label) = (item.name, hash_label(&item.hash));
    cx.report_on(item.seen_at, Part::Owner, |finding| {
        let what = if item.is_empty_non_terminal { "empty non-terminal " } else { "" };
        finding.message(format!("NSEC3 missing for {what}`{name}`"));
        finding.here(match item.is_led_to {
            true => format!("its hash is `{label}`: no hash from here to the next can be denied"),
            false => format!("its hash is `{label}`"),
        });
        let text = if item.is_led_to {
            "leads to that hash"
        } else {
            "covers that hash: says that the name does not exist"
        };
        finding.label(item.before.whole(), text);
        if let Some(other) = item.other.and_then(Nsec3::of) {
            finding.label(
                other.record.whole(),
                format!("has that hash and belongs to another chain: `{}`", other.parameters),
            );
        }
        if let Some(moved) = item.moved {
            finding.label(moved.whole(), "leads on as it should, and its owner is the hash of no name");
        }
        finding.help(format!("sign the zone again, so that `{name}` gets its NSEC3"));
    });
}
