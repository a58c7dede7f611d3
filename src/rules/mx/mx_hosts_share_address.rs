use std::collections::BTreeMap;

use crate::finding::Severity;
use crate::mail::domain::{Mx, ZoneMail};
use crate::resolve::host::ADDRESSES;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::NameRef;
use crate::zone::Part;

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
    for domain in &mail.domains {
        let Mx::Hosts(mx) = domain.mx() else { continue };
        let mut seen: BTreeMap<&[u8], NameRef<'_>> = BTreeMap::new();
        for record in mx.records().filter(|_| mx.len() > 1) {
            let Some(host) = record.name(types::mx::MAIL_EXCHANGE).filter(|host| !host.is_root()) else {
                continue;
            };
            let end = mail.answers.lookup_any(host, ADDRESSES).rrset().map(|rrset| rrset.node());
            let sets = || {
                end.into_iter().flat_map(|node| ADDRESSES.iter().filter_map(move |&rtype| node.rrset(rtype)))
            };
            let addresses = || sets().flat_map(|rrset| rrset.records());
            let shared = addresses().find_map(|address| {
                Some((address, *seen.get(address.rdata()).filter(|other| **other != host)?))
            });
            if let Some((address, other)) = shared {
                cx.report_on(record, Part::Field(types::mx::MAIL_EXCHANGE), |finding| {
                    finding.message(format!(
                        "MX hosts `{other}` and `{host}` share the address `{}`",
                        address.present()
                    ));
                    finding.help("name a second host, or delete one of the two MX records");
                });
            }
            for address in addresses() {
                seen.entry(address.rdata()).or_insert(host);
            }
        }
    }
}
