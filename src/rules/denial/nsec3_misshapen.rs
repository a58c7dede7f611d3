use crate::dnssec::Denial;
use crate::dnssec::denial::{Misshapen, Nsec3};
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// The owner of an `NSEC3` is not one label of 32 base32hex digits below the apex, or its next hash does
    /// not have 20 octets.
    ///
    /// ## Why it breaks
    /// A SHA-1 hash has 20 octets, 32 digits of base32hex. Owners of another form are never looked up.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// x.y.example. … NSEC3 1 0 0 - … A RRSIG
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// … NSEC3 1 0 0 - …
    /// ```
    code: "DEN035",
    name: "nsec3-misshapen",
    summary: "NSEC3 that cannot be a part of a chain",
    breaks: "servers and validators cannot use the record, so what it should deny fails (RFC 5155 section 3)",
    severity: Severity::Error,
    rfcs: &["RFC 5155 section 3", "RFC 5155 section 3.1.7"],
    since: "0.1.0",
    check: Check::Denial(check),
    applies_to: EVERY_ZONE,
}

fn check(denial: &Denial<'_>, cx: &mut Cx<'_>) {
    for (&kind, count, records) in denial.nsec3.misshapen.iter() {
        for &record in records {
            let owner = record.owner();
            let part = if kind == Misshapen::Next {
                Part::Field(types::nsec3::NEXT_HASHED_OWNER_NAME)
            } else {
                Part::Owner
            };
            cx.report_on(record, part, |finding| {
                finding.message(match kind {
                    Misshapen::Depth => format!("NSEC3 `{owner}` is not one label below the apex"),
                    Misshapen::Label => format!("NSEC3 `{owner}` does not start with 32 base32hex digits"),
                    Misshapen::Next => {
                        let octets = Nsec3::of(record).map_or(0, |nsec3| nsec3.next.len());
                        format!("next hash of NSEC3 has {octets} octets, SHA-1 has 20")
                    }
                });
                finding.help("remove it, and sign the zone again");
            });
        }
        cx.unshown(count.saturating_sub(crate::wire::u32_of(records.len()).into()));
    }
}
