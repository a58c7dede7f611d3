//! The rule `tls-rpt-missing`.

use crate::dane::lookup::{self, Exchanger};
use crate::finding::Severity;
use crate::mail::domain::{Mx, ZoneMail};
use crate::mail::microsoft::Exchange;
use crate::mail::mta_sts;
use crate::mail::tls_records::{self, Presence};
use crate::mail::tls_rpt::TlsRpt;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// Mail to a domain is protected by DANE, and it has no TLS-RPT record.
    ///
    /// ## Why it breaks
    /// A sender that finds TLSA records and another certificate, or none, holds the mail back. Without
    /// TLS-RPT nobody tells the domain, and mail stays away in silence.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// @ MX 10 mx1
    /// _25._tcp.mx1 TLSA 3 1 1
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _smtp._tls TXT "v=TLSRPTv1; rua=mailto:tls@example,https://reports.example.net/tls"
    /// ```
    code: "RPT005",
    name: "tls-rpt-missing",
    summary: "DANE without TLS-RPT",
    breaks: "nobody hears of mail that senders hold back for DANE (RFC 8460 section 1)",
    severity: Severity::Info,
    rfcs: &["RFC 8460 section 1", "RFC 8460 section 3"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    let seen = cx.perspective();
    // Where nothing is signed there is no DANE.
    if lookup::is_unsigned(mail.zone, cx.given) && !cx.policy.signed_later {
        return;
    }
    for domain in tls_records::domains(mail) {
        let Mx::Hosts(mx) = domain.mx() else { continue };
        // Of MTA-STS another rule tells the same.
        if tls_records::announcement(domain).is_some()
            || tls_records::found::<TlsRpt>(mail, domain) != Presence::Nothing
        {
            continue;
        }
        let pinned = if cx.given.has_tlsa() {
            lookup::exchangers(seen, mx).into_iter().find(Exchanger::is_pinned).map(|one| one.record)
        } else {
            None
        };
        let secure = || {
            domain
                .microsoft
                .iter()
                .find(|(.., exchange)| *exchange == Exchange::Secure)
                .map(|(record, ..)| *record)
        };
        let Some(record) = pinned.or_else(secure) else { continue };
        cx.report_on(record, Part::Field(types::mx::MAIL_EXCHANGE), |finding| {
            let name = &domain.name;
            finding
                .message(format!("mail to `{name}` is protected by DANE, and it has no TLS-RPT record"))
                .here("a host with TLSA records")
                .help(format!(
                    "add `_smtp._tls.{name} TXT \"v=TLSRPTv1; rua=mailto:tlsrpt@{}\"`",
                    mta_sts::bare(name.borrow_name())
                ));
        });
    }
}
