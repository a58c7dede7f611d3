use std::collections::BTreeSet;

use crate::finding::{Severity, and_more};
use crate::mail::domain::{Mx, ZoneMail};
use crate::mail::spf_records;
use crate::resolve::host::ADDRESSES;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Lookup, Part};

declare_rule! {
    /// A mail host of the zone has no SPF record of its own.
    ///
    /// One finding for a zone.
    ///
    /// ## Why it breaks
    /// Bounces have no sender; receivers check the name that the host gives in HELO instead. Without a record
    /// there everybody may call itself so.
    ///
    /// ## Bad
    /// ```zone,bad,mx
    /// @      MX   10 mail
    /// @      MX   20 mx1
    /// @      TXT  "v=spf1 mx -all"
    /// mail   A    192.0.2.26
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mx
    /// @      MX   10 mail
    /// @      MX   20 mx1
    /// @      TXT  "v=spf1 mx -all"
    /// mail   A    192.0.2.26
    /// mail   TXT  "v=spf1 a -all"
    /// ```
    code: "SPF016",
    name: "spf-helo-without-record",
    summary: "mail host without SPF record",
    breaks: "receivers cannot tell bounces of the host from forged ones (RFC 7208 section 10.1.3)",
    severity: Severity::Info,
    rfcs: &["RFC 7208 section 10.1.2", "RFC 7208 section 10.1.3"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    let mut told = BTreeSet::new();
    let (mut places, mut first) = (Vec::new(), None);
    for domain in &mail.domains {
        let Mx::Hosts(mx) = domain.mx() else { continue };
        for record in mx.records() {
            let Some(host) = record.name(types::mx::MAIL_EXCHANGE).filter(|host| !host.is_root()) else {
                continue;
            };
            let (Lookup::Exists(node) | Lookup::Wildcard(node)) = mail.zone.lookup(host) else { continue };
            // A name that takes mail itself has a rule of its own.
            if !node.has(ADDRESSES)
                || mail.domain(host).is_some_and(|domain| !matches!(domain.mx(), Mx::Absent))
                || told.contains(&node.position())
                || spf_records::has_spf(mail.answers, host) != Some(false)
            {
                continue;
            }
            told.insert(node.position());
            first.get_or_insert(host);
            places.push((record, Part::Field(types::mx::MAIL_EXCHANGE)));
        }
    }
    let Some(host) = first else { return };
    cx.report_once(&places, "no SPF record, either", |more, finding| {
        finding.message(format!("no SPF record for mail host `{host}`{}", and_more(more)));
        finding.help(format!("add `{host} TXT \"v=spf1 a -all\"`"));
    });
}
