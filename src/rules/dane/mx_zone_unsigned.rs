use std::collections::BTreeSet;

use crate::dane::lookup::{self, MailHosts};
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// The zone with the `MX` record is not signed; that of the MX host, with `TLSA` records, is.
    ///
    /// ## Why it breaks
    /// Who can forge the MX answer sends the mail to another host. Postfix uses the TLSA records of the named
    /// host even so; other senders ignore them.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// @ MX 10 mx.host.test.
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// @ MX 10 mx.other.test.
    /// ```
    code: "DAN036",
    name: "mx-zone-unsigned",
    summary: "unsigned MX of a host with TLSA",
    breaks: "an attacker forges the MX answer, and senders need not use TLSA records then (RFC 7672 section \
        2.2.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 7672 section 2.2.1"],
    since: "0.1.0",
    check: Check::MailHosts(check),
}

fn check(hosts: &MailHosts<'_>, cx: &mut Cx<'_>) {
    let (zone, seen) = (hosts.zone, cx.perspective());
    if !cx.given.has_signed() || !lookup::is_unsigned(zone, cx.given) {
        return;
    }
    let mut told = BTreeSet::new();
    for exchanger in hosts.exchangers().filter(|exchanger| exchanger.is_pinned()) {
        let Some(host_zone) =
            seen.zone_of(exchanger.target).ok().filter(|host_zone| host_zone.name() != zone.name())
        else {
            continue;
        };
        if !host_zone.is_signed() || !told.insert(exchanger.target.key()) {
            continue;
        }
        cx.report_on(exchanger.record, Part::Field(types::mx::MAIL_EXCHANGE), |finding| {
            finding.message(format!(
                "unsigned MX names `{}`, whose TLSA in `{}` are signed",
                exchanger.target,
                host_zone.name()
            ));
            finding.help(format!("sign `{}` and give its DS to its parent", zone.name()));
        });
    }
}
