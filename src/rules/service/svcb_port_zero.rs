use crate::finding::Severity;
use crate::record::svcb::{bindings, key};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// An `SVCB` or `HTTPS` record has `port=0`.
    ///
    /// ## Why it breaks
    /// The client connects to the port of the record. Nothing can be reached at port 0; to name the usual
    /// port, leave the parameter out.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www  HTTPS  1 host.example.net. port=0
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www  HTTPS  1 host.example.net. port=8443
    /// ```
    code: "SRV015",
    name: "svcb-port-zero",
    summary: "service with port 0",
    breaks: "clients that follow the record cannot connect to port 0, which is reserved (RFC 9460 section \
        7.2, RFC 6335 section 6)",
    severity: Severity::Warning,
    rfcs: &["RFC 9460 section 7.2", "RFC 6335 section 6"],
    since: "0.1.0",
    check: Check::Rrset(&[types::SVCB, types::HTTPS], check),
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    for binding in
        bindings(rrset).filter(|binding| !binding.is_alias() && binding.param(key::PORT) == Some(&[0, 0]))
    {
        cx.report_on(binding.record, Part::Field(types::svcb::SERVICE_PARAMETERS), |finding| {
            finding
                .message(format!("{} of `{}` leads to port 0", rrset.rtype(), rrset.owner()))
                .help("write the port of the service, or leave `port=0` out");
        });
    }
}
