use crate::finding::Severity;
use crate::record::svcb::{bindings, key};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// An `SVCB` record at `_dns` does not say which protocol the DNS server speaks.
    ///
    /// ## Why it breaks
    /// DNS has no default among DoT, DoQ and DoH. Clients take a record without `alpn` as not usable and stay
    /// with unencrypted DNS.
    ///
    /// ## Bad
    /// ```zone,bad
    /// _dns.resolver  SVCB  1 dns.example.net. port=853
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// _dns.resolver  SVCB  1 dns.example.net. alpn=dot port=853
    /// ```
    code: "REC028",
    name: "dns-svcb-without-alpn",
    summary: "DNS server without alpn",
    breaks: "clients that look for encrypted DNS skip the record (RFC 9461 section 4.1)",
    severity: Severity::Error,
    rfcs: &["RFC 9461 section 4.1"],
    since: "0.1.0",
    check: Check::Rrset(&[types::SVCB], check),
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    for binding in bindings(rrset).filter(|binding| binding.is_dns_server() && !binding.is_alias()) {
        if binding.param(key::ALPN).is_some() {
            continue;
        }
        cx.report_on(binding.record, Part::Rdata, |finding| {
            finding.message(format!("SVCB `{}` of a DNS server has no `alpn`", rrset.owner())).help(
                "add the protocols the server speaks: `alpn=dot`, `alpn=doq`, or `alpn=h2 \
                    dohpath=/dns-query{?dns}`",
            );
        });
    }
}
