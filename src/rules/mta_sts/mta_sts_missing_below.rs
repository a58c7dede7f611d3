//! The rule `mta-sts-missing-below`.

use crate::finding::Severity;
use crate::mail::domain::{MailDomain, ZoneMail};
use crate::mail::mta_sts::Sts;
use crate::mail::tls_records::{self, Presence};
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A name of the zone takes mail and has no MTA-STS record, another name has one.
    ///
    /// ## Why it breaks
    /// A policy is for one domain. Mail to a name below it goes out as if there were no MTA-STS.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// sub MX 10 mx1
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// sub MX 10 mx1
    /// _mta-sts.sub TXT "v=STSv1; id=20261201000000"
    /// ```
    code: "STS013",
    name: "mta-sts-missing-below",
    summary: "mail domain without MTA-STS beside one with it",
    breaks: "an attacker reads or redirects mail to this name (RFC 8461 section 3.4)",
    severity: Severity::Info,
    rfcs: &["RFC 8461 section 3.4"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    let announced =
        |domain: &&MailDomain<'_>| domain.takes_mail() && tls_records::announcement(domain).is_some();
    let Some(other) = tls_records::domains(mail).find(announced) else { return };
    for domain in tls_records::domains(mail).filter(|domain| domain.takes_mail()) {
        let Some((record, _)) = domain.hosts().next() else { continue };
        if tls_records::found::<Sts>(mail, domain) != Presence::Nothing {
            continue;
        }
        cx.report_on(record, Part::Owner, |finding| {
            finding
                .message(format!("`{}` has no MTA-STS, `{}` has", domain.name, other.name))
                .help(format!("add `_mta-sts.{}` and `mta-sts.{0}` with a policy of its own", domain.name));
        });
    }
}
