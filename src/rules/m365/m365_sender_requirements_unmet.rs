//! The rule `m365-sender-requirements-unmet`.

use crate::finding::Severity;
use crate::mail::dkim_records;
use crate::mail::dmarc;
use crate::mail::domain::{MailDomain, ZoneMail};
use crate::mail::owner;
use crate::mail::tls_records;
use crate::rule::{Check, Cx};
use crate::zone::{Lookup, Part};

declare_rule! {
    /// A domain that sends mail has not all of SPF, DKIM and DMARC.
    ///
    /// ## Why it breaks
    /// Outlook.com returns mail of domains that send 5,000 messages a day or more and lack one of the three,
    /// with 550 5.7.515. How much a domain sends is in no zone, so this is asked on request.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// @ TXT "v=spf1 mx -all"
    /// _dmarc TXT "v=DMARC1; p=quarantine; rua=mailto:dmarc@example"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// @ TXT "v=spf1 mx -all"
    /// _dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example"
    /// s1._domainkey TXT
    /// ```
    code: "M365-13",
    name: "m365-sender-requirements-unmet",
    summary: "SPF, DKIM or DMARC missing",
    breaks: "mail of domains that send much comes back from Outlook.com with 550 5.7.515",
    severity: Severity::Warning,
    rfcs: &["Microsoft Support: Fix NDR error 550 5.7.515"],
    since: "0.1.0",
    check: Check::Mail(check),
    on_request: true,
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for domain in tls_records::domains(mail).filter(|domain| !owner::lets_nobody_send(domain)) {
        let Some((record, _)) = domain.hosts().next() else { continue };
        let lacks_dmarc =
            matches!(dmarc::discover(mail.answers, domain.name.borrow_name(), cx.limits), Ok(None));
        let lacks = [
            ("SPF", domain.spf().next().is_none()),
            ("DKIM", !may_sign(mail, domain)),
            ("DMARC", lacks_dmarc),
        ];
        let lacks: Vec<&str> = lacks.into_iter().filter(|(_, lacks)| *lacks).map(|(what, _)| what).collect();
        if lacks.is_empty() {
            continue;
        }
        cx.report_on(record, Part::Owner, |finding| {
            finding
                .message(format!(
                    "`{}` has no {}, which Outlook.com asks of those who send much",
                    domain.name,
                    lacks.join(" and no ")
                ))
                .help("publish an SPF record, a DKIM key, and a DMARC record of at least `p=none`");
        });
    }
}

/// Whether DKIM keys for a domain are in the zone, or may be elsewhere: those of a name above are good for it
/// too.
fn may_sign(mail: &ZoneMail<'_>, domain: &MailDomain<'_>) -> bool {
    let mut at = Some(domain.name.borrow_name());
    while let Some(here) = at.filter(|here| here.is_at_or_below(mail.zone.name())) {
        if mail.domain(here).is_some_and(dkim_records::may_sign) {
            return true;
        }
        let Some(owner) = here.prefixed("_domainkey") else { return true };
        let found = mail.zone.lookup(owner.borrow_name());
        if matches!(found, Lookup::Delegated(_) | Lookup::Redirected(_) | Lookup::Unread) {
            return true;
        }
        at = here.parent();
    }
    false
}
