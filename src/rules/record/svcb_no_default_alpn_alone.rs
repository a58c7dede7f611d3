use crate::finding::Severity;
use crate::record::svcb::{bindings, key};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// An `SVCB` or `HTTPS` record has `no-default-alpn` but no `alpn`.
    ///
    /// ## Why it breaks
    /// The record says that the usual protocol is not spoken and names no other, so no client can use it.
    /// BIND refuses the file.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www  HTTPS  1 host.example.net. no-default-alpn
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www  HTTPS  1 host.example.net. no-default-alpn alpn=h3
    /// ```
    code: "REC024",
    name: "svcb-no-default-alpn-alone",
    summary: "no-default-alpn without alpn",
    breaks: "clients have no protocol to speak, and BIND refuses the file (RFC 9460 section 7.1.1)",
    severity: Severity::Error,
    rfcs: &["RFC 9460 section 7.1.1"],
    since: "0.1.0",
    check: Check::Rrset(&[types::SVCB, types::HTTPS], check),
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    for binding in bindings(rrset).filter(|binding| !binding.is_alias()) {
        if binding.param(key::NO_DEFAULT_ALPN).is_none() || binding.param(key::ALPN).is_some() {
            continue;
        }
        cx.report_on(binding.record, Part::Field(types::svcb::SERVICE_PARAMETERS), |finding| {
            finding
                .message(format!(
                    "{} `{}` has `no-default-alpn` without `alpn`",
                    rrset.rtype(),
                    rrset.owner()
                ))
                .help("add the protocols the host speaks, such as `alpn=h2,h3`, or remove `no-default-alpn`");
        });
    }
}
