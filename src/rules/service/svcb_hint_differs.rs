use crate::finding::Severity;
use crate::record::svcb::{bindings, key};
use crate::resolve::host::{Standing, standing};
use crate::rr::{present, types};
use crate::rule::{Check, Cx};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// An `ipv4hint` or `ipv6hint` of an `SVCB` or `HTTPS` record holds an address that the host does not
    /// have.
    ///
    /// A zone of the run has addresses of that family for the host.
    ///
    /// ## Why it breaks
    /// Hints spare the client a question. After a move the addresses of the host were changed and the hint
    /// forgotten: the client goes to the old place.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www  HTTPS  1 . ipv4hint=192.0.2.9
    /// www  A      192.0.2.1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www  HTTPS  1 . ipv4hint=192.0.2.1
    /// www  A      192.0.2.1
    /// ```
    code: "SRV007",
    name: "svcb-hint-differs",
    summary: "address hint is not an address of the host",
    breaks: "clients connect to the hint first, and fail or wait where nothing answers there (RFC 9460 \
        section 7.3)",
    severity: Severity::Warning,
    rfcs: &["RFC 9460 section 7.3"],
    since: "0.1.0",
    check: Check::Rrset(&[types::SVCB, types::HTTPS], check),
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    for binding in bindings(rrset).filter(|binding| !binding.is_alias()) {
        for (param, octets, rtype) in [(key::IPV4HINT, 4, types::A), (key::IPV6HINT, 16, types::AAAA)] {
            let Some(hints) = binding.param(param) else { continue };
            let Standing::Addressed(host) = standing(cx.perspective(), binding.host()) else {
                continue;
            };
            let Some(own) = host.rrset(rtype).filter(|_| !host.zone().may_have(host.name(), rtype)) else {
                continue;
            };
            let has = |hint: &[u8]| own.records().any(|record| record.rdata() == hint);
            let Some(stale) = hints.chunks_exact(octets).find(|hint| !has(hint)) else { continue };
            cx.report_on(binding.record, Part::Rdata, |finding| {
                finding.message(format!(
                    "hint `{}` is no address of `{}`",
                    present(rtype, stale),
                    binding.host()
                ));
                if std::ptr::eq(own.first().zone(), binding.record.zone()) {
                    finding.label(own.first().whole(), "the address");
                }
                finding.help(format!("write `{}`, or leave the hint out", own.first().present()));
            });
        }
    }
}
