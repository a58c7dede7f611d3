use crate::finding::Severity;
use crate::record::hostname::{LabelFault, owner_not_hostname};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// A name with an underscore has an address.
    ///
    /// ## Why it breaks
    /// Host names have letters, digits and hyphens. Resolvers find the name, but browsers, certificate
    /// authorities and mail servers refuse it, and `BIND` refuses the zone with `check-names fail`. Names
    /// that are not meant for hosts are fine.
    ///
    /// ## Bad
    /// ```zone,bad
    /// my_host   A  192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// my-host   A  192.0.2.1
    /// ```
    code: "NAM005",
    name: "address-owner-underscore",
    summary: "owner of an address has an underscore",
    breaks: "programs that check host names refuse this one (RFC 1123 section 2.1)",
    severity: Severity::Info,
    rfcs: &["RFC 1123 section 2.1", "RFC 8553 section 1"],
    since: "0.1.0",
    check: Check::Rrset(&[types::A, types::AAAA], check),
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    let owner = rrset.owner();
    let node = rrset.node();
    let Some(found) = owner_not_hostname(node).filter(|found| found.fault == LabelFault::Underscore) else {
        return;
    };
    // Glue is asked about at its NS record; a name with both types is reported once.
    let is_second = rrset.rtype() == types::AAAA && node.has(&[types::A]);
    if is_second || node.is_cut() || node.is_below_cut() {
        return;
    }
    let record = rrset.first();
    cx.report_on(record, Part::Owner, |finding| {
        finding
            .message(format!("{} owner `{owner}` has an underscore", rrset.rtype()))
            .here(found.text())
            .help("replace `_` by `-` where this is the name of a host");
    });
}
