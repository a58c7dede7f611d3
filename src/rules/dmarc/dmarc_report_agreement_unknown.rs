use crate::finding::Severity;
use crate::mail::dmarc;
use crate::mail::dmarc_records;
use crate::mail::domain::ZoneMail;
use crate::rule::{Check, Cx};
use crate::wire::NameRef;

declare_rule! {
    /// DMARC reports go to another organization, whose zone is not given.
    ///
    /// ## Why it breaks
    /// A receiver looks for a record at `DOMAIN._report._dmarc.HOST` and sends nothing where there is none.
    /// Providers that take reports of their customers have it, often as a wildcard.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@reports.test"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example"
    /// ```
    code: "DMARC105",
    name: "dmarc-report-agreement-unknown",
    summary: "report destination outside the given zones",
    breaks: "receivers send no reports to a domain that did not say that it takes them (RFC 9990 section 4)",
    severity: Severity::Info,
    rfcs: &["RFC 9990 section 4", "RFC 7489 section 7.1"],
    since: "0.1.0",
    check: Check::Mail(check),
    on_request: true,
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for found in dmarc_records::readable(mail) {
        let domain = found.domain.name.borrow_name();
        let mut told: Vec<NameRef<'_>> = Vec::new();
        let destinations = dmarc::destinations(mail.answers, domain, found.dmarc(), cx.limits);
        for destination in destinations.iter().filter(|destination| destination.is_authorized.is_none()) {
            let (host, Some(owner)) = (&destination.host, &destination.owner) else { continue };
            if told.contains(&host.borrow_name()) {
                continue;
            }
            told.push(host.borrow_name());
            cx.report_on(found.said.record, found.said.part(destination.uri.at), |finding| {
                finding.message(format!(
                    "reports of `{}` need a record in the zone of `{host}`",
                    found.domain.name
                ));
                finding.help(format!("see to it that `{owner} TXT \"v=DMARC1;\"` is published"));
            });
        }
    }
}
