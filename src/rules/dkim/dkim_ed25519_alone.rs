use crate::finding::Severity;
use crate::mail::dkim::{Dkim, PublicKey};
use crate::mail::dkim_records::{self, DkimKey};
use crate::mail::domain::{MailDomain, ZoneMail};
use crate::rule::{Check, Cx};

declare_rule! {
    /// All DKIM keys of a domain are Ed25519 keys.
    ///
    /// ## Why it breaks
    /// Many verifiers do not know Ed25519. Mail that is signed twice, with RSA and Ed25519, is verified by
    /// all.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// s2._domainkey TXT "v=DKIM1; k=ed25519; p=95gHwzSiUTSNzo+niyQAQso6sreIsuXc0QE5g3WGqlQ="
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// s1._domainkey TXT "v=DKIM1; k=rsa; p=MIIB…"
    /// s2._domainkey TXT "v=DKIM1; k=ed25519; p=95gHwzSiUTSNzo+niyQAQso6sreIsuXc0QE5g3WGqlQ="
    /// ```
    code: "DKIM010",
    name: "dkim-ed25519-alone",
    summary: "DKIM keys of Ed25519 and none of RSA",
    breaks: "verifiers that know RSA only take the mail for unsigned (RFC 8463 section 3)",
    severity: Severity::Info,
    rfcs: &["RFC 8463 section 3", "RFC 8463 section 5"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    let mut last: Option<&MailDomain<'_>> = None;
    for key in dkim_records::readable(mail).filter(|key| matches!(key.dkim().key, PublicKey::Ed25519(_))) {
        let is_told = last.replace(key.domain).is_some_and(|domain| std::ptr::eq(domain, key.domain));
        if is_told || has_other(key) || dkim_records::is_elsewhere(mail, key.domain) {
            continue;
        }
        cx.report_on(key.said.record, key.said.part(key.key_at()), |finding| {
            finding.message(format!("`{}` has Ed25519 keys and no RSA key", key.domain.name));
            finding.help("publish an RSA key of 2048 bits as well and sign with both");
        });
    }
}

/// Whether the domain has a key that is not Ed25519, or one that stands elsewhere.
fn has_other(key: DkimKey<'_, '_>) -> bool {
    let is_other = |dkim: &Dkim| !matches!(dkim.key, PublicKey::Ed25519(_) | PublicKey::Revoked);
    key.domain
        .selectors
        .iter()
        .any(|(_, slot)| slot.alias.is_some() || slot.texts.iter().any(|text| is_other(&text.said)))
}
