use crate::finding::{Severity, and_more};
use crate::mail::dmarc_records::{self, DmarcRecord};
use crate::mail::domain::ZoneMail;
use crate::mail::owner;
use crate::rule::{Check, Cx};

declare_rule! {
    /// A DMARC record has no `rua`.
    ///
    /// A domain that sends no mail, by a null MX or an SPF record with nothing but `-all`, is not reported.
    ///
    /// One finding for a zone.
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
    severity: Severity::Info,
    rfcs: &["RFC 9989 section 5.1.3", "RFC 9989 section 8"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    let open: Vec<DmarcRecord<'_, '_>> = dmarc_records::applied(mail)
        .filter(|found| found.dmarc().rua.is_empty() && !owner::is_parked(found.domain))
        .collect();
    let places: Vec<_> =
        open.iter().map(|found| (found.said.record, found.said.part(found.tag("v")))).collect();
    let Some(first) = open.first() else { return };
    cx.report_once(&places, "no `rua`, either", |more, finding| {
        finding.message(format!(
            "no `rua` in DMARC of `{}`{}: nobody sends reports",
            first.domain.name,
            and_more(more)
        ));
        finding.help("add `rua=mailto:` and an address that somebody reads");
    });
}
