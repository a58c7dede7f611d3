use crate::finding::Severity;
use crate::record::svcb::bindings;
use crate::rr::{svc_key_name, types};
use crate::rule::{Check, Cx};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// `mandatory` lists a parameter that the `SVCB` or `HTTPS` record does not have.
    ///
    /// ## Why it breaks
    /// The record contradicts itself. Clients take it as malformed and drop the whole RRset; BIND, Knot DNS
    /// and NSD refuse the file.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www  HTTPS  1 host.example.net. mandatory=port alpn=h2
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www  HTTPS  1 host.example.net. mandatory=alpn alpn=h2
    /// ```
    code: "REC015",
    name: "svcb-mandatory-missing",
    summary: "mandatory parameter is missing",
    breaks: "clients drop the RRset, and name servers refuse the file (RFC 9460 section 8)",
    severity: Severity::Error,
    rfcs: &["RFC 9460 sections 2.2 and 8"],
    since: "0.1.0",
    check: Check::Rrset(&[types::SVCB, types::HTTPS], check),
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    for binding in bindings(rrset) {
        for key in binding.mandatory().filter(|key| binding.param(*key).is_none()) {
            let name = svc_key_name(key);
            cx.report_on(binding.record, Part::Field(types::svcb::SERVICE_PARAMETERS), |finding| {
                finding
                    .message(format!(
                        "`mandatory` of {} `{}` lists `{name}`, which is missing",
                        rrset.rtype(),
                        rrset.owner()
                    ))
                    .help(format!("add `{name}=<value>`, or remove `{name}` from `mandatory`"));
            });
        }
    }
}
