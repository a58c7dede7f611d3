use crate::finding::Severity;
use crate::record::svcb::bindings;
use crate::rr::{svc_key_name, types};
use crate::rule::{Check, Cx};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// An `SVCB` or `HTTPS` record in AliasMode (priority 0) has parameters.
    ///
    /// ## Why it breaks
    /// Clients must ignore parameters of an alias, so a port or a protocol list in it does nothing.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www  HTTPS  0 host.example.net. alpn=h2
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www  HTTPS  1 host.example.net. alpn=h2
    /// ```
    code: "REC014",
    name: "svcb-alias-with-params",
    summary: "AliasMode record with parameters",
    breaks: "clients ignore the parameters of an AliasMode record (RFC 9460 section 2.4.2)",
    severity: Severity::Warning,
    rfcs: &["RFC 9460 section 2.4.2"],
    since: "0.1.0",
    check: Check::Rrset(&[types::SVCB, types::HTTPS], check),
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    for binding in bindings(rrset).filter(|binding| binding.is_alias()) {
        let Some((key, _)) = binding.params.into_iter().next() else { continue };
        cx.report_on(binding.record, Part::Field(types::svcb::SERVICE_PARAMETERS), |finding| {
            finding
                .message(format!(
                    "AliasMode {} has parameter `{}`, which clients ignore",
                    rrset.rtype(),
                    svc_key_name(key)
                ))
                .label(binding.record.span(Part::Field(types::svcb::PRIORITY)), "priority 0 is AliasMode")
                .help("write priority `1` in place of `0`, or remove the parameters");
        });
    }
}
