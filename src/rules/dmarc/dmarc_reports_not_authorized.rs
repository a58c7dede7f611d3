use crate::finding::Severity;
use crate::mail::Extent;
use crate::mail::dmarc::{self, Dmarc};
use crate::mail::dmarc_records;
use crate::mail::domain::ZoneMail;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::NameRef;
use crate::zone::{Part, Record};

declare_rule! {
    /// DMARC reports go to another organization, whose zone is given and does not say that it takes them.
    ///
    /// Hosts in the same zone, and one above or below the domain, are of the same organization. A record that an
    /// alias at `_dmarc` leads to is the policy of the domain with the alias. For
    /// destinations outside the given zones there is `dmarc-report-agreement-unknown`.
    ///
    /// ## Why it breaks
    /// Anybody could have reports sent to somebody else. A receiver looks for a record at
    /// `DOMAIN._report._dmarc.HOST` first, and sends nothing where there is none.
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
    code: "DMARC013",
    name: "dmarc-reports-not-authorized",
    summary: "report destination that did not agree",
    breaks: "receivers send no reports to a domain that did not say that it takes them (RFC 9990 section 4)",
    severity: Severity::Error,
    rfcs: &["RFC 9990 section 4", "RFC 7489 section 7.1"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for found in dmarc_records::readable(mail) {
        let place = |uri: Extent| (found.said.record, found.said.part(uri));
        report(mail, found.domain.name.borrow_name(), found.dmarc(), &place, cx);
    }
    // Wherever an alias leads, the policy is that of the domain with the alias.
    for (domain, slot) in dmarc_records::slots(mail) {
        let Some(alias) = slot.alias.filter(|_| slot.texts.is_empty()) else { continue };
        let Some(said) = dmarc_records::behind_alias(mail, slot, cx.limits) else { continue };
        let place = |_: Extent| (alias, Part::Field(types::cname::CANONICAL_NAME));
        report(mail, domain.name.borrow_name(), &said, &place, cx);
    }
}

/// Reports the destinations of one domain's record that did not agree, each host once.
fn report<'z>(
    mail: &ZoneMail<'z>,
    domain: NameRef<'_>,
    dmarc: &Dmarc,
    place: &dyn Fn(Extent) -> (Record<'z>, Part),
    cx: &mut Cx<'_>,
) {
    let mut told: Vec<NameRef<'_>> = Vec::new();
    let destinations = dmarc::destinations(mail.answers, domain, dmarc, cx.limits);
    for destination in destinations.iter().filter(|destination| destination.is_authorized == Some(false)) {
        let (host, Some(owner)) = (&destination.host, &destination.owner) else { continue };
        if told.contains(&host.borrow_name()) {
            continue;
        }
        told.push(host.borrow_name());
        let (record, part) = place(destination.uri.at);
        cx.report_on(record, part, |finding| {
            finding.message(format!("`{host}` does not say that it takes reports of `{domain}`"));
            finding.help(format!("add `{owner} TXT \"v=DMARC1;\"` to the zone of `{host}`"));
        });
    }
}
