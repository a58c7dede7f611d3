use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::record::literal::address_in;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// The target of an MX record is written as an address.
    ///
    /// ## Why it breaks
    /// An MX names a host. `192.0.2.1` is a name of four labels, which nobody has an address for.
    ///
    /// ## Bad
    /// ```zone,bad,mx
    /// @      MX   10 192.0.2.25
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
    code: "MX103",
    name: "mx-target-is-address",
    summary: "MX target is an address",
    breaks: "senders look for a host whose name is those digits, and find none (RFC 5321 section 5.1)",
    severity: Severity::Error,
    rfcs: &["RFC 5321 section 5.1", "RFC 1035 section 3.3.9"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for mx in mail.domains.iter().filter_map(|domain| domain.own.as_deref()?.node.rrset(types::MX)) {
        for record in mx.records() {
            let Some(target) = record.name(types::mx::MAIL_EXCHANGE) else { continue };
            let Some(address) = address_in(target, cx.zone.name()).filter(|_| cx.zone.node(target).is_none())
            else {
                continue;
            };
            cx.report_on(record, Part::Field(types::mx::MAIL_EXCHANGE), |finding| {
                let rtype = if address.is_ipv4() { "A" } else { "AAAA" };
                finding.message(format!("MX target of `{}` is the address `{address}`", record.owner()));
                finding.here(format!("read as the name `{target}`"));
                finding.help(format!(
                    "write the name of the host, and `<name> {rtype} {address}` if it is in this zone"
                ));
            });
        }
    }
}
