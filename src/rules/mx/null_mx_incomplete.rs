use crate::finding::Severity;
use crate::mail::dkim::PublicKey;
use crate::mail::dmarc::Policy;
use crate::mail::domain::{MailDomain, Mx, ParsedText, ZoneMail};
use crate::mail::spf::{Qualifier, Spf};
use crate::mail::spf_records;
use crate::rule::{Check, Cx};

declare_rule! {
    /// A name with a null MX, which takes no mail, has records as if it sent some.
    ///
    /// Reported are an SPF record other than `v=spf1 -all`, a DMARC policy below `p=reject`, and DKIM keys.
    ///
    /// ## Why it breaks
    /// Who takes no mail gets no bounces, and should send none. What is left open lets others send in its
    /// name.
    ///
    /// ## Bad
    /// ```zone,bad
    /// @        MX   0 .
    /// @        TXT  "v=spf1 include:_spf.example.net -all"
    /// _dmarc   TXT  "v=DMARC1; p=reject; rua=mailto:dmarc@example.net"
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// @        MX   0 .
    /// @        TXT  "v=spf1 -all"
    /// _dmarc   TXT  "v=DMARC1; p=reject; rua=mailto:dmarc@example.net"
    /// ```
    code: "MX005",
    name: "null-mx-incomplete",
    summary: "null MX beside records of a sender",
    breaks: "receivers reject mail of a domain that takes no replies, and let forged mail pass (RFC 7505 \
        section 4.2)",
    severity: Severity::Info,
    rfcs: &["RFC 7505 section 4.2"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for domain in &mail.domains {
        let Mx::Null(mx) = domain.mx() else { continue };
        let null = mx.first();
        if let Some(said) = domain
            .own
            .as_deref()
            .and_then(|slot| slot.only())
            .filter(|said| said.said.is_usable() && !sends_nothing(said))
        {
            cx.report_on(said.record, said.whole(), |finding| {
                finding.message(format!(
                    "`{}` takes no mail, and its SPF record is not `v=spf1 -all`",
                    domain.name
                ));
                finding.label(null.whole(), "takes no mail").help("write `\"v=spf1 -all\"`");
            });
        }
        let dmarc =
            domain.dmarc.as_deref().and_then(|slot| slot.only()).filter(|said| said.said.is_well_formed());
        if let Some(said) = dmarc.filter(|said| {
            said.said.p.as_ref().is_some_and(|p| p.value.is_some_and(|value| value != Policy::Reject))
        }) {
            let at = said.said.p.as_ref().map_or(said.text.whole(), |p| p.at);
            cx.report_on(said.record, said.part(at), |finding| {
                finding.message(format!(
                    "`{}` takes no mail, and its DMARC policy is not `p=reject`",
                    domain.name
                ));
                finding.label(null.whole(), "takes no mail").help("write `p=reject`");
            });
        }
        keys(domain, null, cx);
    }
}

fn keys(domain: &MailDomain<'_>, null: crate::zone::Record<'_>, cx: &mut Cx<'_>) {
    for (selector, slot) in &domain.selectors {
        let is_live =
            |key: &PublicKey| !matches!(key, PublicKey::Absent | PublicKey::Revoked | PublicKey::Broken);
        let Some(key) = slot.texts.iter().find(|said| is_live(&said.said.key)) else { continue };
        cx.report_on(key.record, key.whole(), |finding| {
            let selector = crate::wire::excerpt(selector.as_bytes(), 30);
            finding.message(format!("`{}` takes no mail, and has the DKIM key `{selector}`", domain.name));
            finding.label(null.whole(), "takes no mail").help("delete the key");
        });
    }
}

/// Whether all that a record says is that nobody sends.
fn sends_nothing(said: &ParsedText<'_, Spf>) -> bool {
    let is_fail = said.said.all().is_some_and(|(at, _, qualifier)| at == 0 && qualifier == Qualifier::Fail);
    is_fail || !spf_records::glued(said).is_empty()
}
