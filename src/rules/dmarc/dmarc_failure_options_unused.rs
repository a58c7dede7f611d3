use crate::finding::Severity;
use crate::mail::dmarc_records;
use crate::mail::domain::ZoneMail;
use crate::rule::{Check, Cx};

declare_rule! {
    /// A DMARC record has `fo` and no `ruf`, or both `0` and `1` in `fo`.
    ///
    /// ## Why it breaks
    /// `fo` says when failure reports are wanted, `ruf` where they go: without it there are none. `0` asks
    /// for them when everything fails, `1` when anything does.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _dmarc TXT "v=DMARC1; p=reject; fo=1; rua=mailto:dmarc@example"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _dmarc TXT "v=DMARC1; p=reject; fo=1; ruf=mailto:dmarc@example; rua=mailto:dmarc@example"
    /// ```
    code: "DMARC015",
    name: "dmarc-failure-options-unused",
    summary: "DMARC fo that has no effect",
    breaks: "receivers ignore `fo` without `ruf`, and of `0` and `1` one is void (RFC 9989 section 4.7)",
    severity: Severity::Info,
    rfcs: &["RFC 9989 section 4.7"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for found in dmarc_records::readable(mail) {
        let dmarc = found.dmarc();
        let Some((fo, options)) = dmarc.fo.as_ref().and_then(|fo| Some((fo, fo.value.as_ref()?))) else {
            continue;
        };
        let (what, help) = if dmarc.ruf.is_empty() {
            ("`fo` and no `ruf`", "remove `fo`, or add `ruf=mailto:` and an address")
        } else if options.contains(&'0') && options.contains(&'1') {
            ("both `0` and `1` in `fo`", "keep one of them")
        } else {
            continue;
        };
        cx.report_on(found.said.record, found.said.part(fo.at), |finding| {
            finding.message(format!("DMARC of `{}` has {what}", found.domain.name)).help(help);
        });
    }
}
