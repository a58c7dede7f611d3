use std::collections::BTreeSet;

use crate::dane::lookup::{self, MailHosts};
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// The zone with the `MX` record is signed; that of the MX host, with `TLSA` records, is not.
    ///
    /// ## Why it breaks
    /// A sender takes the address of the host first. Where that is not secure, it does not even ask for the
    /// TLSA records.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// … MX 10 mx.host.test.
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// … MX 10 mx.example.
    /// ```
    code: "DAN035",
    name: "mx-host-zone-unsigned",
    summary: "MX host with TLSA in an unsigned zone",
    breaks: "senders do not look for TLSA records of a host whose address is not secure (RFC 7672 section \
        2.2.2)",
    severity: Severity::Warning,
    rfcs: &["RFC 7672 section 2.2.2"],
    since: "0.1.0",
    check: Check::MailHosts(check),
}

fn check(hosts: &MailHosts<'_>, cx: &mut Cx<'_>) {
    let (zone, seen) = (hosts.zone, cx.perspective());
    if !cx.given.has_signed() || !zone.is_signed() {
        return;
    }
    let mut told = BTreeSet::new();
    for exchanger in hosts.exchangers().filter(|exchanger| exchanger.is_pinned()) {
        let Some(host_zone) =
            seen.zone_of(exchanger.target).ok().filter(|host_zone| host_zone.name() != zone.name())
        else {
            continue;
        };
        if !lookup::is_unsigned(host_zone, cx.given) || !told.insert(exchanger.target.key()) {
            continue;
        }
        cx.report_on(exchanger.record, Part::Field(types::mx::MAIL_EXCHANGE), |finding| {
            finding.message(format!(
                "MX host `{}` has TLSA in `{}`, which is not signed",
                exchanger.target,
                host_zone.name()
            ));
            finding.help(format!("sign `{}` and give its DS to its parent", host_zone.name()));
        });
    }
}
