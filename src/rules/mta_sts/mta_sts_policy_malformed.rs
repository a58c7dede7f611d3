//! The rule `mta-sts-policy-malformed`.

use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::mta_sts;
use crate::mail::mta_sts::{PolicyFault, PolicyFile};
use crate::rule::{Check, Cx};

declare_rule! {
    /// The MTA-STS policy file of a domain does not follow its grammar.
    ///
    /// With `--mta-sts DOMAIN=FILE`, or `[mta-sts]` in `danelaw.toml`, the policy file of a domain is held
    /// against its zone.
    ///
    /// ## Why it breaks
    /// A sender that cannot read the policy goes on as if there were none. Where it knows an older one it
    /// keeps to that, so that mail to new hosts waits for days and then comes back.
    ///
    /// ```text
    /// version: STSv1
    /// mode: enforced
    /// mx: mx1.example
    /// max_age: 604800
    /// ```
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// _mta-sts TXT "v=STSv1; id=20261201000000"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// _mta-sts TXT "v=STSv1; id=20261201000000"
    /// ```
    code: "STS005",
    name: "mta-sts-policy-malformed",
    summary: "MTA-STS policy that senders cannot read",
    breaks: "senders ignore the policy, or keep to an older one that they know (RFC 8461 section 3.3)",
    severity: Severity::Error,
    rfcs: &["RFC 8461 section 3.2", "RFC 8461 section 3.3"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for &(source, file) in &mail.policies {
        let domain = file.domain.borrow_name();
        for fault in file.policy.faults.iter().filter(|fault| fault.kind != PolicyFault::Repeated) {
            cx.report(PolicyFile::span(source, fault.at), |finding| {
                finding.message(format!("MTA-STS policy: {}", fault.detail));
                let host = mail
                    .domain(domain)
                    .and_then(|domain| domain.hosts().next().map(|(_, host)| mta_sts::bare(host)));
                finding.help(match (fault.kind, &fault.suggestion) {
                    (PolicyFault::Missing, Some(line)) if line.starts_with("mx:") => {
                        format!(
                            "add `mx: {}`, a line for each MX \
                            host",
                            host.unwrap_or_else(|| format!("mail.{}", mta_sts::bare(domain)))
                        )
                    }
                    (PolicyFault::Missing, Some(line)) => format!("add the line `{line}`"),
                    (_, Some(line)) => format!("write `{line}`"),
                    (PolicyFault::Format, None) => {
                        "save it as ASCII with lines `version: STSv1`, `mode: testing`, `mx: ...`, `max_age: \
                        604800`"
                            .to_owned()
                    }
                    (PolicyFault::Mx, None) => "write the host's name, or `*.` and the name above \
                        it"
                    .to_owned(),
                    _ => "remove the line".to_owned(),
                });
            });
        }
    }
}
