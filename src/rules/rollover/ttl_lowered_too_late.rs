//! The rule `ttl-lowered-too-late`.

use crate::finding::{Holds, Severity};
use crate::rollover::{Transition, forgotten_at};
use crate::rr::{Rtype, types};
use crate::rule::{Check, Cx};
use crate::wire::Ttl;
use crate::zone::difference::{DifferenceKind, Pair};
use crate::zone::{Part, Rrset, pairs};

declare_rule! {
    /// An RRset gets a lower TTL and other data in one publication.
    ///
    /// Asked where the published zone is given with `--published`, of types whose data services depend on.
    ///
    /// ## Why it breaks
    /// Caches hold the old data for the old TTL: the lower one helps with the next change only. Who lowers it
    /// to make this change quick has to publish it the old TTL earlier.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// mail 300 A 192.0.2.26
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// mail 300 A 192.0.2.25
    /// ```
    code: "ROL015",
    name: "ttl-lowered-too-late",
    summary: "the TTL is lowered together with the data",
    breaks: "caches hold the old data for the old TTL, and clients go on using it that long",
    severity: Severity::Warning,
    rfcs: &["RFC 1034 section 3.6", "RFC 7671 section 13"],
    since: "0.1.0",
    check: Check::Transition(check),
}

/// Types that clients are led by.
const LEADING: [Rtype; 8] =
    [types::A, types::AAAA, types::CNAME, types::DNSKEY, types::DS, types::MX, types::NS, types::TLSA];

fn check(transition: &Transition<'_>, cx: &mut Cx<'_>) {
    let [.., published, new] = transition.staged.versions.as_slice() else { return };
    let propagation = transition.staged.propagation.seconds;
    for change in pairs(published.zone, new.zone).flat_map(Pair::changes) {
        let (Some(before), Some(rrset)) = (change.old, change.new) else { continue };
        let (ttl, old_ttl) = (longest(rrset), longest(before));
        if LEADING.contains(&change.rtype()) && change.kind == DifferenceKind::Changed && ttl < old_ttl {
            tell(transition, rrset, (ttl, old_ttl), propagation, cx);
        }
    }
}

fn tell(
    transition: &Transition<'_>,
    rrset: Rrset<'_>,
    (ttl, old_ttl): (u32, u32),
    propagation: u32,
    cx: &mut Cx<'_>,
) {
    let publish_at = transition.timing.publish_at;
    let until = forgotten_at(publish_at, i64::from(propagation), Ttl(old_ttl));
    cx.report_on(rrset.first(), Part::Ttl, |finding| {
        finding.holds = Holds { from: Some(publish_at), until: Some(until) };
        finding.message(format!("TTL lowered from {old_ttl} to {ttl} together with the data"));
        finding.here(format!("caches may hold the old data until {until}"));
        finding.help(format!(
            "publish the old {} data with TTL {ttl} first, and the new data no sooner than {} and {} later",
            rrset.rtype(),
            transition.staged.propagation,
            Ttl(old_ttl)
        ));
    });
}

fn longest(rrset: Rrset<'_>) -> u32 {
    rrset.records().map(|record| record.ttl()).max().unwrap_or(0)
}
