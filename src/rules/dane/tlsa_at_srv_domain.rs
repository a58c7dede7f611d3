use crate::dane::lookup::{self, Place, TlsaAnswer};
use crate::finding::Severity;
use crate::resolve::Perspective;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Lookup, Part, Record, Rrset};

declare_rule! {
    /// The `TLSA` records of a service are at its domain, and `SRV` records lead its clients to a host that
    /// has none.
    ///
    /// A domain that has an address itself is reported only for services that are always found by SRV: XMPP
    /// and SIP.
    ///
    /// ## Why it breaks
    /// Clients that come by way of SRV look below the SRV target: `_5269._tcp.xmpp.example.`, not
    /// `_5269._tcp.example.`.
    ///
    /// ## Bad
    /// ```zone,bad
    /// _xmpp-server._tcp  SRV   0 0 5269 xmpp
    /// xmpp               A     192.0.2.1
    /// _5269._tcp         TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// _xmpp-server._tcp  SRV   0 0 5269 xmpp
    /// xmpp               A     192.0.2.1
    /// _5269._tcp.xmpp    TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    code: "DAN042",
    name: "tlsa-at-srv-domain",
    summary: "TLSA at the service domain, not at the SRV target",
    breaks: "clients look at the SRV target and find no TLSA records (RFC 7673 section 3.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 7673 section 3.1"],
    since: "0.1.0",
    check: Check::Rrset(&[types::TLSA], check),
}

/// Services whose clients come by SRV, also where the domain has an address.
const BY_SRV: &[&[u8]] =
    &[b"_xmpp-client", b"_xmpp-server", b"_xmpps-client", b"_xmpps-server", b"_sip", b"_sips"];

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    if lookup::is_occluded(rrset.node()) {
        return;
    }
    let Some(Place { port: Some(port), host }) = lookup::place_of(rrset.owner()) else { return };
    let leading = lookup::srv_elsewhere(rrset.node());
    let Some((srv, target)) = leading.first().and_then(|srv| Some((srv, srv.name(types::srv::TARGET)?)))
    else {
        return;
    };
    let seen = cx.perspective();
    let has_address = match cx.zone.lookup(host) {
        Lookup::Exists(node) => node.has(&[types::A, types::AAAA, types::CNAME]),
        Lookup::EmptyNonTerminal => false,
        _ => return,
    };
    let is_by_srv = |record: &Record<'_>| {
        BY_SRV.iter().any(|label| record.owner().first_label().eq_ignore_ascii_case(label))
    };
    if (has_address && !leading.iter().all(is_by_srv))
        || !leading.iter().all(|record| is_bare(*record, rrset, seen))
    {
        return;
    }
    cx.report_on(rrset.first(), Part::Owner, |finding| {
        finding.message(format!("TLSA at `{host}`, whose port {port} is at `{target}` by SRV"));
        finding.label(srv.whole(), "clients look below this target");
        finding.help(format!("move the records to `{}.{target}`", rrset.owner().relative_to(host)));
    });
}

/// Whether the target of an SRV record is known to have no TLSA records for the service of `tlsa`.
fn is_bare(srv: Record<'_>, tlsa: Rrset<'_>, seen: Perspective<'_>) -> bool {
    let Some((target, Place { host, .. })) = srv.name(types::srv::TARGET).zip(lookup::place_of(tlsa.owner()))
    else {
        return false;
    };
    matches!(lookup::Host::of(seen, target).tlsa(seen, &tlsa.owner().relative_to(host)), TlsaAnswer::Missing)
}
