use crate::finding::Severity;
use crate::record::hostname::{LabelFault, owner_not_hostname};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// A name that cannot be a host name has an address.
    ///
    /// ## Why it breaks
    /// Host names have letters, digits and hyphens, and no hyphen at either end of a label. Programs that
    /// connect to a host by name refuse others, and `BIND` refuses the zone with `check-names fail`.
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
    summary: "owner of an address is no host name",
    breaks: "programs that check host names refuse this one (RFC 1123 section 2.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 952", "RFC 1123 section 2.1"],
    since: "0.1.0",
    check: Check::Rrset(&[types::A, types::AAAA], check),
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    let node = rrset.node();
    // An octet above 127 has a rule of its own, which knows what to write instead.
    let is_told = |fault| !matches!(fault, LabelFault::Underscore | LabelFault::Octet(0x80..));
    let Some(found) = owner_not_hostname(node).filter(|found| is_told(found.fault)) else { return };
    let owner = rrset.owner();
    // So has an asterisk that is no wildcard.
    let host = if owner.is_wildcard() { owner.parent().unwrap_or(owner) } else { owner };
    if host.labels().any(|label| label == b"*") {
        return;
    }
    // Glue is asked about at its NS record; a name with both types is reported once.
    let is_second = rrset.rtype() == types::AAAA && node.has(&[types::A]);
    if is_second || node.is_cut() || node.is_below_cut() {
        return;
    }
    let record = rrset.first();
    if found.is_raw_in(cx.zone.text(record.span(Part::Owner))) {
        return;
    }
    cx.report_on(record, Part::Owner, |finding| {
        finding
            .message(format!("{} owner `{owner}` is not a host name", rrset.rtype()))
            .here(found.text())
            .help("use letters, digits and inner hyphens only, such as `www-1`");
    });
}
