use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::excerpt;
use crate::zone::{Part, Rrset};

declare_rule! {
    /// The mailbox of the `SOA` has an `@` in it.
    ///
    /// ## Why it breaks
    /// The mailbox is written as a domain name: the first dot stands for the `@`. With an `@` in its place,
    /// the address that programs make of the name has no such mailbox.
    ///
    /// ## Bad
    /// ```zone,bad,whole
    /// $ORIGIN example.
    /// $TTL 3600
    /// @     SOA  ns1.example.net. hostmaster@example.net. 1 14400 3600 1209600 3600
    /// @     NS   ns1.example.net.
    /// @     NS   ns2.example.net.
    /// ```
    ///
    /// ## Good
    /// ```zone,good,whole
    /// $ORIGIN example.
    /// $TTL 3600
    /// @     SOA  ns1.example.net. hostmaster.example.net. 1 14400 3600 1209600 3600
    /// @     NS   ns1.example.net.
    /// @     NS   ns2.example.net.
    /// ```
    code: "NAM009",
    name: "rname-has-at-sign",
    summary: "SOA mailbox has an @",
    breaks: "mail to the people in charge does not arrive (RFC 1035 section 3.3.13)",
    severity: Severity::Warning,
    rfcs: &["RFC 1035 section 3.3.13", "RFC 1912 section 2.2"],
    since: "0.1.0",
    check: Check::Rrset(&[types::SOA], check),
}

fn check(soa: Rrset<'_>, cx: &mut Cx<'_>) {
    let record = soa.first();
    let Some(mailbox) = record
        .name(types::soa::RESPONSIBLE_MAILBOX)
        .filter(|name| name.labels().any(|label| label.contains(&b'@')))
    else {
        return;
    };
    cx.report_on(record, Part::Field(types::soa::RESPONSIBLE_MAILBOX), |finding| {
        finding.message(format!("SOA mailbox `{mailbox}` has an `@`"));
        let text =
            excerpt(soa.node().zone().text(record.span(Part::Field(types::soa::RESPONSIBLE_MAILBOX))), 60);
        match text.replace("\\@", "@").split_once('@') {
            // The dots before the @ belong to the mailbox's label.
            Some((local, domain)) if !domain.contains('@') && !local.is_empty() => {
                let local = local.replace("\\.", ".").replace('.', "\\.");
                finding
                    .here("the first dot stands for the @")
                    .help(format!("write `{local}.{}.`", domain.trim_end_matches('.')))
            }
            _ => finding.here("the first dot stands for the @").help("write a dot for the `@`"),
        };
    });
}
