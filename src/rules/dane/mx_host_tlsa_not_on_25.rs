use std::collections::BTreeSet;

use crate::dane::lookup::{Exchanger, MailHosts, TlsaAnswer};
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// An MX host has `TLSA` records for the ports where mail is read or handed in, and none for port 25.
    ///
    /// ## Why it breaks
    /// Mail servers deliver to each other on port 25 only. Records for 465, 587 or 993 protect the users of
    /// the host and none of the mail that comes to it.
    ///
    /// ## Bad
    /// ```zone,bad
    /// @             MX    10 mx
    /// mx            A     192.0.2.1
    /// _465._tcp.mx  TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// @             MX    10 mx
    /// mx            A     192.0.2.1
    /// _465._tcp.mx  TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// _25._tcp.mx   TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    code: "DAN040",
    name: "mx-host-tlsa-not-on-25",
    summary: "MX host with TLSA, but not for port 25",
    breaks: "other mail servers deliver on port 25 and find no TLSA there (RFC 7672 section 2.2.3)",
    severity: Severity::Warning,
    rfcs: &["RFC 7672 section 2.2.3"],
    since: "0.1.0",
    check: Check::MailHosts(check),
}

/// Submission, IMAP and POP3.
const OTHERS: &[&str] = &["_465._tcp", "_587._tcp", "_993._tcp", "_143._tcp", "_995._tcp", "_110._tcp"];

fn check(hosts: &MailHosts<'_>, cx: &mut Cx<'_>) {
    let seen = cx.perspective();
    let mut told = BTreeSet::new();
    for (_, exchangers) in &hosts.domains {
        // Where another host of the domain has them, mx-host-without-tlsa tells this one.
        if exchangers.iter().any(Exchanger::is_pinned) {
            continue;
        }
        for exchanger in exchangers.iter().filter(|exchanger| matches!(exchanger.tlsa, TlsaAnswer::Missing)) {
            let other = OTHERS
                .iter()
                .find(|labels| matches!(exchanger.host.tlsa(seen, labels), TlsaAnswer::Records(_)));
            if let Some(labels) = other.filter(|_| told.insert(exchanger.target.key())) {
                report(exchanger, labels, cx);
            }
        }
    }
}

fn report(exchanger: &Exchanger<'_>, labels: &str, cx: &mut Cx<'_>) {
    let host = exchanger.target;
    cx.report_on(exchanger.record, Part::Field(types::mx::MAIL_EXCHANGE), |finding| {
        finding.message(format!("MX host `{host}` has TLSA at `{labels}`, none at `_25._tcp`"));
        finding.help(format!(
            "publish `_25._tcp.{host} TLSA 3 1 1 ...` with the digest of the key that port 25 uses"
        ));
    });
}
