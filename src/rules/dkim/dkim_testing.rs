use crate::finding::Severity;
use crate::mail::dkim_records;
use crate::mail::domain::ZoneMail;
use crate::rule::{Check, Cx};

declare_rule! {
    /// The `t` of a DKIM key record has the flag `y`.
    ///
    /// ## Why it breaks
    /// The flag says that the domain is testing DKIM. Some verifiers give a signature with such a key no
    /// weight at all.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// s2._domainkey TXT "v=DKIM1; k=rsa; t=y; p=MIIB…"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// s2._domainkey TXT "v=DKIM1; k=rsa; t=s; p=MIIB…"
    /// ```
    code: "DKIM013",
    name: "dkim-testing",
    summary: "DKIM key in test mode",
    breaks: "mail whose signature fails is treated as if it were not signed (RFC 6376 section 3.6.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 6376 section 3.6.1"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for key in dkim_records::readable(mail) {
        let Some((_, at)) = &key.dkim().flags else { continue };
        if !key.dkim().has_flag("y") {
            continue;
        }
        cx.report_on(key.said.record, key.said.part(*at), |finding| {
            finding.message(format!("DKIM key at `{}` is in test mode, `t=y`", key.said.record.owner()));
            finding.help("leave out `t=y` when the test is over");
        });
    }
}
