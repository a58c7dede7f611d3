use crate::finding::Severity;
use crate::resolve::delegation::{Delegations, NsFault};
use crate::resolve::place;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// An `NS` record names a host that is an alias by `CNAME`.
    ///
    /// In this zone, that is, or in another one that is checked in the same run.
    ///
    /// ## Why it breaks
    /// A resolver asks for the address of the name server and gets an alias. Some follow it, some refuse, so
    /// the delegation works from one network and fails from the next.
    ///
    /// ## Bad
    /// ```zone,bad
    /// shop  NS     ns1
    /// ns1   CNAME  host
    /// host  A      192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// shop  NS     host
    /// host  A      192.0.2.1
    /// ```
    code: "DEL002",
    name: "ns-target-is-alias",
    summary: "NS target is a CNAME",
    breaks: "resolvers that apply RFC 2181 section 10.3 drop this name server",
    severity: Severity::Error,
    rfcs: &["RFC 2181 section 10.3", "RFC 1912 section 2.4"],
    since: "0.1.0",
    check: Check::Delegations(check),
}

fn check(delegations: &Delegations<'_>, cx: &mut Cx<'_>) {
    for target in &delegations.targets {
        let NsFault::Alias(alias) = target.fault else { continue };
        cx.report_on(target.ns, Part::Field(types::ns::NAME_SERVER), |finding| {
            finding.message(format!("NS target `{}` is a CNAME", target.name));
            let Some(host) = alias.name(types::cname::CANONICAL_NAME) else { return };
            if std::ptr::eq(alias.zone(), delegations.zone) {
                finding.label(alias.whole(), format!("alias of `{host}`"));
            } else {
                finding.here(format!("alias of `{host}`, {}", place(alias)));
            }
            finding.help(format!("point NS at `{host}`"));
        });
    }
}
