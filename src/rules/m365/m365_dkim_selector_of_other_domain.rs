//! The rule `m365-dkim-selector-of-other-domain`.

use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::microsoft::{self, Selector};
use crate::mail::mta_sts;
use crate::mail::tls_records;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::printable;
use crate::zone::Part;

declare_rule! {
    /// The `CNAME` of a DKIM selector leads to a key of Microsoft 365 whose name does not start with the
    /// domain.
    ///
    /// ## Why it breaks
    /// Nothing fails where the key is the domain's own: Microsoft shortens and completes some names. A name
    /// that was copied from another domain's settings has another key, and signatures do not verify.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// selector1._domainkey CNAME selector1-fabrikam-net._domainkey.tenant.n-v1.dkim.mail.microsoft.
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// selector1._domainkey CNAME selector1-example._domainkey.tenant.n-v1.dkim.mail.microsoft.
    /// ```
    code: "M365-08",
    name: "m365-dkim-selector-of-other-domain",
    summary: "DKIM selector named after another domain",
    breaks: "signatures do not verify if the key is another domain's (RFC 6376 section 3.6.2)",
    severity: Severity::Info,
    rfcs: &["RFC 6376 section 3.6.2", "Microsoft Learn: Set up DKIM to sign mail from your Microsoft 365 \
        domain"],
    since: "0.1.0",
    check: Check::Mail(check),
    on_request: true,
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for domain in tls_records::domains(mail) {
        for alias in domain.selectors.iter().filter_map(|(_, slot)| slot.alias) {
            let Some(Selector::Key { number, token, .. }) =
                alias.name(types::cname::CANONICAL_NAME).map(microsoft::selector)
            else {
                continue;
            };
            if microsoft::is_token_of(&token, domain.name.borrow_name()) {
                continue;
            }
            cx.report_on(alias, Part::Field(types::cname::CANONICAL_NAME), |finding| {
                finding
                    .message(format!(
                        "`{}` leads to a key named after `{}`",
                        alias.owner(),
                        printable(&token)
                    ))
                    .help(format!(
                        "compare it with `Selector{number}CNAME` of `Get-DkimSigningConfig -Identity {}`",
                        mta_sts::bare(domain.name.borrow_name())
                    ));
            });
        }
    }
}
