use crate::finding::Severity;
use crate::mail::dkim::{Dkim, PublicKey};
use crate::mail::dkim_records;
use crate::mail::domain::{MailDomain, Slot, ZoneMail};
use crate::mail::owner;
use crate::rule::{Check, Cx};

declare_rule! {
    /// A DKIM selector has an empty `p`: its key is revoked.
    ///
    /// A wildcard that revokes all keys that do not exist is not reported, nor a domain that sends no mail.
    ///
    /// ## Why it breaks
    /// An empty `p` says that the key is not to be trusted any more. It is useful for as long as mail signed
    /// with it is on its way, and for a key that got lost; after that the record is a leftover.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// s0._domainkey TXT "v=DKIM1; k=rsa; p="
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// s2._domainkey TXT "v=DKIM1; k=rsa; p=MIIB…"
    /// ```
    code: "DKIM004",
    name: "dkim-key-revoked",
    summary: "revoked DKIM key",
    breaks: "nobody who still gets mail signed with this selector can verify it (RFC 6376 section 3.6.1)",
    severity: Severity::Info,
    rfcs: &["RFC 6376 section 3.6.1", "RFC 6376 section 6.1.2"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    let revoked = dkim_records::readable(mail)
        .filter(|key| key.dkim().key == PublicKey::Revoked && key.selector != "*");
    let mut judged: Option<(&MailDomain<'_>, bool)> = None;
    for key in revoked {
        // A domain is judged once, however many keys it has.
        let is_ours = match judged {
            Some((domain, is_ours)) if std::ptr::eq(domain, key.domain) => is_ours,
            _ => !owner::is_parked(key.domain) && has_other(key.domain),
        };
        judged = Some((key.domain, is_ours));
        if !is_ours {
            continue;
        }
        cx.report_on(key.said.record, key.said.part(key.key_at()), |finding| {
            finding.message(format!("the key of selector `{}` is revoked", key.said.record.owner()));
            finding.help("remove the record 30 days after the last mail was signed with it");
        });
    }
}

/// A domain of which all keys are revoked is another rule's.
fn has_other(domain: &MailDomain<'_>) -> bool {
    let is_other = |slot: &Slot<'_, Dkim>| {
        slot.alias.is_some() || slot.texts.iter().any(|text| text.said.key != PublicKey::Revoked)
    };
    domain.selectors.iter().any(|(_, slot)| is_other(slot))
}
