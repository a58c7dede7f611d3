use crate::finding::Severity;
use crate::record::svcb::{bindings, key};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::excerpt;
use crate::zone::{Part, Rrset};

declare_rule! {
    /// An `SVCB` record of a DNS server speaks HTTP but has no `dohpath`, or one that is no path with a `dns`
    /// variable.
    ///
    /// ## Why it breaks
    /// A client builds the URL of a DNS over HTTPS query from `dohpath`, a path with a `dns` variable.
    /// Without it the client cannot ask.
    ///
    /// ## Bad
    /// ```zone,bad
    /// _dns.resolver  SVCB  1 dns.example.net. alpn=h2
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// _dns.resolver  SVCB  1 dns.example.net. alpn=h2 dohpath=/dns-query{?dns}
    /// ```
    code: "REC029",
    name: "dns-svcb-dohpath",
    summary: "DNS over HTTPS without dohpath",
    breaks: "clients cannot build the URL of a query (RFC 9461 section 5)",
    severity: Severity::Error,
    rfcs: &["RFC 9461 section 5", "RFC 8484 section 6"],
    since: "0.1.0",
    check: Check::Rrset(&[types::SVCB, types::HTTPS], check),
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    for binding in bindings(rrset).filter(|binding| !binding.is_alias()) {
        let fault = match binding.param(key::DOHPATH) {
            None if binding.is_dns_server() && binding.protocols().any(is_http) => {
                "has HTTP in `alpn` but no `dohpath`".to_owned()
            }
            None => continue,
            Some(path) if !path.starts_with(b"/") => {
                format!("has dohpath `{}`, which does not start with `/`", excerpt(path, 24))
            }
            Some(path) if !has_dns_variable(path) => {
                format!("has dohpath `{}` without the variable `dns`", excerpt(path, 24))
            }
            Some(_) => continue,
        };
        cx.report_on(binding.record, Part::Field(types::svcb::SERVICE_PARAMETERS), |finding| {
            finding
                .message(format!("{} `{}` {fault}", rrset.rtype(), rrset.owner()))
                .help("write `dohpath=/dns-query{?dns}` with the server's own path");
        });
    }
}

/// Protocol identifiers of HTTP over TLS or QUIC.
fn is_http(protocol: &[u8]) -> bool {
    matches!(protocol, b"h2" | b"h3" | b"http/1.1")
}

/// Whether an expression of this URI template names the variable: RFC 6570 section 2.
fn has_dns_variable(template: &[u8]) -> bool {
    let expressions = template
        .split(|&byte| byte == b'{')
        .skip(1)
        .filter_map(|rest| rest.split(|&byte| byte == b'}').next());
    expressions.into_iter().any(|expression| {
        let names =
            expression.strip_prefix(b"?").or_else(|| expression.strip_prefix(b"&")).unwrap_or(expression);
        names.split(|&byte| byte == b',').any(|name| name == b"dns")
    })
}
