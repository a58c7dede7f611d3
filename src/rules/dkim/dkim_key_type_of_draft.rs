use crate::finding::Severity;
use crate::mail::dkim::KeyType;
use crate::mail::dkim_records::{self, Trouble};
use crate::mail::domain::ZoneMail;
use crate::rule::{Check, Cx};

declare_rule! {
    /// The `k` of a DKIM key record is `mldsa44`, which only a draft has.
    ///
    /// ## Why it breaks
    /// Keys of the post-quantum type `mldsa44` are being specified. Until verifiers know them such a record
    /// is ignored, and mail needs a signature with an RSA key besides.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// s2._domainkey TXT "v=DKIM1; k=mldsa44; p=AAEC…"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// s2._domainkey TXT "v=DKIM1; k=rsa; p=MIIB…"
    /// ```
    code: "DKIM102",
    name: "dkim-key-type-of-draft",
    summary: "DKIM key type of a draft",
    breaks: "verifiers of today ignore the key: signatures with it count as none (draft-ietf-dkim-dkim2)",
    severity: Severity::Info,
    rfcs: &["draft-ietf-dkim-dkim2", "RFC 6376 section 3.6.1"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for key in dkim_records::keys(mail) {
        let Some(Trouble::KeyType(fault)) = dkim_records::trouble(key.dkim()) else { continue };
        if key.dkim().key_type.0 != KeyType::Unknown("mldsa44".to_owned()) {
            continue;
        }
        cx.report_on(key.said.record, key.said.part(fault.at), |finding| {
            finding.message(format!(
                "DKIM key at `{}` is of type `mldsa44`, which is a draft's",
                key.said.record.owner()
            ));
            finding.help("sign with an RSA key as well");
        });
    }
}
