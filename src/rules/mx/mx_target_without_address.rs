use crate::finding::Severity;
use crate::mail::domain::{MxTarget, ZoneMail};
use crate::record::literal::address_in;
use crate::record::missing_dot;
use crate::resolve::host::Standing;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// The target of an MX record has no address in the zones at hand.
    ///
    /// Targets outside the given zones are not known, and not reported.
    ///
    /// ## Why it breaks
    /// Senders cannot connect. Where other MX hosts are named mail is late, where none is it comes back.
    ///
    /// ## Bad
    /// ```zone,bad,mx
    /// @      MX   10 mail
    /// @      MX   20 mx2
    /// @      TXT  "v=spf1 mx -all"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mx
    /// @      MX   10 mx1
    /// @      MX   20 mx2
    /// @      TXT  "v=spf1 mx -all"
    /// ```
    code: "MX003",
    name: "mx-target-without-address",
    summary: "MX target has no address",
    breaks: "senders find no host to connect to, and mail is late or comes back (RFC 5321 section 5.1)",
    severity: Severity::Error,
    rfcs: &["RFC 5321 section 5.1"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for MxTarget { record, host, standing } in mail.mx_targets() {
        let Standing::Without { zone, exists } = *standing else { continue };
        // Targets without a final dot, and addresses, have rules of their own.
        if missing_dot::in_field(*record, types::mx::MAIL_EXCHANGE).is_some()
            || address_in(*host, cx.zone.name()).is_some()
        {
            continue;
        }
        cx.report_on(*record, Part::Field(types::mx::MAIL_EXCHANGE), |finding| {
            let what = if exists { "has no address" } else { "does not exist" };
            finding.message(format!("MX target `{host}` {what}"));
            if !std::ptr::eq(zone, record.zone()) {
                finding.here(format!("in the zone `{}`", zone.name()));
            }
            finding.help(format!("add `{host} A <address>`, or name a host that has one"));
        });
    }
}
