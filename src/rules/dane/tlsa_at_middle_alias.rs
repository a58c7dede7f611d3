use std::collections::BTreeSet;

use crate::dane::lookup::{self, Exchanger, MailHosts, TlsaAnswer};
use crate::finding::Severity;
use crate::resolve::Perspective;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::Name;
use crate::zone::Part;

declare_rule! {
    /// An MX host is an alias of an alias, and the `TLSA` records are at the alias between.
    ///
    /// ## Why it breaks
    /// Senders look below the name at the end of the aliases and below the one that MX names, never below
    /// those between. In the example the other zone has `mx CNAME host` and `_25._tcp.mx TLSA`.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad-other-zone.zone
    /// @                 MX     10 mail
    /// mail              CNAME  mx.host.test.
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// @               MX     10 host
    /// host            A      192.0.2.1
    /// _25._tcp.host   TLSA   3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    code: "DAN038",
    name: "tlsa-at-middle-alias",
    summary: "TLSA at an alias between MX host and address",
    breaks: "senders never look at aliases between: mail is not protected by DANE (RFC 7672 section 2.2.3)",
    severity: Severity::Warning,
    rfcs: &["RFC 7672 section 2.2.3"],
    since: "0.1.0",
    check: Check::MailHosts(check),
}

fn check(hosts: &MailHosts<'_>, cx: &mut Cx<'_>) {
    let seen = cx.perspective();
    let mut told = BTreeSet::new();
    for exchanger in hosts.exchangers().filter(|exchanger| matches!(exchanger.tlsa, TlsaAnswer::Missing)) {
        if let Some(middle) = middle(exchanger, seen).filter(|_| told.insert(exchanger.target.key())) {
            report(exchanger, &middle, cx);
        }
    }
}

/// The alias between that has TLSA records.
fn middle(exchanger: &Exchanger<'_>, seen: Perspective<'_>) -> Option<Name> {
    let [_, between @ .., _] = exchanger.host.names.as_slice() else { return None };
    let has_tlsa = |name: &&Name| {
        let owner = name.borrow_name().prefixed("_25._tcp");
        owner.is_some_and(|owner| matches!(lookup::tlsa(seen, owner.borrow_name()), TlsaAnswer::Records(_)))
    };
    between.iter().find(has_tlsa).cloned()
}

fn report(exchanger: &Exchanger<'_>, middle: &Name, cx: &mut Cx<'_>) {
    let Some(host) = exchanger.host.names.last() else { return };
    cx.report_on(exchanger.record, Part::Field(types::mx::MAIL_EXCHANGE), |finding| {
        finding.message(format!("TLSA at `{middle}`, an alias between `{}` and `{host}`", exchanger.target));
        finding.help(format!("move the records to `_25._tcp.{host}`, and write `{host}` in the MX record"));
    });
}
