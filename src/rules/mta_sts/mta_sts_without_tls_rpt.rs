//! The rule `mta-sts-without-tls-rpt`.

use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::mta_sts;
use crate::mail::mta_sts::Mode;
use crate::mail::tls_records::{self, Presence};
use crate::mail::tls_rpt::TlsRpt;
use crate::rule::{Check, Cx};

declare_rule! {
    /// A mail domain has MTA-STS and no TLS-RPT record.
    ///
    /// ## Why it breaks
    /// Senders report to nobody. That a certificate has ended or that a policy lacks a host shows when mail
    /// stays away; and of a policy in mode `testing` nothing shows at all.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _mta-sts TXT "v=STSv1; id=20261201000000"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _smtp._tls TXT "v=TLSRPTv1; rua=mailto:tls@example,https://reports.example.net/tls"
    /// ```
    code: "STS010",
    name: "mta-sts-without-tls-rpt",
    summary: "MTA-STS without TLS-RPT",
    breaks: "nobody hears of mail that senders hold back, and mode `testing` tests nothing (RFC 8461 section \
        5)",
    severity: Severity::Info,
    rfcs: &["RFC 8461 section 5", "RFC 8460 section 3"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for domain in tls_records::domains(mail).filter(|domain| domain.takes_mail()) {
        let Some((record, part)) = tls_records::announcement(domain) else { continue };
        if tls_records::found::<TlsRpt>(mail, domain) != Presence::Nothing {
            continue;
        }
        let name = &domain.name;
        let mode =
            mail.policy(name.borrow_name()).and_then(|(_, file)| file.policy.mode).map(|(mode, _)| mode);
        cx.report_on(record, part, |finding| {
            let what = if mode == Some(Mode::Testing) { "MTA-STS in mode `testing`" } else { "MTA-STS" };
            finding.message(format!("{what} and no TLS-RPT record for `{name}`"));
            finding.help(format!(
                "add `_smtp._tls.{name} TXT \"v=TLSRPTv1; rua=mailto:tlsrpt@{}\"`",
                mta_sts::bare(name.borrow_name())
            ));
        });
    }
}
