//! The rule `mta-sts-host-hosted`.

use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::mta_sts;
use crate::mail::tls_records;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Lookup, Part};

declare_rule! {
    /// The host of an MTA-STS policy is an alias of a name outside the zone.
    ///
    /// ## Why it breaks
    /// Nothing fails as long as that server has a certificate for `mta-sts` and the domain: senders ask for
    /// that name, whatever it is an alias of, and CAA records have to allow the CA that the provider uses.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// mta-sts CNAME policies.example.net.
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// mta-sts A 192.0.2.80
    /// ```
    code: "STS011",
    name: "mta-sts-host-hosted",
    summary: "MTA-STS policy at somebody else's host",
    breaks: "senders refuse the policy of a server whose certificate is not for `mta-sts` and the domain \
        (RFC 8461 section 3.3)",
    severity: Severity::Info,
    rfcs: &["RFC 8461 section 3.3", "RFC 8461 section 8.2"],
    since: "0.1.0",
    check: Check::Mail(check),
    on_request: true,
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for domain in tls_records::domains(mail).filter(|domain| tls_records::announcement(domain).is_some()) {
        let Some(host) = domain.name.borrow_name().prefixed("mta-sts") else { continue };
        let Lookup::Exists(node) = mail.zone.lookup(host.borrow_name()) else { continue };
        let Some(alias) = node.rrset(types::CNAME).map(|rrset| rrset.first()) else { continue };
        let Some(target) = alias
            .name(types::cname::CANONICAL_NAME)
            .filter(|target| !target.is_at_or_below(mail.zone.name()))
        else {
            continue;
        };
        cx.report_on(alias, Part::Field(types::cname::CANONICAL_NAME), |finding| {
            finding.message(format!("the policy of `{}` comes from `{target}`", domain.name)).help(format!(
                "see that its certificate is for `{}` and that CAA records allow its CA",
                mta_sts::bare(host.borrow_name())
            ));
        });
    }
}
