use crate::finding::Severity;
use crate::record::duplicate;
use crate::record::private;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::NameRef;
use crate::zone::{Node, Part, Zone};

declare_rule! {
    /// The apex names one name server only.
    ///
    /// Zones that no name server is asked for by delegation are left out: those whose NS names the zone
    /// itself without an address, `localhost.` or a name below `localhost.` or `invalid.`, as catalog,
    /// response policy and local zones do. So are zones of private networks, by their name or their addresses.
    ///
    /// ## Why it breaks
    /// RFC 1034 asks for two name servers at the least, in different networks. With one, each restart, each
    /// route that flaps, takes the zone off the net as soon as caches run out.
    ///
    /// ## Bad
    /// ```zone,bad,whole
    /// $ORIGIN example.
    /// $TTL 3600
    /// @     SOA  ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600
    /// @     NS   ns1.example.net.
    /// ```
    ///
    /// ## Good
    /// ```zone,good,whole
    /// $ORIGIN example.
    /// $TTL 3600
    /// @     SOA  ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600
    /// @     NS   ns1.example.net.
    /// @     NS   ns2.example.net.
    /// ```
    code: "APX002",
    name: "single-name-server",
    summary: "fewer than two name servers",
    breaks: "while the one name server is down or out of reach the zone is gone (RFC 2182 section 5)",
    severity: Severity::Info,
    rfcs: &["RFC 1034 section 4.1", "RFC 2182 section 5"],
    since: "0.1.0",
    check: Check::Zone(check),
}

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    let Some((apex, ns)) = zone.apex().and_then(|apex| Some((apex, apex.rrset(types::NS)?))) else { return };
    let Some(target) = ns.first().name(types::ns::NAME_SERVER) else { return };
    // Two records may name the same server twice.
    if (ns.len() > 1 && !duplicate::distinct(ns).is_empty())
        || is_local(apex, target)
        || private::is_inside_only(zone)
    {
        return;
    }
    cx.report_on(ns.first(), Part::Field(types::ns::NAME_SERVER), |finding| {
        finding
            .message(format!("zone `{}` has one name server, `{target}`", zone.name()))
            .help(format!("add `{} NS <name server>` for a second server in another network", zone.name()));
    });
}

/// Whether the NS is there only because a zone must have one.
fn is_local(apex: Node<'_>, target: NameRef<'_>) -> bool {
    let last = target.labels().last().unwrap_or_default();
    let nowhere = last.eq_ignore_ascii_case(b"localhost") || last.eq_ignore_ascii_case(b"invalid");
    nowhere || (target == apex.name() && !apex.has(&[types::A, types::AAAA]))
}
