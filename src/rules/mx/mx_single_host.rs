use crate::finding::Severity;
use crate::mail::domain::{Mx, ZoneMail};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A name has one MX host.
    ///
    /// Asked on request only: behind one name may be many hosts, and senders try again for days.
    ///
    /// ## Why it breaks
    /// While the host is away mail waits at the senders.
    ///
    /// ## Bad
    /// ```zone,bad,mx
    /// @   MX   10 mx1
    /// @   TXT  "v=spf1 mx -all"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mx
    /// @   MX   10 mx1
    /// @   MX   20 mx2
    /// @   TXT  "v=spf1 mx -all"
    /// ```
    code: "MX101",
    name: "mx-single-host",
    summary: "single MX host",
    breaks: "mail waits at the senders while the host is away (RFC 5321 section 4.5.4)",
    severity: Severity::Info,
    rfcs: &["RFC 5321 section 4.5.4", "RFC 5321 section 5.1"],
    since: "0.1.0",
    check: Check::Mail(check),
    on_request: true,
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for domain in &mail.domains {
        let Mx::Hosts(mx) = domain.mx() else { continue };
        let host = mx.first().name(types::mx::MAIL_EXCHANGE);
        let Some(host) = host
            .filter(|host| mx.records().all(|record| record.name(types::mx::MAIL_EXCHANGE) == Some(*host)))
        else {
            continue;
        };
        cx.report_on(mx.first(), Part::Field(types::mx::MAIL_EXCHANGE), |finding| {
            finding
                .message(format!("`{}` has the single MX host `{host}`", domain.name))
                .help("add `MX 20 <host>` with a second host");
        });
    }
}
