use crate::finding::Severity;
use crate::record::hostname::{HOST_OWNERS, LabelFault, refused_owner};
use crate::resolve::delegation;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// A name that cannot be a host name has an address or an `MX` record.
    ///
    /// A name whose only fault is an underscore is `address-owner-underscore`.
    ///
    /// ## Why it breaks
    /// Host names have letters, digits and hyphens, and no hyphen at either end of a label. Programs that
    /// connect to a host by name refuse others. `named` checks the owners of A, AAAA and MX records in zones
    /// of type `primary`, and with its default, `check-names primary fail`, it does not load the zone;
    /// `named-checkzone` only warns.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www-   A  192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www    A  192.0.2.1
    /// *.www  A  192.0.2.1
    /// ```
    code: "NAM006",
    name: "address-owner-not-hostname",
    summary: "owner of an address or MX is no host name",
    breaks: "BIND's default refuses the zone: bad owner name (`check-names primary fail`, RFC 1123 section \
        2.1)",
    severity: Severity::Error,
    rfcs: &["RFC 952", "RFC 1123 section 2.1"],
    since: "0.1.0",
    check: Check::Rrset(HOST_OWNERS, check),
    applies_to: EVERY_ZONE,
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    let Some(found) = refused_owner(rrset).filter(|found| found.fault != LabelFault::Underscore) else {
        return;
    };
    let record = rrset.first();
    // Glue is reported at its NS record.
    if delegation::is_named_at_cut(rrset.node()) {
        return;
    }
    cx.report_on(record, Part::Owner, |finding| {
        finding
            .message(format!("{} owner `{}` is not a host name", rrset.rtype(), rrset.owner()))
            .here(found.text())
            .help(match found.fault {
                LabelFault::Octet(b'*') => "write the record once for each host, or put the asterisk first",
                LabelFault::Octet(0x80..) => "write the A-label, which starts with `xn--`",
                _ => "use letters, digits and inner hyphens only, such as `www-1`",
            });
    });
}
