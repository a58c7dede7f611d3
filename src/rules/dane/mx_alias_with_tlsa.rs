use std::collections::BTreeSet;

use crate::dane::lookup::{self, Exchanger, MailHosts, TlsaAnswer};
use crate::finding::Severity;
use crate::resolve::Perspective;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// An MX host with `TLSA` records is an alias.
    ///
    /// ## Why it breaks
    /// MX must not name an alias. Senders that follow it take the TLSA records of the name it is an alias of,
    /// and those of the MX host itself only where there are none: wrong or old ones at the first place stop
    /// the mail, whatever is at the other.
    ///
    /// ## Bad
    /// ```zone,bad
    /// @               MX     10 mail
    /// mail            CNAME  host
    /// host            A      192.0.2.1
    /// _25._tcp.host   TLSA   3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// @               MX     10 host
    /// host            A      192.0.2.1
    /// _25._tcp.host   TLSA   3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    code: "DAN037",
    name: "mx-alias-with-tlsa",
    summary: "MX host with TLSA is an alias",
    breaks: "some senders refuse the alias (RFC 2181 section 10.3); others take the TLSA of its target first \
        (RFC 7672 section 2.2.2)",
    severity: Severity::Error,
    rfcs: &["RFC 7672 section 2.2.2", "RFC 2181 section 10.3"],
    since: "0.1.0",
    check: Check::MailHosts(check),
}

fn check(hosts: &MailHosts<'_>, cx: &mut Cx<'_>) {
    let seen = cx.perspective();
    let mut told = BTreeSet::new();
    for exchanger in hosts.exchangers() {
        let TlsaAnswer::Records(tlsa) = exchanger.tlsa else { continue };
        if exchanger.host.names.len() > 1 && told.insert(exchanger.target.key()) {
            report(exchanger, tlsa, seen, cx);
        }
    }
}

fn report(exchanger: &Exchanger<'_>, tlsa: Rrset<'_>, seen: Perspective<'_>, cx: &mut Cx<'_>) {
    let [named, .., host] = exchanger.host.names.as_slice() else { return };
    let shadowed =
        match named.borrow_name().prefixed("_25._tcp").map(|owner| lookup::tlsa(seen, owner.borrow_name())) {
            Some(TlsaAnswer::Records(second)) if !same(second, tlsa) => Some(second),
            _ => None,
        };
    cx.report_on(exchanger.record, Part::Field(types::mx::MAIL_EXCHANGE), |finding| {
        finding.message(format!("MX host `{named}`, which has TLSA, is an alias of `{host}`"));
        if let Some(second) =
            shadowed.filter(|second| std::ptr::eq(second.node().zone(), exchanger.record.zone()))
        {
            finding
                .label(second.first().whole(), format!("not used: those of `{host}` differ and come first"));
        }
        finding.help(format!(
            "write `MX {} {host}`, and keep its TLSA at `_25._tcp.{host}`",
            exchanger.record.u16(types::mx::PREFERENCE).unwrap_or_default()
        ));
    });
}

fn same(a: Rrset<'_>, b: Rrset<'_>) -> bool {
    let within = |a: Rrset<'_>, b: Rrset<'_>| {
        a.records().all(|record| b.records().any(|other| other.rdata() == record.rdata()))
    };
    within(a, b) && within(b, a)
}
