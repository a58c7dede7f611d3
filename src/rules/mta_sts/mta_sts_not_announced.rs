//! The rule `mta-sts-not-announced`.

use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::mta_sts::Sts;
use crate::mail::tls_records::{self, Presence};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Node, Part};

declare_rule! {
    /// A mail domain has the host `mta-sts` and no record at `_mta-sts`.
    ///
    /// ## Why it breaks
    /// Senders look for the record first. Where there is none they do not ask for the policy, however good it
    /// is.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// mta-sts A 192.0.2.80
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _mta-sts TXT "v=STSv1; id=20261201000000"
    /// mta-sts A 192.0.2.80
    /// ```
    code: "STS004",
    name: "mta-sts-not-announced",
    summary: "host of an MTA-STS policy, no record",
    breaks: "senders do not look for the policy of a domain without the record (RFC 8461 section 3.1)",
    severity: Severity::Info,
    rfcs: &["RFC 8461 section 3", "RFC 8461 section 3.1"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    let is_host = |node: &Node<'_>| node.name().first_label().eq_ignore_ascii_case(b"mta-sts");
    for node in mail.zone.nodes().filter(|node| is_host(node) && node.is_authoritative()) {
        let (host, above) = (node.name(), node.name().parent());
        let domain = above.filter(|name| !name.is_wildcard()).and_then(|name| mail.domain(name));
        let Some(domain) = domain.filter(|domain| domain.takes_mail()) else { continue };
        let Some(rrset) =
            [types::A, types::AAAA, types::CNAME].into_iter().find_map(|rtype| node.rrset(rtype))
        else {
            continue;
        };
        if tls_records::found::<Sts>(mail, domain) != Presence::Nothing {
            continue;
        }
        let now = cx.now;
        cx.report_on(rrset.first(), Part::Owner, |finding| {
            finding
                .message(format!("`{host}` has an address, and `_mta-sts.{}` no MTA-STS record", domain.name))
                .help(format!(
                    "add `_mta-sts.{} TXT \"v=STSv1; id={}\"` once the policy is there",
                    domain.name,
                    now.digits()
                ));
        });
    }
}
