use crate::finding::Severity;
use crate::mail::dkim::KeyType;
use crate::mail::dkim_records::{self, Trouble};
use crate::mail::domain::ZoneMail;
use crate::rule::{Check, Cx};

declare_rule! {
    /// The `k` of a DKIM key record is neither `rsa` nor `ed25519`.
    ///
    /// ## Why it breaks
    /// There are two key types. A record of any other is ignored as if there were no key.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// s2._domainkey TXT "v=DKIM1; k=rsa-sha256; p=MIIB…"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// s2._domainkey TXT "v=DKIM1; k=rsa; p=MIIB…"
    /// ```
    code: "DKIM011",
    name: "dkim-key-type-unknown",
    summary: "DKIM key type that nobody knows",
    breaks: "verifiers ignore keys of types they do not know: every signature with it fails (RFC 6376 \
        section 3.6.1)",
    severity: Severity::Error,
    rfcs: &["RFC 6376 section 3.6.1", "RFC 8463 section 4.1"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for key in dkim_records::keys(mail) {
        let (Some(Trouble::KeyType(fault)), KeyType::Unknown(found)) =
            (dkim_records::trouble(key.dkim()), &key.dkim().key_type.0)
        else {
            continue;
        };
        // A draft's type is another rule's.
        if found == "mldsa44" {
            continue;
        }
        cx.report_on(key.said.record, key.said.part(fault.at), |finding| {
            finding.message(format!(
                "DKIM key at `{}` is of type `{found}`, not `rsa` or `ed25519`",
                key.said.record.owner()
            ));
            finding.help("write `k=rsa`, or `k=ed25519` for an Ed25519 key");
        });
    }
}
