use crate::finding::{Severity, and_more};
use crate::mail::dkim_records;
use crate::mail::domain::ZoneMail;
use crate::rule::{Check, Cx};

declare_rule! {
    /// The `t` of a DKIM key record has the flag `y`.
    ///
    /// One finding for a zone.
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
    severity: Severity::Info,
    rfcs: &["RFC 6376 section 3.6.1"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    let places: Vec<_> = dkim_records::readable(mail)
        .filter(|key| key.dkim().has_flag("y"))
        .filter_map(|key| Some((key.said.record, key.said.part(key.dkim().flags.as_ref()?.1))))
        .collect();
    let Some((first, _)) = places.first() else { return };
    cx.report_once(&places, "in test mode, too", |more, finding| {
        finding.message(format!("DKIM key in test mode, `t=y`, at `{}`{}", first.owner(), and_more(more)));
        finding.help("leave out `t=y` when the test is over");
    });
}
