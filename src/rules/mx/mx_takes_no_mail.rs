use crate::finding::Severity;
use crate::mail::domain::{Mx, ZoneMail};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::NameRef;
use crate::zone::Part;

declare_rule! {
    /// The target of an MX record never takes mail for a domain.
    ///
    /// Reported are names below `invalid.`, which are left over from a verification, and hosts that users
    /// send mail through.
    ///
    /// ## Why it breaks
    /// Senders that try it wait, or get "relaying denied". Mail is late or comes back.
    ///
    /// ## Bad
    /// ```zone,bad,mx
    /// @   MX   10 mx1
    /// @   MX   20 mx2
    /// @   MX   32767 ms12345678.msv1.invalid.
    /// @   TXT  "v=spf1 mx -all"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mx
    /// @   MX   10 mx1
    /// @   MX   20 mx2
    /// @   TXT  "v=spf1 mx -all"
    /// ```
    code: "MX007",
    name: "mx-takes-no-mail",
    summary: "MX host that never takes mail",
    breaks: "senders that try the host defer or bounce the mail (RFC 5321 section 5.1, RFC 2606 section 2)",
    severity: Severity::Warning,
    rfcs: &["RFC 5321 section 5.1", "RFC 2606 section 2", "RFC 6409 section 3.1"],
    since: "0.1.0",
    check: Check::Mail(check),
}

/// Hosts that take mail from users who log in, and from nobody else.
const SUBMISSION: &[&str] = &[
    "smtp.office365.com",
    "smtp-mail.outlook.com",
    "smtp.gmail.com",
    "smtp-relay.gmail.com",
    "smtp.mail.yahoo.com",
    "smtp.mail.me.com",
    "smtp.zoho.com",
    "smtp.sendgrid.net",
    "smtp.mailgun.org",
    "smtp.mandrillapp.com",
    "smtp.postmarkapp.com",
];

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for domain in &mail.domains {
        let Mx::Hosts(mx) = domain.mx() else { continue };
        for record in mx.records() {
            let Some(host) = record.name(types::mx::MAIL_EXCHANGE) else { continue };
            let Some(what) = why(host) else { continue };
            cx.report_on(record, Part::Field(types::mx::MAIL_EXCHANGE), |finding| {
                finding
                    .message(format!("MX host `{host}` of `{}` {what}", domain.name))
                    .help("delete the record");
            });
        }
    }
}

fn why(host: NameRef<'_>) -> Option<&'static str> {
    let is_invalid = host.labels().last().is_some_and(|top| top.eq_ignore_ascii_case(b"invalid"));
    let is_submission = || {
        let is = |name: &str| host.wire().len() == name.len() + 2 && host.is_at_or_below_text(name);
        SUBMISSION.iter().any(|name| is(name))
    };
    if is_invalid {
        Some("never exists")
    } else if is_submission() {
        Some("takes mail of its own users only")
    } else {
        None
    }
}
