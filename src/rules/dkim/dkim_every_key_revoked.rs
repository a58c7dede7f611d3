use crate::finding::Severity;
use crate::mail::dkim::PublicKey;
use crate::mail::dkim_records;
use crate::mail::domain::ZoneMail;
use crate::mail::owner;
use crate::rule::{Check, Cx};

declare_rule! {
    /// All DKIM selectors of a domain that sends mail have an empty `p`.
    ///
    /// ## Why it breaks
    /// An empty `p` revokes a key. With none left, signatures of this domain fail for everybody, and mail
    /// that is forwarded passes neither SPF nor DKIM.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// s0._domainkey TXT "v=DKIM1; k=rsa; p="
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// s1._domainkey TXT "v=DKIM1; k=rsa; p=MIIB…"
    /// ```
    code: "DKIM101",
    name: "dkim-every-key-revoked",
    summary: "every DKIM key of a sending domain is revoked",
    breaks: "the domain cannot sign its mail: with DMARC it passes by SPF alone, and not when it is \
        forwarded (RFC 6376 section 3.6.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 6376 section 3.6.1", "RFC 9989 section 7.4"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for domain in mail.domains.iter().filter(|domain| owner::sends_mail(domain)) {
        let is_elsewhere = domain.selectors.iter().any(|(_, slot)| slot.alias.is_some());
        let mut texts = domain.selectors.iter().flat_map(|(_, slot)| &slot.texts);
        let named = domain.selectors.iter().find(|(selector, _)| selector != "*");
        // A wildcard may be there to revoke what is left over, where mail is signed as another domain.
        let wildcard =
            || domain.selectors.first().filter(|_| !mail.domains.iter().any(dkim_records::may_sign));
        let Some(first) = named.or_else(wildcard).and_then(|(_, slot)| slot.texts.first()) else { continue };
        if is_elsewhere
            || texts.any(|text| text.said.key != PublicKey::Revoked)
            || dkim_records::is_elsewhere(mail, domain)
        {
            continue;
        }
        cx.report_on(
            first.record,
            first.part(dkim_records::start_of(first.said.key_at.unwrap_or_default())),
            |finding| {
                finding.message(format!("`{}` sends mail and every DKIM key of it is revoked", domain.name));
                finding.help(format!(
                    "publish a key under a new selector: `<selector>._domainkey.{} \
                TXT \"v=DKIM1; k=rsa; p=...\"`",
                    domain.name
                ));
            },
        );
    }
}
