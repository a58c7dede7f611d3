use crate::facts::svcb::{Binding, bindings};
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Lookup, Part, Rrset};

declare_rule! {
    /// An AliasMode `SVCB` or `HTTPS` record leads back to itself.
    ///
    /// ## Why it breaks
    /// A client that follows the aliases never comes to an endpoint. It gives up, and connects without the
    /// record if its protocol allows that.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www  HTTPS  0 www
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www  HTTPS  0 host.example.net.
    /// ```
    code: "REC017",
    name: "svcb-alias-loop",
    summary: "AliasMode leads back to itself",
    breaks: "clients give up on the record; those that need it cannot connect (RFC 9460 section 3)",
    severity: Severity::Warning,
    rfcs: &["RFC 9460 sections 2.4.2 and 3"],
    since: "0.1.0",
    check: Check::Rrset(&[types::SVCB, types::HTTPS], check),
}

fn check(rrset: Rrset<'_>, cx: &mut Cx<'_>) {
    for start in bindings(rrset).filter(|binding| binding.is_alias()) {
        let mut passed = vec![start];
        while let Some(next) = passed.last().and_then(|alias| next(*alias)) {
            if next.record.id() == start.record.id() {
                report(&passed, cx);
                break;
            }
            // A loop that this alias only leads into is reported at the aliases that make it.
            if passed.len() >= cx.limits.alias_chain || passed.iter().any(|alias| alias.record.id() == next.record.id()) {
                break;
            }
            passed.push(next);
        }
    }
}

/// The alias that an alias points at, where it is in this zone.
fn next(alias: Binding<'_>) -> Option<Binding<'_>> {
    if alias.target.is_root() {
        return None;
    }
    match alias.record.zone().lookup(alias.target) {
        Lookup::Exists(node) | Lookup::Wildcard(node) => bindings(node.rrset(alias.record.rtype())?).find(|binding| binding.is_alias()),
        _ => None,
    }
}

fn report(passed: &[Binding<'_>], cx: &mut Cx<'_>) {
    let Some((start, others)) = passed.split_first() else { return };
    cx.report_on(start.record, Part::Field(1), |finding| {
        let (steps, plural) = (passed.len(), if others.is_empty() { "" } else { "s" });
        finding.message(format!("{} alias `{}` leads back to itself in {steps} step{plural}", start.record.rtype(), start.record.owner()));
        for alias in others {
            finding.label(alias.record.whole(), format!("`{}` leads on", alias.record.owner()));
        }
        finding.help("point the alias at the host that offers the service, or write priority `1` and `.` if it is this one");
    });
}
