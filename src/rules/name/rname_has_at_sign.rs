use crate::finding::Severity;
use crate::record::hostname::mailbox_not_hostname;
use crate::record::mailbox;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::{NameRef, excerpt};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// The mailbox of an `SOA`, `RP` or `MINFO` record has an `@` in it.
    ///
    /// An `@` behind the first dot, as in `jane.doe@example.net.`, is `target-not-hostname`.
    ///
    /// ## Why it breaks
    /// The mailbox is written as a domain name: the first dot stands for the `@`. With an `@` in its place,
    /// the address that programs make of the name has no such mailbox. Knot does not load the zone.
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
    summary: "mailbox has an @",
    breaks: "mail to the people in charge does not arrive, and Knot refuses the zone (RFC 1035 section 8)",
    severity: Severity::Warning,
    rfcs: &["RFC 1035 section 8", "RFC 1912 section 2.2"],
    since: "0.1.0",
    check: Check::Rrset(&[types::SOA, types::RP, types::MINFO], check),
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    let fields: &[usize] = match rrset.rtype() {
        types::SOA => &[types::soa::RESPONSIBLE_MAILBOX],
        types::RP => &[types::rp::RESPONSIBLE_MAILBOX],
        _ => &[types::minfo::RESPONSIBLE_MAILBOX, types::minfo::ERROR_MAILBOX],
    };
    for record in rrset.records() {
        for &field in fields {
            let has_at_sign = |name: &NameRef<'_>| name.labels().any(|label| label.contains(&b'@'));
            let Some(mailbox) = record.name(field).filter(has_at_sign) else { continue };
            // BIND refuses the zone where the `@` is in the domain, which is another rule's.
            if mailbox_not_hostname(mailbox).is_some() {
                continue;
            }
            cx.report_on(record, Part::Field(field), |finding| {
                finding
                    .message(format!("{} mailbox `{mailbox}` has an `@`", rrset.rtype()))
                    .here("the first dot stands for the @");
                let text = excerpt(record.zone().text(record.span(Part::Field(field))), 60);
                match mailbox::from_address(&text) {
                    Some(mailbox) => finding.help(format!("write `{mailbox}`")),
                    None => finding.help("write a dot for the `@`"),
                };
            });
        }
    }
}
