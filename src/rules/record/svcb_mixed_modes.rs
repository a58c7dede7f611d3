use crate::finding::Severity;
use crate::record::svcb::bindings;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// A name has AliasMode and ServiceMode records of `SVCB` or of `HTTPS`.
    ///
    /// ## Why it breaks
    /// Clients that see an alias (priority 0) ignore all other records of the set, so the hosts and
    /// parameters in them are never used.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www  HTTPS  0 a.example.net.
    /// www  HTTPS  1 b.example.net. alpn=h2
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www  HTTPS  1 b.example.net. alpn=h2
    /// ```
    code: "REC026",
    name: "svcb-mixed-modes",
    summary: "AliasMode beside ServiceMode",
    breaks: "clients follow the alias and ignore the other records (RFC 9460 section 2.4.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 9460 section 2.4.1"],
    since: "0.1.0",
    check: Check::Rrset(&[types::SVCB, types::HTTPS], check),
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    let Some(alias) = bindings(rrset).find(|binding| binding.is_alias()) else { return };
    let Some(service) = bindings(rrset).find(|binding| !binding.is_alias()) else { return };
    cx.report_on(service.record, Part::Field(types::svcb::PRIORITY), |finding| {
        finding
            .message(format!(
                "{} `{}` has an alias besides priority {}",
                rrset.rtype(),
                rrset.owner(),
                service.priority
            ))
            .label(alias.record.whole(), "clients follow this alias only")
            .help("remove the alias, or all records with another priority than 0");
    });
}
