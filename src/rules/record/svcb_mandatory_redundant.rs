use crate::finding::Severity;
use crate::record::svcb::{bindings, key};
use crate::rr::{svc_key_name, types};
use crate::rule::{Check, Cx};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// `mandatory` of an `HTTPS` record lists a parameter that is mandatory anyway.
    ///
    /// ## Why it breaks
    /// `port` and `no-default-alpn` are always mandatory for HTTPS. Listing them costs octets in every
    /// answer.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www  HTTPS  1 host.example.net. mandatory=port port=8443
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www  HTTPS  1 host.example.net. port=8443
    /// ```
    code: "REC016",
    name: "svcb-mandatory-redundant",
    summary: "parameter is mandatory without being listed",
    breaks: "nothing breaks: RFC 9460 section 8 asks not to list these keys, which only makes answers longer",
    severity: Severity::Info,
    rfcs: &["RFC 9460 sections 8 and 9"],
    since: "0.1.0",
    check: Check::Rrset(&[types::HTTPS], check),
}

/// Mandatory without being listed: RFC 9460 section 9.
const AUTOMATIC: &[u16] = &[key::NO_DEFAULT_ALPN, key::PORT];

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    for binding in bindings(rrset) {
        let listed =
            binding.mandatory().filter(|key| AUTOMATIC.contains(key) && binding.param(*key).is_some());
        for name in listed.map(svc_key_name) {
            cx.report_on(binding.record, Part::Field(types::svcb::SERVICE_PARAMETERS), |finding| {
                finding
                    .message(format!(
                        "`mandatory` of `{}` lists `{name}`, which HTTPS implies",
                        rrset.owner()
                    ))
                    .help(format!("remove `{name}` from `mandatory`"));
            });
        }
    }
}
