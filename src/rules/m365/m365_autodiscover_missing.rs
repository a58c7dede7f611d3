//! The rule `m365-autodiscover-missing`.

use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::microsoft;
use crate::mail::mta_sts;
use crate::mail::tls_records;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Lookup, Part};

declare_rule! {
    /// Mail of a domain goes to Microsoft 365, and `autodiscover` does not lead there.
    ///
    /// ## Why it breaks
    /// Outlook looks for its settings at `autodiscover` and the domain. Where that is missing, accounts have
    /// to be set up by hand, and where it leads elsewhere, with other settings.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// @ MX 0 example.mail.protection.outlook.com.
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// @ MX 0 example.mail.protection.outlook.com.
    /// autodiscover CNAME autodiscover.outlook.com.
    /// ```
    code: "M365-09",
    name: "m365-autodiscover-missing",
    summary: "mailboxes in Microsoft 365, autodiscover elsewhere",
    breaks: "clients such as Outlook do not find their settings, or find others",
    severity: Severity::Info,
    rfcs: &["Microsoft Learn: External Domain Name System records for Microsoft 365"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for domain in tls_records::domains(mail) {
        let found = &domain.microsoft;
        let Some((record, ..)) = found.first().copied().filter(|_| domain.hosts().count() == found.len())
        else {
            continue;
        };
        let Some(owner) = domain.name.borrow_name().prefixed("autodiscover") else { continue };
        let target = match mail.zone.lookup(owner.borrow_name()) {
            Lookup::Exists(node) => {
                node.rrset(types::CNAME).and_then(|rrset| rrset.first().name(types::cname::CANONICAL_NAME))
            }
            Lookup::NxDomain | Lookup::EmptyNonTerminal => None,
            _ => continue,
        };
        let is_known = target.is_some_and(|target| {
            microsoft::AUTODISCOVER.contains(&mta_sts::bare(target).to_ascii_lowercase().as_str())
                || target.is_at_or_below(mail.zone.name())
        });
        let srv = domain.name.borrow_name().prefixed("_autodiscover._tcp");
        let has_srv = srv.is_some_and(|srv| !mail.answers.lookup(srv.borrow_name(), types::SRV).is_nothing());
        if is_known || has_srv {
            continue;
        }
        cx.report_on(record, Part::Field(types::mx::MAIL_EXCHANGE), |finding| {
            match target {
                Some(target) => {
                    finding.message(format!("`{owner}` leads to `{target}`, mail to Microsoft 365"))
                }
                None => finding.message(format!("`{owner}` is no CNAME, and mail goes to Microsoft 365")),
            };
            finding.help(format!("write `{owner} CNAME autodiscover.outlook.com.`"));
        });
    }
}
