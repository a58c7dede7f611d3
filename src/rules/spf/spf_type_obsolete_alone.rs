use crate::finding::Severity;
use crate::mail::Text;
use crate::mail::domain::ZoneMail;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// The SPF record of a name stands under type `SPF` only.
    ///
    /// ## Why it breaks
    /// Receivers ask for TXT and never for type 99, which was an experiment that ended in 2014. To them the
    /// domain has no SPF record.
    ///
    /// ## Bad
    /// ```zone,bad,mail
    /// @   SPF  "v=spf1 mx -all"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mail
    /// @   TXT  "v=spf1 mx -all"
    /// ```
    code: "SPF101",
    name: "spf-type-obsolete-alone",
    summary: "SPF record under the obsolete type SPF only",
    breaks: "receivers ask for TXT, find nothing and treat the domain as if it had no SPF record (RFC 7208 \
        section 3.1)",
    severity: Severity::Error,
    rfcs: &["RFC 7208 section 3.1", "RFC 6686 section 5"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for domain in &mail.domains {
        let Some(slot) = domain.own.as_deref().filter(|slot| slot.texts.is_empty()) else { continue };
        let Some(obsolete) =
            slot.node.rrset(types::SPF).filter(|_| !mail.zone.may_have(slot.node.name(), types::TXT))
        else {
            continue;
        };
        cx.report_on(obsolete.first(), Part::Type, |finding| {
            let text = Text::of(obsolete.first());
            finding.message(format!("`{}` has its SPF record under the obsolete type SPF only", domain.name));
            finding.help(format!(
                "write it as TXT: `{} TXT \"{}\"`",
                domain.name,
                text.show(text.whole(), 200)
            ));
        });
    }
}
