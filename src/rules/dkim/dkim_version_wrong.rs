use crate::finding::Severity;
use crate::mail::dkim_records::{self, Trouble};
use crate::mail::domain::ZoneMail;
use crate::rule::{Check, Cx};

declare_rule! {
    /// The `v` tag of a DKIM key record is not the first tag, or not exactly `DKIM1`.
    ///
    /// ## Why it breaks
    /// `v` may be left out. Where it stands, it is the first tag and says `DKIM1` in capitals; verifiers
    /// discard every other record, and the signatures made with its key fail.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// s2._domainkey TXT "v=dkim1; k=rsa; p=MIIB…"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// s2._domainkey TXT "v=DKIM1; k=rsa; p=MIIB…"
    /// ```
    code: "DKIM002",
    name: "dkim-version-wrong",
    summary: "DKIM version not first or not DKIM1",
    breaks: "verifiers discard the key record: every signature with it fails (RFC 6376 section 3.6.1)",
    severity: Severity::Error,
    rfcs: &["RFC 6376 section 3.6.1"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for key in dkim_records::keys(mail) {
        let Some(Trouble::Version(fault)) = dkim_records::trouble(key.dkim()) else { continue };
        cx.report_on(key.said.record, key.said.part(fault.at), |finding| {
            finding.message(format!("DKIM key at `{}`: {}", key.said.record.owner(), fault.detail));
            finding.help("start the record with `v=DKIM1;`");
        });
    }
}
