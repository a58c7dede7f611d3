//! The rule `mta-sts-mx-unused`.

use std::collections::BTreeSet;

use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::held;
use crate::mail::mta_sts::PolicyFile;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::NameRef;

declare_rule! {
    /// An MTA-STS policy allows hosts of which none is an MX host of the domain.
    ///
    /// With `--mta-sts DOMAIN=FILE`, or `[mta-sts]` in `danelaw.toml`, the policy file of a domain is held
    /// against its zone.
    ///
    /// ## Why it breaks
    /// Nothing fails. Whoever gets hold of a host of that name later could take the mail, so the line is
    /// worth its place only while MX hosts change.
    ///
    /// ```text
    /// version: STSv1
    /// mode: enforce
    /// mx: mx1.example
    /// mx: mx2.example
    /// mx: old.example.net
    /// max_age: 604800
    /// ```
    ///
    /// ## Bad
    /// ```zone,bad,also=mta-sts-mx-unused,from=bad.zone
    /// @ MX 10 mx1
    /// @ MX 20 mx2
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// @ MX 10 mx1
    /// @ MX 20 mx2
    /// ```
    code: "STS007",
    name: "mta-sts-mx-unused",
    summary: "pattern of an MTA-STS policy without MX host",
    breaks: "senders accept a host that is not the domain's any more (RFC 8461 section 4.1)",
    severity: Severity::Info,
    rfcs: &["RFC 8461 section 4.1"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for held in held::held(mail) {
        // A host that matches no pattern was probably meant by one that matches no host.
        let is_off = held.mx.is_empty() || held.mx.iter().any(|(_, host)| !held.file.policy.allows(*host));
        if is_off || mail.zone.may_have(held.domain.name.borrow_name(), types::MX) {
            continue;
        }
        let key = |name: NameRef<'_>| -> Box<[u8]> { (*name.to_lowercase()).into() };
        let hosts: BTreeSet<_> = held.mx.iter().map(|(_, host)| key(*host)).collect();
        let above: BTreeSet<_> = held.mx.iter().filter_map(|(_, host)| host.parent()).map(key).collect();
        for pattern in &held.file.policy.mx {
            let Some((name, has_star)) = pattern.name() else { continue };
            let used = if has_star { &above } else { &hosts };
            if used.contains(name.borrow_name().wire()) {
                continue;
            }
            cx.report(PolicyFile::span(held.source, pattern.at), |finding| {
                finding
                    .message(format!("`mx: {}` matches no MX host of `{}`", pattern.text, held.domain.name))
                    .help("remove the line, or keep it only while MX hosts change");
            });
        }
    }
}
