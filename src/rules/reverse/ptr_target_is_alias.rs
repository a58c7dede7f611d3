use crate::dane::lookup;
use crate::finding::Severity;
use crate::record::reverse::address_of;
use crate::resolve::host::{Standing, standing};
use crate::resolve::place;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// A `PTR` record of a reverse zone names a host that a zone of the run aliases with `CNAME`.
    ///
    /// ## Why it breaks
    /// The target of PTR is the canonical name of the host. An alias has another one, and access lists and
    /// mail servers that look for the address at the name may not follow it.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// 1  PTR  www.example.net.…
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// 1  PTR  host.example.net.
    /// ```
    code: "REV003",
    name: "ptr-target-is-alias",
    summary: "PTR target is a CNAME",
    breaks: "programs that compare the name of a client with what it has find another name (RFC 2181 section \
        10.2)",
    severity: Severity::Warning,
    rfcs: &["RFC 2181 section 10.2"],
    since: "0.1.0",
    check: Check::Rrset(&[types::PTR], check),
}

fn check(ptr: Rrset<'_>, cx: &mut Cx<'_>) {
    if address_of(ptr.owner()).is_none() || lookup::is_occluded(ptr.node()) || cx.given.is_alone() {
        return;
    }
    for record in ptr.records() {
        let Some(target) = record.name(types::ptr::TARGET) else { continue };
        let Standing::Alias(alias) = standing(cx.perspective(), target) else {
            continue;
        };
        let Some(host) = alias.name(types::cname::CANONICAL_NAME) else { continue };
        cx.report_on(record, Part::Field(types::ptr::TARGET), |finding| {
            finding
                .message(format!("PTR target `{target}` is a CNAME"))
                .here(format!("alias of `{host}`, {}", place(alias)))
                .help(format!("write `{host}`"));
        });
    }
}
