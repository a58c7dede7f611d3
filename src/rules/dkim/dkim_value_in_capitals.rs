use crate::finding::Severity;
use crate::mail::dkim_records;
use crate::mail::domain::ZoneMail;
use crate::rule::{Check, Cx};

declare_rule! {
    /// A value of a DKIM key record is known but for its case: `k=RSA`, `h=SHA256`.
    ///
    /// ## Why it breaks
    /// Values are compared as they are written unless a tag says otherwise (RFC 6376 section 3.2). dkimpy and others
    /// do not know `RSA` and ignore the key; OpenDKIM takes it.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// s2._domainkey TXT "v=DKIM1; k=RSA; p=MIIBIjAN…"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// s2._domainkey TXT "v=DKIM1; k=rsa; h=sha256; s=email; n=RSA; p=MIIBIjAN…"
    /// ```
    code: "DKIM024",
    name: "dkim-value-in-capitals",
    summary: "DKIM value in capitals",
    breaks: "verifiers that compare values with their case, such as dkimpy, cannot use the key (RFC 6376 \
        section 3.2)",
    severity: Severity::Warning,
    rfcs: &["RFC 6376 section 3.2", "RFC 6376 section 3.6.1"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for key in dkim_records::readable(mail) {
        for (at, meant) in &key.dkim().capitals {
            cx.report_on(key.said.record, key.said.part(*at), |finding| {
                let found = key.said.text.show(*at, 40);
                let owner = key.said.record.owner();
                finding.message(format!("DKIM key at `{owner}`: `{found}` is not `{meant}`, case matters"));
                finding.help(format!("write `{meant}`"));
            });
        }
    }
}
