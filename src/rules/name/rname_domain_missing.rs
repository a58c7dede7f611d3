use crate::finding::Severity;
use crate::record::missing_dot;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Lookup, Part, Rrset};

declare_rule! {
    /// The mail domain of the `SOA` mailbox does not exist in this zone.
    ///
    /// ## Why it breaks
    /// The mailbox is written as a domain name whose first label is what stands before the `@`. A dot inside
    /// that label needs a backslash: `jane\.doe.example.` is <jane.doe@example>, `jane.doe.example.` is
    /// <jane@doe.example>.
    ///
    /// ## Bad
    /// ```zone,bad,whole
    /// $ORIGIN example.
    /// $TTL 3600
    /// @     SOA  ns1.example.net. jane.doe.example. 1 14400 3600 1209600 3600
    /// @     NS   ns1.example.net.
    /// @     NS   ns2.example.net.
    /// ```
    ///
    /// ## Good
    /// ```zone,good,whole
    /// $ORIGIN example.
    /// $TTL 3600
    /// @     SOA  ns1.example.net. jane\.doe.example. 1 14400 3600 1209600 3600
    /// @     NS   ns1.example.net.
    /// @     NS   ns2.example.net.
    /// ```
    code: "NAM010",
    name: "rname-domain-missing",
    summary: "mail domain of the SOA mailbox does not exist",
    breaks: "mail to the people in charge does not arrive (RFC 1035 section 8)",
    severity: Severity::Warning,
    rfcs: &["RFC 1035 section 8", "RFC 1912 section 2.2"],
    since: "0.1.0",
    check: Check::Rrset(&[types::SOA], check),
}

fn check(soa: Rrset<'_>, cx: &mut Cx<'_>) {
    let record = soa.first();
    let Some(mailbox) = record.name(types::soa::RESPONSIBLE_MAILBOX) else { return };
    let Some(domain) = mailbox.parent().filter(|domain| domain.is_below(cx.zone.name())) else { return };
    let is_missing = matches!(cx.zone.lookup(domain), Lookup::NxDomain);
    let is_told =
        mailbox.labels().any(|label| label.contains(&b'@')) || missing_dot::in_field(record, 1).is_some();
    // The root zones of laboratories lack most of the delegations that the real one has.
    if !is_missing || is_told || cx.zone.name().is_root() {
        return;
    }
    let zone = cx.zone.name();
    cx.report_on(record, Part::Field(types::soa::RESPONSIBLE_MAILBOX), |finding| {
        let local = mailbox.relative_to(zone).replace("\\.", ".").replace('.', "\\.");
        finding
            .message(format!("mail domain `{domain}` of the SOA mailbox does not exist"))
            .here("the first dot stands for the @")
            .help(format!(
                "escape dots before the @, as in `{local}.{zone}`, or name a domain that takes mail"
            ));
    });
}
