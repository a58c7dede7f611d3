use crate::finding::Severity;
use crate::record::missing_dot;
use crate::rr::types;
use crate::rr::types::soa::{PRIMARY_NAME_SERVER, RESPONSIBLE_MAILBOX};
use crate::rule::{Check, Cx};
use crate::wire::NameRef;
use crate::zone::{Part, Rrset};

declare_rule! {
    /// The primary name server or the mailbox of the `SOA` was written without the dot at its end.
    ///
    /// ## Why it breaks
    /// A name without a dot at its end is relative: the origin is appended. Dynamic updates then go to a
    /// server that does not exist, and mail to the people in charge to a domain that does not.
    ///
    /// ## Bad
    /// ```zone,bad,whole
    /// $ORIGIN example.
    /// $TTL 3600
    /// @     SOA  ns1.example.net. hostmaster.example 1 14400 3600 1209600 3600
    /// @     NS   ns1.example.net.
    /// @     NS   ns2.example.net.
    /// ```
    ///
    /// ## Good
    /// ```zone,good,whole
    /// $ORIGIN example.
    /// $TTL 3600
    /// @     SOA  ns1.example.net. hostmaster.example. 1 14400 3600 1209600 3600
    /// @     NS   ns1.example.net.
    /// @     NS   ns2.example.net.
    /// ```
    code: "NAM003",
    name: "soa-missing-trailing-dot",
    summary: "SOA name without the dot at its end",
    breaks: "dynamic updates, or mail to the people in charge, go to a name that does not exist (RFC 1035 \
        section 5.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 1035 section 5.1", "RFC 1912 section 2.2"],
    since: "0.1.0",
    check: Check::Rrset(&[types::SOA], check),
}

fn check(soa: Rrset<'_>, cx: &mut Cx<'_>) {
    let record = soa.first();
    for (field, what) in [(PRIMARY_NAME_SERVER, "primary"), (RESPONSIBLE_MAILBOX, "mailbox")] {
        // A mailbox with an `@` has a rule of its own, which knows what was meant.
        let has_at_sign = field == RESPONSIBLE_MAILBOX
            && record.name(RESPONSIBLE_MAILBOX).is_some_and(|mailbox| mailbox.first_label().contains(&b'@'));
        let Some(found) = missing_dot::in_field(record, field).filter(|_| !has_at_sign) else { continue };
        let became = record.name(field).unwrap_or(NameRef::ROOT);
        cx.report_on(record, Part::Field(field), |finding| {
            finding
                .message(format!("SOA {what} `{}` became `{became}`", found.written()))
                .here("no dot at the end")
                .help(found.help(record.zone()));
        });
    }
}
