//! The rule `mta-sts-host-without-address`.

use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::tls_records;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Lookup;

declare_rule! {
    /// A domain announces MTA-STS, and its host `mta-sts` has no address.
    ///
    /// ## Why it breaks
    /// A sender fetches the policy from `https://mta-sts.example/.well-known/mta-sts.txt`. Without the host
    /// it gets none and delivers as to any domain without MTA-STS.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _mta-sts TXT "v=STSv1; id=20261201000000"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _mta-sts TXT "v=STSv1; id=20261201000000"
    /// mta-sts A 192.0.2.80
    /// ```
    code: "STS003",
    name: "mta-sts-host-without-address",
    summary: "MTA-STS without the host of the policy",
    breaks: "senders cannot fetch the policy and deliver without it (RFC 8461 section 3.3)",
    severity: Severity::Error,
    rfcs: &["RFC 8461 section 3.2", "RFC 8461 section 3.3"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    // Nobody sends mail to a name without records: what stands below it is there for aliases of others.
    for domain in tls_records::domains(mail).filter(|domain| domain.own.is_some()) {
        let (Some((record, part)), Some(host)) =
            (tls_records::announcement(domain), domain.name.borrow_name().prefixed("mta-sts"))
        else {
            continue;
        };
        // An alias that leads nowhere is told as such.
        let is_alias = match mail.zone.lookup(host.borrow_name()) {
            Lookup::Exists(node) | Lookup::Wildcard(node) => node.has(&[types::CNAME]),
            _ => false,
        };
        if is_alias
            || ![types::A, types::AAAA]
                .iter()
                .all(|&rtype| mail.answers.lookup(host.borrow_name(), rtype).is_nothing())
        {
            continue;
        }
        cx.report_on(record, part, |finding| {
            finding
                .message(format!("MTA-STS is announced, and `{host}` has no address"))
                .here("tells senders to fetch the policy from that host")
                .help(format!(
                    "add `{host}` with the A or AAAA record of the web server that has the policy"
                ));
        });
    }
}
