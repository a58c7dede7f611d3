use crate::finding::{Severity, and_more};
use crate::mail::dkim_records;
use crate::mail::dmarc::{Policy, Receiver};
use crate::mail::dmarc_records::{self, DmarcRecord};
use crate::mail::domain::ZoneMail;
use crate::mail::owner;
use crate::rule::{Check, Cx};

declare_rule! {
    /// A domain that sends mail has `p=reject`, and no DKIM selector is in its zone.
    ///
    /// One finding for a zone.
    ///
    /// ## Why it breaks
    /// SPF breaks whenever mail is forwarded. Signatures survive that. With `p=reject` and SPF alone,
    /// forwarded mail is lost: the RFC says that such domains must not rely on SPF only.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example"
    /// s1._domainkey TXT "v=DKIM1; k=rsa; p=MIIB…"
    /// ```
    code: "DMARC020",
    name: "dmarc-reject-without-dkim",
    summary: "p=reject in a zone without DKIM keys",
    breaks: "mail that is forwarded fails SPF and is rejected, as nothing else could pass (RFC 9989 section \
        7.4)",
    severity: Severity::Info,
    rfcs: &["RFC 9989 section 7.4", "RFC 9989 section 8"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    // That all of them are revoked is told of the keys.
    if mail.domains.iter().any(|domain| !domain.selectors.is_empty()) {
        return;
    }
    let is_open = |found: &DmarcRecord<'_, '_>| {
        owner::sends_mail(found.domain)
            && found.policies(Receiver::Rfc9989).is_some_and(|policies| policies.domain == Policy::Reject)
            && !dkim_records::is_elsewhere(mail, found.domain)
    };
    let open: Vec<DmarcRecord<'_, '_>> = dmarc_records::applied(mail).filter(is_open).collect();
    let places: Vec<_> =
        open.iter().map(|found| (found.said.record, found.said.part(found.tag("p")))).collect();
    let Some(first) = open.first() else { return };
    cx.report_once(&places, "`reject`, too", |more, finding| {
        finding.message(format!(
            "`p=reject` at `{}`{}, and no DKIM key is in the zone",
            first.domain.name,
            and_more(more)
        ));
        finding.help(format!(
            "sign with DKIM and publish `<selector>._domainkey.{}` before `p=reject`",
            first.domain.name
        ));
    });
}
