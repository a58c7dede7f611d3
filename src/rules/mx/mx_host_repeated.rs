use std::collections::BTreeMap;

use crate::finding::Severity;
use crate::mail::domain::{Mx, ZoneMail};
use crate::record::duplicate;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{NameId, Part, Record};

declare_rule! {
    /// A name has two MX records with the same host and different preferences.
    ///
    /// ## Why it breaks
    /// The second one adds nothing: a sender that could not reach the host tries it again. Perhaps another
    /// host was meant.
    ///
    /// ## Bad
    /// ```zone,bad,mx
    /// @   MX   10 mx1
    /// @   MX   20 mx1
    /// @   MX   20 mx2
    /// @   TXT  "v=spf1 mx -all"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mx
    /// @   MX   10 mx1
    /// @   MX   20 mx2
    /// @   TXT  "v=spf1 mx -all"
    /// ```
    code: "MX006",
    name: "mx-host-repeated",
    summary: "MX host named twice",
    breaks: "the second host that was to take over is not in the zone (RFC 5321 section 5.1)",
    severity: Severity::Info,
    rfcs: &["RFC 5321 section 5.1"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for domain in &mail.domains {
        let Mx::Hosts(mx) = domain.mx() else { continue };
        // Most sets name no host twice.
        let mut hosts: Vec<NameId> = mx.records().filter_map(|mx| Some(mx.target()?.id())).collect();
        hosts.sort_unstable();
        if hosts.is_sorted_by(|host, next| host < next) {
            continue;
        }
        let mut seen: BTreeMap<NameId, Record<'_>> = BTreeMap::new();
        for record in duplicate::distinct(mx) {
            let Some(target) = record.target().filter(|target| !target.name().is_root()) else { continue };
            let (host, Some(first)) = (target.name(), seen.get(&target.id()).copied()) else {
                seen.insert(target.id(), record);
                continue;
            };
            cx.report_on(record, Part::Field(types::mx::MAIL_EXCHANGE), |finding| {
                finding
                    .message(format!("`{}` names the MX host `{host}` twice", domain.name))
                    .label(first.whole(), "the first one");
                finding.help("delete one of the two, or name the host that was meant");
            });
        }
    }
}
