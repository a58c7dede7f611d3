use crate::finding::{Severity, and_more};
use crate::mail::dmarc_records;
use crate::mail::domain::{MailDomain, Mx, ZoneMail};
use crate::mail::owner;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A domain takes mail and no DMARC record applies to it.
    ///
    /// Above the given zones there may be a record that applies, too: a zone such as `sub.example.com` is
    /// judged together with `example.com` only.
    ///
    /// One finding for a zone.
    ///
    /// ## Why it breaks
    /// Without a record at `_dmarc`, of the domain or one above it, receivers have no policy for mail that
    /// somebody forges in its name, and nobody reports who does. Large mailbox providers want a record from
    /// those who send much.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// @ MX 10 mx1
    /// @ TXT "v=spf1 mx -all"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// @ MX 10 mx1
    /// @ TXT "v=spf1 mx -all"
    /// _dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example"
    /// ```
    code: "DMARC001",
    name: "dmarc-missing",
    summary: "mail domain without a DMARC record",
    breaks: "receivers take forged mail for the domain, and large ones refuse its own (RFC 9989 section \
        5.1.4)",
    severity: Severity::Info,
    rfcs: &["RFC 9989 section 5.1.4", "RFC 9989 section 4.10"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    let misplaced = owner::misplaced_dmarc(mail);
    let mut open: Vec<&MailDomain<'_>> = Vec::new();
    let mut places = Vec::new();
    for domain in mail.domains.iter().filter(|domain| !dmarc_records::is_attempted(domain)) {
        let Mx::Hosts(mx) = domain.mx() else { continue };
        if misplaced.contains(domain.name.borrow_name().wire())
            || dmarc_records::is_covered(mail, domain, cx.limits) != Some(false)
        {
            continue;
        }
        open.push(domain);
        places.push((mx.first(), Part::Owner));
    }
    let Some(first) = open.first() else { return };
    // One record at the zone's name is for all of them.
    let meant = if open.len() > 1 { mail.zone.name().to_name() } else { first.name.clone() };
    cx.report_once(&places, "takes mail, too", |more, finding| {
        let verb = if more == 0 { "takes" } else { "take" };
        finding.message(format!(
            "`{}`{} {verb} mail and no DMARC record applies",
            first.name,
            and_more(more)
        ));
        let record = format!("_dmarc.{meant} TXT \"v=DMARC1; p=none; rua=mailto:<address>\"");
        finding.help(format!("add `{record}` and raise `p` once reports are clean"));
    });
}
