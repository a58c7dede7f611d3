use crate::finding::Severity;
use crate::record::hostname::{HOST_OWNERS, LabelFault, refused_owner};
use crate::resolve::delegation;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::wire::excerpt;
use crate::zone::{Part, Rrset};

declare_rule! {
    /// A name with an underscore has an address or an `MX` record.
    ///
    /// Excepted is `gc._msdcs`, the global catalog of Active Directory, as in BIND.
    ///
    /// ## Why it breaks
    /// Host names have letters, digits and hyphens. `named` checks the owners of A, AAAA and MX records in
    /// zones of type `primary`, and with its default, `check-names primary fail`, it does not load the zone;
    /// `named-checkzone` only warns. Certificate authorities and some clients refuse such names everywhere.
    /// Names that are not meant for hosts are fine.
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
    summary: "owner of an address or MX has an underscore",
    breaks: "BIND's default refuses the zone: bad owner name (`check-names primary fail`, RFC 1123 section \
        2.1)",
    severity: Severity::Error,
    rfcs: &["RFC 1123 section 2.1", "RFC 8553 section 1"],
    since: "0.1.0",
    check: Check::Rrset(HOST_OWNERS, check),
    applies_to: EVERY_ZONE,
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    let owner = rrset.owner();
    let Some(found) = refused_owner(rrset).filter(|found| found.fault == LabelFault::Underscore) else {
        return;
    };
    // Glue is reported at its NS record.
    if delegation::is_named_at_cut(rrset.node()) {
        return;
    }
    let label = excerpt(found.label, 24);
    let other = label.replace('_', "-");
    let other = other.trim_matches('-');
    cx.report_on(rrset.first(), Part::Owner, |finding| {
        finding.message(format!("{} owner `{owner}` has an underscore", rrset.rtype())).here(found.text());
        if other.is_empty() {
            finding.help("name the host without `_`, or set `check-names primary ignore;` in named.conf");
        } else {
            finding.help(format!(
                "write `{other}` for `{label}`, or set `check-names primary ignore;` in named.conf"
            ));
        }
    });
}
