use crate::finding::{Severity, and_more};
use crate::mail::domain::ZoneMail;
use crate::mail::spf::{Mechanism, Spf};
use crate::mail::spf_lookups::{Site, Trouble, VOIDS, Void};
use crate::mail::spf_names;
use crate::mail::spf_records;
use crate::rule::{Check, Cx};

declare_rule! {
    /// An `a`, `mx` or `exists` of an SPF record asks for something that is not there.
    ///
    /// More than two of them are `spf-too-many-void-lookups`.
    ///
    /// ## Why it breaks
    /// The term never matches, so that the hosts it was written for fail SPF. It costs one of the ten lookups
    /// and one of the two that may go without an answer: when other terms lose their names too, the whole
    /// record fails.
    ///
    /// ## Bad
    /// ```zone,bad,mail
    /// @   TXT  "v=spf1 mx a:old.example -all"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mail
    /// @   TXT  "v=spf1 mx a:mx1.example -all"
    /// ```
    code: "SPF102",
    name: "spf-target-missing",
    summary: "SPF term whose name has no such record",
    breaks: "the term never matches, and a third one like it makes receivers return permerror (RFC 7208 \
        section 4.6.4)",
    severity: Severity::Info,
    rfcs: &["RFC 7208 section 4.6.4", "RFC 7208 section 11.1"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    let mut found = Vec::new();
    for (domain, said) in spf_records::usable(mail) {
        let Some(evaluation) = mail.evaluation(domain) else { continue };
        let always = || evaluation.voids.iter().filter(|(_, _, void)| *void == Void::Always);
        let is_failing = always().count() > VOIDS && !spf_records::is_part_of_another(mail, domain);
        if is_failing && !evaluation.troubles.iter().any(|(_, _, trouble)| *trouble == Trouble::NoRecord) {
            continue;
        }
        let own = always().filter(|(site, _, _)| site.depth == 0 && !spf_names::is_odd(said, site.at));
        found.extend(own.filter_map(|(site, name, _)| {
            Some(((said.record, said.part(site.at)), *site, name, wanted(&said.said, site)?))
        }));
    }
    let places: Vec<_> = found.iter().map(|(place, ..)| *place).collect();
    let Some((_, site, name, what)) = found.first() else { return };
    cx.report_once(&places, "nor does this one", |more, finding| {
        let text = site.text();
        finding
            .message(if more > 0 {
                format!("SPF term `{text}`{} never match: `{name}` has no {what}", and_more(more))
            } else {
                format!("SPF term `{text}` never matches: `{name}` has no {what}")
            })
            .help(format!("delete `{text}`, or create the name"));
    });
}

/// What a term asks for; `None` for includes, which have rules of their own.
fn wanted(spf: &Spf, site: &Site<'_>) -> Option<&'static str> {
    match spf.terms.iter().find(|term| term.at == site.at)?.mechanism()? {
        Mechanism::A(..) => Some("address"),
        Mechanism::Mx(..) => Some("MX record"),
        Mechanism::Exists(_) => Some("A record"),
        _ => None,
    }
}
