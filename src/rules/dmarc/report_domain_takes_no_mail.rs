use crate::finding::Severity;
use crate::mail::dmarc_records;
use crate::mail::domain::ZoneMail;
use crate::mail::report_uri::{ReportUri, Scheme};
use crate::resolve::End;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::{Name, NameRef};

declare_rule! {
    /// Reports of DMARC or TLS-RPT go to an address whose domain, in the given zones, takes no mail.
    ///
    /// ## Why it breaks
    /// Mail goes to the domain's MX hosts, or to its address where there is no MX. With a null MX, or with
    /// neither, reports are lost and nobody notices.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@reports.example"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example"
    /// ```
    code: "DMARC014",
    name: "report-domain-takes-no-mail",
    summary: "report address at a domain that takes no mail",
    breaks: "reports cannot be delivered (RFC 5321 section 5.1, RFC 7505 section 3)",
    severity: Severity::Warning,
    rfcs: &["RFC 5321 section 5.1", "RFC 7505 section 3"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for found in dmarc_records::readable(mail) {
        for (tag, uri) in dmarc_records::destinations(found.dmarc()).take(cx.limits.text_faults) {
            let Some((host, why)) = deaf(mail, uri) else { continue };
            cx.report_on(found.said.record, found.said.part(uri.at), |finding| {
                finding
                    .message(format!(
                        "`{tag}` of `_dmarc.{}` goes to `{host}`, which {why}",
                        found.domain.name
                    ))
                    .help(help(host));
            });
        }
    }
    for (domain, slot) in mail.domains.iter().filter_map(|domain| Some((domain, domain.tls_rpt.as_deref()?)))
    {
        let Some(said) = slot.only() else { continue };
        for uri in said.said.rua.iter().take(cx.limits.text_faults) {
            let Some((host, why)) = deaf(mail, uri) else { continue };
            cx.report_on(said.record, said.part(uri.at), |finding| {
                finding
                    .message(format!("`rua` of `_smtp._tls.{}` goes to `{host}`, which {why}", domain.name))
                    .help(help(host));
            });
        }
    }
}

fn help(host: &Name) -> String {
    format!("name a mailbox of a domain that takes mail, or add an MX record to `{host}`")
}

/// The domain of a mail address that takes no mail, and why.
fn deaf<'u>(mail: &ZoneMail<'_>, uri: &'u ReportUri) -> Option<(&'u Name, &'static str)> {
    let host =
        uri.domain().filter(|_| uri.is_valid() && matches!(uri.scheme, Some(Scheme::Mailto { .. })))?;
    let is_nothing = |rtype| mail.answers.lookup(host.borrow_name(), rtype).is_nothing();
    match mail.answers.lookup(host.borrow_name(), types::MX).end {
        End::Rrset(mx)
            if mx.records().all(|mx| mx.name(types::mx::MAIL_EXCHANGE).is_some_and(NameRef::is_root)) =>
        {
            Some((host, "has a null MX"))
        }
        End::NoData { .. } | End::NxDomain(_) if is_nothing(types::A) && is_nothing(types::AAAA) => {
            Some((host, "has no MX and no address"))
        }
        End::Rrset(_) | End::NoData { .. } | End::NxDomain(_) | End::Unknown(_) => None,
    }
}
