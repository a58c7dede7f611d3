use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// A parameter of an `SVCB` or `HTTPS` record cannot be encoded.
    ///
    /// ## Why it breaks
    /// Keys are lower case and known by name or as `keyNNNNN`, each stands once, and each value has its own
    /// form. Name servers refuse the whole file otherwise.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www  HTTPS  1 host.example.net. port=https
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www  HTTPS  1 host.example.net. port=8443
    /// ```
    code: "REC013",
    name: "svc-param-malformed",
    summary: "service parameter cannot be encoded",
    breaks: "name servers refuse the file (RFC 9460 sections 2.1 and 7)",
    severity: Severity::Error,
    rfcs: &["RFC 9460 sections 2.1 and 7"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::SvcParam], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    cx.report(span, |finding| {
        finding.message(format!("service parameter: {}", fault.note)).help(
            "write `key=value` with a key such as `alpn=h2,h3`, `port=8443`, `ipv4hint=192.0.2.1`, or \
                `key65280=...`",
        );
    });
}
