use std::collections::BTreeSet;

use crate::dane::lookup::{Host, TlsaAnswer};
use crate::finding::Severity;
use crate::mail::domain::{MxTarget, ZoneMail};
use crate::resolve::host::Standing;
use crate::resolve::place;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::NameRef;
use crate::zone::Part;

declare_rule! {
    /// The target of an MX record is a CNAME.
    ///
    /// Targets that have TLSA records are `mx-alias-with-tlsa`.
    ///
    /// ## Why it breaks
    /// Mail hosts are named by their canonical name. Some senders refuse the alias; others follow it and
    /// greet a host that does not know that it is meant, which ends in a mail loop.
    ///
    /// ## Bad
    /// ```zone,bad,mx
    /// @      MX     10 mail
    /// @      MX     20 mx2
    /// @      TXT    "v=spf1 mx -all"
    /// mail   CNAME  mx1
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mx
    /// @      MX     10 mx1
    /// @      MX     20 mx2
    /// @      TXT    "v=spf1 mx -all"
    /// ```
    code: "MX002",
    name: "mx-target-is-alias",
    summary: "MX target is a CNAME",
    breaks: "senders that apply RFC 2181 section 10.3 do not deliver to this host",
    severity: Severity::Error,
    rfcs: &["RFC 2181 section 10.3", "RFC 5321 section 5.1"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    let seen = cx.perspective();
    let any_tlsa = cx.given.has_tlsa();
    // As `mx-alias-with-tlsa` sees it, so that each alias is one rule's.
    let has_tlsa = |target: NameRef<'_>| {
        any_tlsa && matches!(Host::of(seen, target).tlsa(seen, "_25._tcp"), TlsaAnswer::Records(_))
    };
    let mut told = BTreeSet::new();
    for MxTarget { record, host: target, standing } in mail.mx_targets() {
        let Standing::Alias(alias) = standing else { continue };
        let Some(host) = alias.name(types::cname::CANONICAL_NAME) else { continue };
        if has_tlsa(*target)
            || !told.insert((record.owner().to_lowercase().to_string(), target.to_lowercase().to_string()))
        {
            continue;
        }
        cx.report_on(*record, Part::Field(types::mx::MAIL_EXCHANGE), |finding| {
            finding.message(format!("MX target `{target}` is a CNAME"));
            if std::ptr::eq(alias.zone(), record.zone()) {
                finding.label(alias.whole(), format!("alias of `{host}`"));
            } else {
                finding.here(format!("alias of `{host}`, {}", place(*alias)));
            }
            finding
                .help(format!("write `MX {} {host}`", record.u16(types::mx::PREFERENCE).unwrap_or_default()));
        });
    }
}
