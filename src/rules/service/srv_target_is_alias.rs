use crate::dane::lookup;
use crate::finding::Severity;
use crate::resolve::host::{Standing, standing};
use crate::resolve::place;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Completeness, Part, Rrset};

declare_rule! {
    /// An `SRV` record names a host that a zone of the run aliases with `CNAME`.
    ///
    /// ## Why it breaks
    /// The target of SRV must have addresses itself. Many clients follow the alias all the same; others do
    /// not, and those that check certificates or Kerberos names compare another name than was meant.
    ///
    /// ## Bad
    /// ```zone,bad
    /// _ldap._tcp  SRV    0 0 389 dc
    /// dc          CNAME  host
    /// host        A      192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// _ldap._tcp  SRV    0 0 389 host
    /// host        A      192.0.2.1
    /// ```
    code: "SRV001",
    name: "srv-target-is-alias",
    summary: "SRV target is a CNAME",
    breaks: "clients that apply RFC 2782 find no address for the server and take it for absent",
    severity: Severity::Warning,
    rfcs: &["RFC 2782", "RFC 2181 section 10.3"],
    since: "0.1.0",
    check: Check::Rrset(&[types::SRV], check),
}

fn check(srv: Rrset<'_>, cx: &mut Cx<'_>) {
    if lookup::is_occluded(srv.node()) || cx.zone.completeness() != Completeness::Whole {
        return;
    }
    for record in srv.records() {
        let Some(target) = record.name(types::srv::TARGET).filter(|target| !target.is_root()) else {
            continue;
        };
        let Standing::Alias(alias) = standing(cx.perspective(), target) else {
            continue;
        };
        let Some(host) = alias.name(types::cname::CANONICAL_NAME) else { continue };
        cx.report_on(record, Part::Field(types::srv::TARGET), |finding| {
            finding.message(format!("SRV target `{target}` is a CNAME"));
            if std::ptr::eq(alias.zone(), record.zone()) {
                finding.label(alias.whole(), format!("alias of `{host}`"));
            } else {
                finding.here(format!("alias of `{host}`, {}", place(alias)));
            }
            finding.help(format!("point SRV at `{host}`"));
        });
    }
}
