//! The rule `m365-dkim-on-parked-domain`.

use crate::finding::Severity;
use crate::mail::domain::{MailDomain, Mx, ZoneMail};
use crate::mail::microsoft::{self, Selector};
use crate::mail::tls_records;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A domain that sends no mail has DKIM selectors of Microsoft 365.
    ///
    /// ## Why it breaks
    /// Whoever gets into the tenant can sign mail in the name of a domain that nobody watches. Microsoft's
    /// advice for parked domains: `v=spf1 -all`, `p=reject`, and no DKIM.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// parked TXT "v=spf1 -all"
    /// selector1._domainkey.parked CNAME selector1-parked-example._domainkey.tenant.onmicrosoft.com.
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// parked TXT "v=spf1 -all"
    /// ```
    code: "M365-10",
    name: "m365-dkim-on-parked-domain",
    summary: "DKIM of Microsoft 365 at a parked domain",
    breaks: "mail can be signed in the name of a domain that sends none",
    severity: Severity::Info,
    rfcs: &["Microsoft Learn: Set up DMARC to validate the From address domain"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for domain in tls_records::domains(mail).filter(|domain| is_parked(domain)) {
        let aliases = domain.selectors.iter().filter_map(|(_, slot)| slot.alias);
        let of_microsoft = aliases.filter(|alias| {
            matches!(
                alias.name(types::cname::CANONICAL_NAME).map(microsoft::selector),
                Some(Selector::Key { .. })
            )
        });
        let records: Vec<_> = of_microsoft.collect();
        let Some(first) = records.first().copied() else { continue };
        cx.report_on(first, Part::Owner, |finding| {
            finding
                .message(format!("`{}` sends no mail and has DKIM selectors of Microsoft 365", domain.name));
            for other in records.iter().skip(1).take(1) {
                finding.label(other.whole(), "another one");
            }
            finding.help("remove the selectors, and keep `v=spf1 -all` and `p=reject`");
        });
    }
}

/// Whether a domain says that nobody sends for it: a null MX, or no MX and nothing but `-all`.
fn is_parked(domain: &MailDomain<'_>) -> bool {
    let mut records = domain.spf();
    let only = records.next().filter(|_| records.next().is_none());
    let sends_nothing = only.is_some_and(|spf| {
        spf.said.terms.len() == 1 && spf.said.all().is_some_and(|(_, _, qualifier)| qualifier.symbol() == '-')
    });
    match domain.mx() {
        Mx::Null(_) => true,
        Mx::Hosts(_) => false,
        Mx::Absent => sends_nothing,
    }
}
