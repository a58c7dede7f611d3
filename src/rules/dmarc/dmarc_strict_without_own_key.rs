use crate::finding::Severity;
use crate::mail::dkim::Dkim;
use crate::mail::dkim_records;
use crate::mail::dmarc_records;
use crate::mail::domain::{MailDomain, Slot, ZoneMail};
use crate::mail::owner;
use crate::rule::{Check, Cx};

declare_rule! {
    /// A DMARC record has `adkim=s`, and the DKIM keys are at domains above or below only.
    ///
    /// `aspf=s` is not judged: a domain without an SPF record of its own is told by the rules of SPF.
    ///
    /// ## Why it breaks
    /// With strict alignment the domain of the signature has to be the one in the From field. Keys of a
    /// domain above or below cannot sign for it then.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// s1._domainkey TXT "v=DKIM1; k=rsa; p=MIIB…"
    /// _dmarc.sub TXT "v=DMARC1; p=reject; adkim=s; rua=mailto:dmarc@example"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// s1._domainkey TXT "v=DKIM1; k=rsa; p=MIIB…"
    /// _dmarc.sub TXT "v=DMARC1; p=reject; adkim=r; rua=mailto:dmarc@example"
    /// ```
    code: "DMARC022",
    name: "dmarc-strict-without-own-key",
    summary: "adkim=s and keys at other domains only",
    breaks: "signatures of those domains are not aligned: DMARC passes by SPF alone, and not when mail is \
        forwarded (RFC 9989 section 4.4)",
    severity: Severity::Warning,
    rfcs: &["RFC 9989 section 4.4", "RFC 9989 section 4.7"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for found in dmarc_records::applied(mail)
        .filter(|found| found.dmarc().is_strict().0 && owner::sends_mail(found.domain))
    {
        let domain = found.domain;
        if dkim_records::may_sign(domain) || dkim_records::is_elsewhere(mail, domain) {
            continue;
        }
        let Some((other, slot)) = related(mail, domain) else { continue };
        let strict = found.dmarc().adkim.as_ref().map_or(found.tag("v"), |adkim| adkim.at);
        cx.report_on(found.said.record, found.said.part(strict), |finding| {
            finding.message(format!(
                "`{}` has `adkim=s` and no DKIM key, `{}` has one",
                domain.name, other.name
            ));
            let place = slot.texts.first().map(|text| text.record).or(slot.alias);
            if let Some(record) = place {
                finding.label(record.whole(), "not aligned under `adkim=s`");
            }
            finding.help(format!("write `adkim=r`, or publish a key below `_domainkey.{}`", domain.name));
        });
    }
}

/// Names below a domain that are looked at.
const BELOW: usize = 64;

/// A domain above or below with a key, and the selector.
fn related<'m, 'z>(
    mail: &'m ZoneMail<'z>,
    domain: &MailDomain<'z>,
) -> Option<(&'m MailDomain<'z>, &'m Slot<'z, Dkim>)> {
    let name = domain.name.borrow_name();
    let above = std::iter::successors(name.parent(), |above| above.parent())
        .take_while(|above| above.is_at_or_below(mail.zone.name()));
    let mut all = above.filter_map(|above| mail.domain(above)).chain(mail.below(domain).iter().take(BELOW));
    all.find_map(|other| {
        let (_, slot) = other.selectors.iter().find(|(_, slot)| owner::doubled(slot.node).is_none())?;
        Some((other, slot))
    })
}
