use crate::dane::lookup::{Exchanger, MailHosts, TlsaAnswer};
use crate::finding::Severity;
use crate::resolve::{Answer, Perspective};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// Some MX hosts of a domain have `TLSA` records that senders can use, and another has none.
    ///
    /// Hosts that are in no zone of the run are not judged: give their zone as well.
    ///
    /// ## Why it breaks
    /// Mail to a host without usable TLSA records is as open to attack as ever. Who can block the connections
    /// to the hosts that have them makes senders use the one that has none.
    ///
    /// ## Bad
    /// ```zone,bad
    /// @             MX    10 mx1
    /// @             MX    20 mx2
    /// mx1           A     192.0.2.1
    /// mx2           A     192.0.2.2
    /// _25._tcp.mx1  TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// @             MX    10 mx1
    /// @             MX    20 mx2
    /// mx1           A     192.0.2.1
    /// mx2           A     192.0.2.2
    /// _25._tcp.mx1  TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// _25._tcp.mx2  TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// ```
    code: "DAN032",
    name: "mx-host-without-tlsa",
    summary: "MX host without usable TLSA beside one that has them",
    breaks: "an attacker who blocks the other hosts gets mail sent without DANE (RFC 7672 section 2.2.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 7672 section 2.2.1"],
    since: "0.1.0",
    check: Check::MailHosts(check),
}

fn check(hosts: &MailHosts<'_>, cx: &mut Cx<'_>) {
    let (zone, seen) = (hosts.zone, cx.perspective());
    let is_whole = |mx: Rrset<'_>| mx.len() > 1 && !zone.may_have(mx.owner(), types::MX);
    for (_, exchangers) in hosts.domains.iter().filter(|(mx, _)| is_whole(*mx)) {
        let Some(pinned) = exchangers.iter().find(|exchanger| exchanger.is_pinned()) else { continue };
        let is_open = |exchanger: &&Exchanger<'_>| {
            !exchanger.is_pinned() && !matches!(exchanger.tlsa, TlsaAnswer::Unknown)
        };
        for open in exchangers.iter().filter(is_open).filter(|exchanger| has_address(exchanger, seen)) {
            report(open, pinned, cx);
        }
    }
}

/// Whether a host may have an address: to one that has none nobody connects, as another rule tells.
fn has_address(exchanger: &Exchanger<'_>, seen: Perspective<'_>) -> bool {
    let Some(name) = exchanger.host.names.last() else { return true };
    let found = [types::A, types::AAAA].map(|rtype| seen.lookup(name.borrow_name(), rtype));
    !found.iter().all(Answer::is_nothing)
}

fn report(open: &Exchanger<'_>, pinned: &Exchanger<'_>, cx: &mut Cx<'_>) {
    let what = match open.tlsa {
        TlsaAnswer::Records(_) => "no usable TLSA",
        TlsaAnswer::Unknown | TlsaAnswer::Missing => "no TLSA",
    };
    cx.report_on(open.record, Part::Field(types::mx::MAIL_EXCHANGE), |finding| {
        finding.message(format!("MX host `{}` has {what}, `{}` has", open.target, pinned.target));
        finding.label(pinned.record.whole(), "this host has usable TLSA");
        finding.help(format!("publish `_25._tcp.{} TLSA 3 1 1 ...` with the digest of its key", open.target));
    });
}
