//! The rule `certificate-expired`.

use crate::dane::{Cause, Judged};
use crate::finding::{Holds, Severity};
use crate::mail::tls_records;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A `TLSA` record of usage 3 matches the server's certificate, which has expired.
    ///
    /// Asked of services whose certificates are given: with `--cert`, `--cert-dir`, or `[[service]]` in
    /// `danelaw.toml`.
    ///
    /// ## Why it breaks
    /// Clients must ignore the dates below usage 3, and Postfix does. Exchange Online documents 4/5.7.322 for
    /// such a certificate, and clients without DANE refuse it.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _25._tcp.mail TLSA 3 1 1 016d0658…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _25._tcp.mail TLSA 3 1 1 016d0658…
    /// ```
    code: "CRT008",
    name: "certificate-expired",
    summary: "certificate has expired",
    breaks: "RFC 7671 section 5.1 has clients ignore it, Exchange Online documents 5.7.322 \
        certificate-expired, and clients without DANE refuse it",
    severity: Severity::Warning,
    rfcs: &["RFC 7671 section 5.1"],
    since: "0.1.0",
    check: Check::Service(check),
}

fn check(judged: &Judged<'_>, cx: &mut Cx<'_>) {
    // Where MTA-STS is enforced, that is `mta-sts-refuses-certificate`.
    let host = judged.service.host.borrow_name();
    let is_mail = judged.service.is_mail_exchange();
    if is_mail && tls_records::enforced_for(cx.mta_sts, cx.perspective(), host).is_some() {
        return;
    }
    for (verdict, chain) in
        judged.sendable().into_iter().filter(|(verdict, _)| verdict.cause == Cause::MatchExpired)
    {
        let Some(record) = verdict.matched.first().and_then(|one| judged.record(one.record)) else {
            continue;
        };
        let Some(date) = crate::cert::leaf(&chain.parts)
            .and_then(|leaf| leaf.certificate.as_ref())
            .map(|leaf| leaf.not_after)
        else {
            continue;
        };
        cx.report_on(record, Part::Rdata, |finding| {
            finding
                .message(format!("the certificate in {} ended at {date}", chain.name))
                .here("matches it, whatever the date")
                .help("renew the certificate, with the same key if this record is to stay");
            finding.holds = Holds { from: Some(date), until: None };
        });
    }
}
