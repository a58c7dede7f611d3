use crate::finding::Severity;
use crate::record::literal::address_in;
use crate::record::svcb::bindings;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// An `SVCB` or `HTTPS` record has an IP address where the name of a host belongs.
    ///
    /// ## Why it breaks
    /// The digits are taken for labels of a name, to which the zone's name is added if there is no dot at the
    /// end. There is no such host. Addresses belong in A and AAAA records, and in hints.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www  HTTPS  1 192.0.2.1 alpn=h2
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www  HTTPS  1 . alpn=h2 ipv4hint=192.0.2.1
    /// www  A      192.0.2.1
    /// ```
    code: "SRV014",
    name: "svcb-target-is-address",
    summary: "service target is an address",
    breaks: "clients look for a host whose name is those digits, and find none (RFC 9460 section 2.2)",
    severity: Severity::Error,
    rfcs: &["RFC 9460 sections 2.2 and 7.3"],
    since: "0.1.0",
    check: Check::Rrset(&[types::SVCB, types::HTTPS], check),
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    for binding in bindings(rrset) {
        let target = binding.target;
        let Some(address) = address_in(target, cx.zone.name()).filter(|_| cx.zone.node(target).is_none())
        else {
            continue;
        };
        cx.report_on(binding.record, Part::Field(types::svcb::TARGET), |finding| {
            let (rtype, hint) = if address.is_ipv4() { ("A", "ipv4hint") } else { ("AAAA", "ipv6hint") };
            finding
                .message(format!(
                    "{} target of `{}` is the address \
                    `{address}`",
                    rrset.rtype(),
                    rrset.owner()
                ))
                .here(format!("read as the name `{target}`"))
                .help(format!(
                    "write the name of the host or `.`, and `{rtype} {address}` there; \
                    `{hint}={address}` is optional"
                ));
        });
    }
}
