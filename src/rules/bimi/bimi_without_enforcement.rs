use crate::finding::Severity;
use crate::mail::bimi::Bimi;
use crate::mail::dmarc::{self, Effect, Policy, Receiver};
use crate::mail::dmarc_records;
use crate::mail::domain::{ParsedText, ZoneMail};
use crate::rule::{Check, Cx};

declare_rule! {
    /// A domain has a BIMI record, and the DMARC policy that applies to it is none or applies to a part of
    /// its mail.
    ///
    /// ## Why it breaks
    /// A logo is shown for mail that passes DMARC, and only if the domain, and the organizational domain
    /// above it, have `p=quarantine` for all mail or `p=reject`, and not `sp=none`.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _dmarc TXT "v=DMARC1; p=none; rua=mailto:dmarc@example"
    /// default._bimi TXT "v=BIMI1; l=https://logo.example/logo.svg; a=https://logo.example/logo.pem"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example"
    /// default._bimi TXT "v=BIMI1; l=https://logo.example/logo.svg; a=https://logo.example/logo.pem"
    /// ```
    code: "BIMI002",
    name: "bimi-without-enforcement",
    summary: "BIMI at a domain that does not enforce DMARC",
    breaks: "mailbox providers show the logo only where DMARC is enforced \
        (draft-brand-indicators-for-message-identification)",
    severity: Severity::Warning,
    rfcs: &["draft-brand-indicators-for-message-identification"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for (domain, said) in
        mail.domains.iter().filter_map(|domain| Some((domain, dmarc_records::logo(domain)?)))
    {
        let said: &ParsedText<'_, Bimi> = said;
        let Ok(Some(found)) = dmarc::discover(mail.answers, domain.name.borrow_name(), cx.limits) else {
            continue;
        };
        let Effect::Applied(policies) = found.dmarc.effect(Receiver::Rfc7489) else { continue };
        let own = if found.is_own { policies.domain } else { policies.subdomains };
        let why = if policies.fallback.is_some() {
            continue;
        } else if own == Policy::None || policies.domain == Policy::None {
            "policy `none`".to_owned()
        } else if policies.subdomains == Policy::None {
            "`sp=none`".to_owned()
        } else if own == Policy::Quarantine && policies.percent < 100 {
            format!("`pct={}`", policies.percent)
        } else {
            continue;
        };
        cx.report_on(said.record, said.whole(), |finding| {
            finding.message(format!("`{}` has BIMI, and DMARC with {why}", domain.name));
            finding.label(found.record.whole(), "the DMARC record that applies");
            finding.help("write `p=reject`, or `p=quarantine` without `pct`, and no `sp=none`");
        });
    }
}
