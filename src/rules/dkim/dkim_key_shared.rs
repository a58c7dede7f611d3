use std::collections::BTreeMap;

use crate::finding::Severity;
use crate::mail::dkim::PublicKey;
use crate::mail::dkim_records::{self, DkimKey};
use crate::mail::domain::ZoneMail;
use crate::rule::{Check, Cx};

declare_rule! {
    /// Several selectors, of one domain or of several, have the same public key.
    ///
    /// ## Why it breaks
    /// One private key is behind all of them. When it is lost, or replaced by rotation, each has to be
    /// changed.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// s1._domainkey TXT "v=DKIM1; k=rsa; p=MIIB…"
    /// s2._domainkey TXT "v=DKIM1; k=rsa; p=MIIB…"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// s1._domainkey TXT "v=DKIM1; k=rsa; p=MIIB…"
    /// s2._domainkey TXT "v=DKIM1; k=rsa; p=MIIB…"
    /// ```
    code: "DKIM022",
    name: "dkim-key-shared",
    summary: "the same DKIM key at several selectors",
    breaks: "who has the private key signs for all of them, and replacing it at one leaves it in use at the \
        others (RFC 6376 section 3.6.1)",
    severity: Severity::Info,
    rfcs: &["RFC 6376 section 3.6.1"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    let mut first: BTreeMap<&[u8], (DkimKey<'_, '_>, bool)> = BTreeMap::new();
    for key in dkim_records::readable(mail) {
        if !matches!(key.dkim().key, PublicKey::Rsa { .. } | PublicKey::Ed25519(_)) {
            continue;
        }
        let (known, is_told) = first.entry(key.dkim().key_octets.as_slice()).or_insert((key, true));
        // The first of a key is no repetition; the second is told, and the others are more of the same.
        if known.said.record.id() == key.said.record.id() {
            *is_told = false;
        } else if !std::mem::replace(is_told, true) {
            let (one, other) = (known.said.record, key.said.record);
            cx.report_on(other, key.said.part(key.key_at()), |finding| {
                finding.message(format!("`{}` has the key of `{}`", other.owner(), one.owner()));
                finding.label(one.whole(), "the same key").help("make a key of its own for each selector");
            });
        }
    }
}
