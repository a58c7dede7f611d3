use crate::dnssec::parentage::Parentage;
use crate::finding::Severity;
use crate::record::private;
use crate::resolve::place;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// The parent zone, given with `--parent` or checked in the same run, has no `NS` records for this zone.
    ///
    /// A zone for a private network, whose hosts have private addresses only, is not meant: the parent that
    /// is seen outside need not tell of it.
    ///
    /// ## Why it breaks
    /// To the parent the names of this zone do not exist. It may seem to work where one server has both
    /// zones; everywhere else, and for whoever validates, the zone is not there.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// @ NS ns1.example.net.
    /// @ NS ns2.example.net.
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// @ NS ns1.example.net.
    /// @ NS ns2.example.net.
    /// ```
    code: "DEL014",
    name: "delegation-missing",
    summary: "the parent does not delegate the zone",
    breaks: "resolvers ask the parent, which answers for the names itself, and never come to this zone (RFC \
        1034 section 4.2.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 1034 sections 4.2.1 and 5.3.3"],
    since: "0.1.0",
    check: Check::Parentage(check),
}

fn check(parentage: &Parentage<'_>, cx: &mut Cx<'_>) {
    let zone = cx.zone;
    let Parentage::Kept(parent) = *parentage else { return };
    if private::is_inside_only(zone) && !private::is_inside_only(parent) {
        return;
    }
    let (Some(soa), Some(above)) = (zone.soa(), parent.soa()) else { return };
    cx.report_on(soa, Part::Owner, |finding| {
        finding
            .message(format!("`{}` is not delegated by `{}`", zone.name(), parent.name()))
            .here(format!("the parent is at {}", place(above)));
        let ns = zone
            .apex()
            .and_then(|apex| apex.rrset(types::NS))
            .and_then(|ns| ns.first().name(types::ns::NAME_SERVER));
        let server = ns.map_or_else(|| "<name server>".to_owned(), |name| name.to_string());
        finding.help(format!("add `{} NS {server}` to the parent", zone.name()));
    });
}
