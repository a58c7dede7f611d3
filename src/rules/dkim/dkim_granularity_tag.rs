use crate::finding::Severity;
use crate::mail::dkim_records;
use crate::mail::domain::ZoneMail;
use crate::rule::{Check, Cx};

declare_rule! {
    /// A DKIM key record has a `g` tag.
    ///
    /// ## Why it breaks
    /// RFC 4871 had `g`, RFC 6376 removed it. Verifiers of today ignore it, old ones take an empty `g` for a
    /// key that nobody may use.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// s2._domainkey TXT "v=DKIM1; k=rsa; g=*; p=MIIB…"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// s2._domainkey TXT "v=DKIM1; k=rsa; p=MIIB…"
    /// ```
    code: "DKIM016",
    name: "dkim-granularity-tag",
    summary: "DKIM key with the obsolete tag g",
    breaks: "old verifiers match the local part of the sender against it, and an empty one matches nobody \
        (RFC 6376 appendix C.2)",
    severity: Severity::Info,
    rfcs: &["RFC 6376 appendix C.2"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for key in dkim_records::readable(mail) {
        let Some(tag) = &key.dkim().granularity else { continue };
        cx.report_on(key.said.record, key.said.part(tag.at), |finding| {
            finding.message(format!(
                "DKIM key at `{}` has the tag `g`, which is obsolete",
                key.said.record.owner()
            ));
            finding.help("remove the tag");
        });
    }
}
