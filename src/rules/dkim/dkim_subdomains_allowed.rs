use crate::finding::Severity;
use crate::mail::dkim::PublicKey;
use crate::mail::dkim_records;
use crate::mail::domain::{MailDomain, ZoneMail};
use crate::rr::types;
use crate::rule::{Check, Cx};

declare_rule! {
    /// A DKIM key record has no `t=s`, and no name below the domain sends mail.
    ///
    /// ## Why it breaks
    /// Without the flag `s` the `i=` of a signature may name any subdomain. The RFC recommends the flag to
    /// all who do not use that.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// s2._domainkey TXT "v=DKIM1; k=rsa; p=MIIB…"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// s2._domainkey TXT "v=DKIM1; k=rsa; t=s; p=MIIB…"
    /// ```
    code: "DKIM014",
    name: "dkim-subdomains-allowed",
    summary: "DKIM key without t=s",
    breaks: "who signs with the key may do so in the name of any subdomain (RFC 6376 section 3.6.1)",
    severity: Severity::Info,
    rfcs: &["RFC 6376 section 3.6.1"],
    since: "0.1.0",
    check: Check::Mail(check),
    on_request: true,
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for key in dkim_records::readable(mail) {
        if key.dkim().has_flag("s")
            || has_senders_below(mail, key.domain)
            || key.dkim().key == PublicKey::Revoked
        {
            continue;
        }
        cx.report_on(key.said.record, key.said.part(key.key_at()), |finding| {
            finding.message(format!(
                "DKIM key at `{}` is for all subdomains: it has no `t=s`",
                key.said.record.owner()
            ));
            finding.help("add `t=s` if signatures have no `i=` with a subdomain");
        });
    }
}

/// Whether a name below a domain has mail of its own.
fn has_senders_below(mail: &ZoneMail<'_>, domain: &MailDomain<'_>) -> bool {
    mail.below(domain)
        .iter()
        .take(64)
        .any(|other| other.takes_mail() || other.spf().next().is_some() && !is_host(other))
}

/// Whether a name has an address and no more than the SPF record of a host.
fn is_host(domain: &MailDomain<'_>) -> bool {
    domain.selectors.is_empty()
        && domain.own.as_deref().is_some_and(|slot| slot.node.has(&[types::A, types::AAAA]))
}
