use crate::dnssec::{Signatures, TimeKind};
use crate::finding::{Holds, Severity};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::{Timestamp, rough_duration_text};
use crate::zone::Part;

declare_rule! {
    /// A signature became valid less than an hour ago.
    ///
    /// ## Why it breaks
    /// Clocks differ. Signers set the inception an hour back so that nobody is too early.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// www.example. 3600 RRSIG A 13 2 3600 20270101000000 20261130235900 45268 example. …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// www.example. 3600 A 192.0.2.1
    /// www.example. 3600 RRSIG A 13 2 3600 … 45268 example. …
    /// ```
    code: "SIG025",
    name: "signature-just-begun",
    summary: "signature became valid only just now",
    breaks: "validators whose clock is slow refuse the answer until their clock gets there (RFC 6781 section \
        4.4.2)",
    severity: Severity::Info,
    rfcs: &["RFC 6781 section 4.4.2", "RFC 4035 section 5.3.1"],
    since: "0.1.0",
    check: Check::Signatures(check),
}

fn check(signatures: &Signatures<'_>, cx: &mut Cx<'_>) {
    let now = cx.now;
    let Some(tally) = signatures.times.get(&TimeKind::Fresh) else { return };
    let (rrsig, rrset) = (tally.worst.rrsig, tally.worst.rrset);
    cx.report_on(rrsig.record, Part::Field(types::rrsig::INCEPTION), |finding| {
        let start = rrsig.inception(now);
        let age = rough_duration_text(u64::try_from(now.0 - start.0).unwrap_or(0));
        finding
            .message(format!("signature of `{} {}` became valid {age} ago", rrset.owner(), rrset.rtype()))
            .here(start.to_string())
            .help("sign with an inception that is an hour back");
        finding.holds = Holds { from: Some(start), until: Some(Timestamp(start.0 + 3600)) };
    });
    cx.unshown(tally.count - 1);
}
