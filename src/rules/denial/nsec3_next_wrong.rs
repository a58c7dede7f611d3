use crate::dnssec::Denial;
use crate::dnssec::denial::WrongHash;
use crate::dnssec::denial_text::{of_name, short_hash, short_owner};
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::Part;

declare_rule! {
    /// The next hashed owner name of an `NSEC3` is not the next one of its chain.
    ///
    /// ## Why it breaks
    /// The NSEC3 records of a chain form a ring in the order of their hashes. Names whose hashes are in a gap
    /// cannot be denied; one that leads too far denies names that exist.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// 3msev9usmd4br9s97v51r2tdvmr9iqo1.example. … NSEC3 1 0 0 - 6cd522290vma0nr8lqu1ivtcofj94rga …
    /// 6cd522290vma0nr8lqu1ivtcofj94rga.example. … NSEC3 1 0 0 - 3msev9usmd4br9s97v51r2tdvmr9iqo1 …
    /// 9kqnrpnekplbct2m3k9jh3cljviok2b5.example. … NSEC3 …
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// 3msev9usmd4br9s97v51r2tdvmr9iqo1.example. … NSEC3 1 0 0 - 6cd522290vma0nr8lqu1ivtcofj94rga …
    /// 6cd522290vma0nr8lqu1ivtcofj94rga.example. … NSEC3 1 0 0 - 9kqnrpnekplbct2m3k9jh3cljviok2b5 …
    /// ```
    code: "DEN018",
    name: "nsec3-next-wrong",
    summary: "NSEC3 that does not lead to the next hash",
    breaks: "validating resolvers answer SERVFAIL for names whose hashes are in the gap (RFC 5155 section \
        7.1)",
    severity: Severity::Error,
    rfcs: &["RFC 5155 section 7.1"],
    since: "0.1.0",
    check: Check::Denial(check),
    applies_to: EVERY_ZONE,
}

/// The position of the next hashed owner name.
const NEXT: Part = Part::Field(types::nsec3::NEXT_HASHED_OWNER_NAME);

fn check(denial: &Denial<'_>, cx: &mut Cx<'_>) {
    for (_, chain) in denial.used_chains() {
        let next = &chain.faults.next;
        for item in next.get(&()).1 {
            report(item, cx);
        }
        cx.unshown(next.unkept(&()));
    }
}

fn report(item: &WrongHash<'_>, cx: &mut Cx<'_>) {
    let expected = item.expected.owner();
    cx.report_on(item.record, NEXT, |finding| {
        let from = of_name(item.record, item.name);
        finding.message(format!(
            "{from} leads to `{}`, the next hash is `{}`",
            short_hash(item.found),
            short_owner(expected)
        ));
        finding.here(if item.found_at.is_some() {
            "denies the names whose hashes are between"
        } else {
            "no NSEC3 has this hash: names in the gap cannot be denied"
        });
        let which = if item.is_last { "the first, to which the last leads" } else { "the next" };
        finding
            .label(item.expected.whole(), format!("{which}: {}", of_name(item.expected, item.expected_name)));
        let label = expected.first_label();
        finding
            .help(format!("sign the zone again, so that it leads to `{}`", String::from_utf8_lossy(label)));
    });
}
