use crate::finding::Severity;
use crate::record::svcb::bindings;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Rrset};

declare_rule! {
    /// A name has more than one AliasMode record of `SVCB` or of `HTTPS`.
    ///
    /// ## Why it breaks
    /// A name can be the alias of one other name only. Clients pick one of the records at random, so which
    /// service they reach is left to chance.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www  HTTPS  0 a.example.net.
    /// www  HTTPS  0 b.example.net.
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www  HTTPS  0 a.example.net.
    /// ```
    code: "REC025",
    name: "svcb-several-aliases",
    summary: "several AliasMode records",
    breaks: "clients and resolvers pick one at random (RFC 9460 section 2.4.2)",
    severity: Severity::Warning,
    rfcs: &["RFC 9460 section 2.4.2"],
    since: "0.1.0",
    check: Check::Rrset(&[types::SVCB, types::HTTPS], check),
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    let mut aliases = bindings(rrset).filter(|binding| binding.is_alias());
    let Some(first) = aliases.next() else { return };
    let others: Vec<_> = aliases.filter(|alias| alias.target != first.target).collect();
    let Some(second) = others.first() else { return };
    cx.report_on(second.record, Part::Field(types::svcb::TARGET), |finding| {
        finding
            .message(format!(
                "`{}` has {} AliasMode {} records, expected 1",
                rrset.owner(),
                others.len() + 1,
                rrset.rtype()
            ))
            .label(first.record.whole(), "the first alias");
        for other in others.iter().skip(1) {
            finding.label(other.record.whole(), "another alias");
        }
        finding.help("keep one alias, or write priorities from 1 to offer several hosts");
    });
}
