use crate::dnssec::{Signatures, Unchecked};
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// Signatures were left unverified because there are too many of them at one RRset, because too many keys
    /// share one key tag, or because too many did not verify before.
    ///
    /// ## Why it breaks
    /// Trying every key on every signature is work without end (the KeyTrap attack). Validators have limits,
    /// and so has this tool; what is beyond them is not checked.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// www.example. 3600 RRSIG A 13 2 3600 … 45268 example. …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// www.example. 3600 A 192.0.2.1
    /// www.example. 3600 RRSIG A 13 2 3600 … 45268 example. …
    /// ```
    code: "SIG020",
    name: "verification-limit",
    summary: "more keys or signatures than are tried",
    breaks: "validators stop after a few tries and answer SERVFAIL (CVE-2023-50387)",
    severity: Severity::Warning,
    rfcs: &["RFC 4035 section 5.3.1", "RFC 9364"],
    since: "0.1.0",
    check: Check::Signatures(check),
    applies_to: EVERY_ZONE,
}

fn check(signatures: &Signatures<'_>, cx: &mut Cx<'_>) {
    let all = signatures.all_unchecked();
    for (why, reason, help) in [
        (Unchecked::ManyKeys, "too many keys", "keep one key for each key tag, and few keys in all"),
        (
            Unchecked::ManySignatures,
            "its RRset has too many",
            "keep one signature for each key that is in force",
        ),
        (Unchecked::ManyFailures, "too many before it do not verify", "sign the zone again"),
    ] {
        let Some(&(count, first)) = all.get(&why) else { continue };
        cx.report_on(first.record, Part::Field(types::rrsig::KEY_TAG), |finding| {
            let signatures =
                if count == 1 { "1 signature".to_owned() } else { format!("{count} signatures") };
            finding
                .message(format!("{signatures} not verified: {reason}"))
                .here("the first of them")
                .help(help);
        });
    }
}
