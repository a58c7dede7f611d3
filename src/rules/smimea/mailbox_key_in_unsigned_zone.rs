use crate::dane::lookup;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Zone};

declare_rule! {
    /// A zone with `SMIMEA` or `OPENPGPKEY` records is not signed.
    ///
    /// Where the server signs it, `unsigned = "signed-later"` in `danelaw.toml`, for all zones or in
    /// `[[overrides]]` for some, says so. A zone beside its own signed copy is not reported.
    ///
    /// ## Why it breaks
    /// Keys of mailboxes count only where DNSSEC proves them. Those of an unsigned zone are ignored.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// … OPENPGPKEY  mDMEZw==…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// mx           A     192.0.2.1
    /// ```
    code: "SMA002",
    name: "mailbox-key-in-unsigned-zone",
    summary: "key of a mailbox in a zone that is not signed",
    breaks: "mail programs ignore keys that DNSSEC does not prove (RFC 7929 section 5.1, RFC 8162 section 6)",
    severity: Severity::Info,
    rfcs: &["RFC 7929 section 5.1", "RFC 8162 section 6"],
    since: "0.1.0",
    check: Check::Zone(check),
}

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    let kinds = [types::OPENPGPKEY, types::SMIMEA];
    if cx.policy.signed_later
        || !kinds.iter().any(|&rtype| zone.has_type(rtype))
        || !lookup::is_unsigned(zone, cx.given)
    {
        return;
    }
    let visible = zone.nodes().filter(|node| !lookup::is_occluded(*node));
    let Some(key) = visible.flat_map(|node| node.rrsets()).find(|rrset| kinds.contains(&rrset.rtype()))
    else {
        return;
    };
    cx.report_on(key.first(), Part::Type, |finding| {
        finding
            .message(format!("{} in `{}`, which is not signed", key.rtype(), zone.name()))
            .here("nobody looks at it unless the server signs the zone")
            .help(
                "sign the zone; if its server does that, write `unsigned = \"signed-later\"` in danelaw.toml",
            );
    });
}
