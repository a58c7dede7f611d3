use std::collections::BTreeSet;

use crate::finding::Severity;
use crate::mail::domain::{MxTarget, ZoneMail};
use crate::resolve::host::{ADDRESSES, Standing};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::NameRef;
use crate::zone::{Part, Record};

declare_rule! {
    /// Two MX hosts of a name have the same address.
    ///
    /// ## Why it breaks
    /// They are one host under two names, and are away together.
    ///
    /// ## Bad
    /// ```zone,bad,mx
    /// @      MX   10 mx1
    /// @      MX   20 mail
    /// @      TXT  "v=spf1 mx -all"
    /// mail   A    192.0.2.25
    /// mail   TXT  "v=spf1 a -all"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mx
    /// @      MX   10 mx1
    /// @      MX   20 mx2
    /// @      TXT  "v=spf1 mx -all"
    /// ```
    code: "MX102",
    name: "mx-hosts-share-address",
    summary: "two MX hosts with one address",
    breaks: "both hosts are away together, and mail waits at the senders (RFC 5321 section 5.1)",
    severity: Severity::Info,
    rfcs: &["RFC 5321 section 5.1"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    let is_of_one = |a: &MxTarget<'_>, b: &MxTarget<'_>| a.record.owner() == b.record.owner();
    for domain in mail.mx_targets().chunk_by(is_of_one).filter(|targets| targets.len() > 1) {
        let mut hosts: Vec<Addressed<'_>> = Vec::new();
        for &MxTarget { record, host, standing } in domain {
            let node = match standing {
                Standing::Addressed(node) => Some(node),
                Standing::Alias(_) => {
                    mail.answers.lookup_any(host, ADDRESSES).rrset().map(|rrset| rrset.node())
                }
                Standing::Without { .. } | Standing::Unknown => None,
            };
            let sets = node
                .into_iter()
                .flat_map(|node| ADDRESSES.iter().filter_map(move |&rtype| node.rrset(rtype)));
            hosts.extend(sets.flat_map(|rrset| rrset.records()).map(|address| Addressed {
                address,
                record,
                host,
            }));
        }
        // Each address with the first host that has it in front; most sets share none.
        hosts.sort_by_key(|one| one.address.rdata());
        let mut told = BTreeSet::new();
        for sharing in hosts.chunk_by(|one, next| one.address.rdata() == next.address.rdata()) {
            let Some((first, others)) = sharing.split_first() else { continue };
            for other in others.iter().filter(|other| other.host != first.host) {
                if told.insert(other.record.id()) {
                    report(first, other, cx);
                }
            }
        }
    }
}

/// An address of a host that an MX record names.
struct Addressed<'z> {
    address: Record<'z>,
    record: Record<'z>,
    host: NameRef<'z>,
}

fn report(first: &Addressed<'_>, other: &Addressed<'_>, cx: &mut Cx<'_>) {
    cx.report_on(other.record, Part::Field(types::mx::MAIL_EXCHANGE), |finding| {
        finding.message(format!(
            "MX hosts `{}` and `{}` share the address `{}`",
            first.host,
            other.host,
            first.address.present()
        ));
        finding.help("name a second host, or delete one of the two MX records");
    });
}
