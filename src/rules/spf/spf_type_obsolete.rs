use crate::finding::{Severity, and_more};
use crate::mail::Text;
use crate::mail::domain::ZoneMail;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// A name has a record of type `SPF` besides its `TXT` record.
    ///
    /// ## Why it breaks
    /// Type 99 was an experiment that ended in 2014. Receivers ask for TXT only, so that the second copy is
    /// never read, and never found wrong when only one of the two is changed.
    ///
    /// ## Bad
    /// ```zone,bad,mail
    /// @   TXT  "v=spf1 mx -all"
    /// @   SPF  "v=spf1 mx -all"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mail
    /// @   TXT  "v=spf1 mx -all"
    /// ```
    code: "SPF004",
    name: "spf-type-obsolete",
    summary: "record of the obsolete type SPF",
    breaks: "receivers do not ask for type 99, and its text drifts from that of the TXT record (RFC 7208 \
        section 3.1)",
    severity: Severity::Info,
    rfcs: &["RFC 7208 section 3.1", "RFC 6686 section 5"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    let mut found = Vec::new();
    let mut places = Vec::new();
    for domain in &mail.domains {
        let Some(slot) = &domain.own else { continue };
        let (Some(obsolete), Some(txt)) = (slot.node.rrset(types::SPF), slot.texts.first()) else { continue };
        let differs = obsolete
            .records()
            .any(|record| !slot.texts.iter().any(|said| said.text.octets() == Text::of(record).octets()));
        found.push((domain, txt.record, differs));
        places.push((obsolete.first(), Part::Type));
    }
    let Some((first, txt, differs)) = found.first() else { return };
    cx.report_once(&places, "obsolete, too", |more, finding| {
        let what = if *differs { "another text than its TXT record" } else { "the text of its TXT record" };
        finding.message(match more {
            0 => format!("`{}` has {what} under the obsolete type SPF", first.name),
            _ => format!("`{}`{} have records of the obsolete type SPF", first.name, and_more(more)),
        });
        finding.label(txt.whole(), "what receivers read").help("delete the record of type SPF");
    });
}
