use crate::finding::Severity;
use crate::resolve::alias::{Alias, Aliases, End};
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::{Part, Zone};

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
    check: Check::File(check),
}

fn check(zone: &Zone, cx: &mut Cx<'_>) {
    for aliases in [types::SVCB, types::HTTPS].map(|rtype| Aliases::of_bindings(zone, rtype)) {
        for (start, end) in aliases.iter() {
            match end {
                // Clients follow no longer chain.
                End::Itself(steps) if steps <= cx.limits.alias_chain => report(start, (&aliases, steps), cx),
                End::Itself(_) | End::After(_) | End::Loop => {}
            }
        }
    }
}

fn report(start: Alias<'_>, (aliases, steps): (&Aliases<'_>, usize), cx: &mut Cx<'_>) {
    cx.report_on(start.record, Part::Field(types::svcb::TARGET), |finding| {
        let plural = if steps == 1 { "" } else { "s" };
        finding.message(format!(
            "{} alias `{}` leads back to itself in {steps} \
            step{plural}",
            start.record.rtype(),
            start.record.owner()
        ));
        for alias in aliases.after(start).take(steps - 1) {
            finding.label(alias.record.whole(), format!("`{}` leads on", alias.record.owner()));
        }
        finding.help(
            "point the alias at the host that offers the service, or write priority `1` and `.` if \
            it is this one",
        );
    });
}
