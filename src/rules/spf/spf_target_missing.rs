use crate::finding::Severity;
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
    for (domain, said) in spf_records::usable(mail) {
        let Some(found) = mail.evaluation(domain) else { continue };
        let always = found.voids.iter().filter(|(_, _, void)| *void == Void::Always);
        let is_failing = always.clone().count() > VOIDS && !spf_records::is_part_of_another(mail, domain);
        if is_failing && !found.troubles.iter().any(|(_, _, trouble)| *trouble == Trouble::NoRecord) {
            continue;
        }
        for (site, name, _) in
            always.filter(|(site, _, _)| site.depth == 0 && !spf_names::is_odd(said, site.at))
        {
            let Some(what) = wanted(&said.said, site) else { continue };
            let text = site.text();
            cx.report_on(said.record, said.part(site.at), |finding| {
                finding.message(format!("SPF term `{text}` never matches: `{name}` has no {what}"));
                finding.help(format!("delete `{text}`, or create the name"));
            });
        }
    }
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
