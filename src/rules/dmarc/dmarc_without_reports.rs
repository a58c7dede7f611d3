use crate::finding::Severity;
use crate::mail::dmarc_records;
use crate::mail::domain::ZoneMail;
use crate::mail::owner;
use crate::rule::{Check, Cx};

declare_rule! {
    /// A DMARC record has no `rua`.
    ///
    /// A domain that sends no mail, by a null MX or an SPF record with nothing but `-all`, is not reported.
    ///
    /// ## Why it breaks
    /// Aggregate reports say who sends in the domain's name and what of it fails. Without a destination
    /// nobody sends them.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _dmarc TXT "v=DMARC1; p=reject"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example"
    /// ```
    code: "DMARC012",
    name: "dmarc-without-reports",
    summary: "DMARC record without rua",
    breaks: "the domain does not learn who sends in its name, nor which of its own mail fails (RFC 9989 \
        section 5.1.3)",
    severity: Severity::Warning,
    rfcs: &["RFC 9989 section 5.1.3", "RFC 9989 section 8"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for found in dmarc_records::applied(mail)
        .filter(|found| found.dmarc().rua.is_empty() && !owner::is_parked(found.domain))
    {
        cx.report_on(found.said.record, found.said.part(found.tag("v")), |finding| {
            finding.message(format!(
                "DMARC of `{}` has no `rua`: nobody sends aggregate reports",
                found.domain.name
            ));
            finding.help("add `rua=mailto:` and an address that somebody reads");
        });
    }
}
