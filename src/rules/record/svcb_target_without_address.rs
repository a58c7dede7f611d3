use crate::finding::Severity;
use crate::record::literal::address_in;
use crate::record::svcb::{Binding, bindings};
use crate::rr::{Rtype, types};
use crate::rule::{Check, Cx};
use crate::wire::NameRef;
use crate::zone::{Completeness, Lookup, Node, Part, Rrset};

declare_rule! {
    /// An `SVCB` or `HTTPS` record names a host of this zone that has no address.
    ///
    /// ## Why it breaks
    /// The client asks for the addresses of the host and gets none. Hints in the record do not replace
    /// them. A `.` as target stands for the owner itself.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www  HTTPS  1 host alpn=h2
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   HTTPS  1 host alpn=h2
    /// host  A      192.0.2.1
    /// ```
    code: "REC027",
    name: "svcb-target-without-address",
    summary: "service target has no address",
    breaks: "clients cannot connect to this host (RFC 9460 sections 2.5.2, 3 and 7.3)",
    severity: Severity::Error,
    rfcs: &["RFC 9460 sections 2.5.2, 3 and 7.3"],
    since: "0.1.0",
    check: Check::Rrset(&[types::SVCB, types::HTTPS], check),
}

/// What gives a host an address, or may do so elsewhere.
const ADDRESSES: &[Rtype] = &[types::A, types::AAAA, types::CNAME];

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    if cx.zone.completeness() == Completeness::Fragment {
        return;
    }
    for binding in bindings(rrset) {
        // An alias to the root says that there is no such service.
        if binding.is_alias() && binding.target.is_root() {
            continue;
        }
        // An address in place of a name has a rule of its own.
        if address_in(binding.target, cx.zone.name()).is_some() {
            continue;
        }
        let host = binding.host();
        let fault = match cx.zone.lookup(host) {
            Lookup::Exists(node) | Lookup::Wildcard(node) if is_host(node, binding) => continue,
            _ if ADDRESSES.iter().any(|&rtype| cx.zone.may_have(host, rtype)) => continue,
            Lookup::Exists(_) | Lookup::Wildcard(_) | Lookup::EmptyNonTerminal => "has no address",
            Lookup::NxDomain => "does not exist",
            Lookup::OutOfZone | Lookup::Delegated(_) | Lookup::Redirected(_) | Lookup::Unread => continue,
        };
        report(binding, host, fault, cx);
    }
}

/// Whether a service can be at this node: an alias may also lead to the records of another service.
fn is_host(node: Node<'_>, binding: Binding<'_>) -> bool {
    node.has(ADDRESSES) || (binding.is_alias() && node.rrset(binding.record.rtype()).is_some())
}

fn report(binding: Binding<'_>, host: NameRef<'_>, fault: &str, cx: &mut Cx<'_>) {
    let rtype = binding.record.rtype();
    cx.report_on(binding.record, Part::Field(types::svcb::TARGET), |finding| {
        finding.message(format!("{rtype} target `{host}` {fault}"));
        if binding.target.is_root() {
            finding.here(format!("stands for `{host}`")).help("write the name of the host in place of `.`");
        } else {
            finding.help(format!("add `{host} A <address>`, or name a host that has one"));
        }
    });
}
