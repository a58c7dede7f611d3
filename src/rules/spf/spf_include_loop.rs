use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::spf_lookups::Trouble;
use crate::mail::spf_records;
use crate::rule::{Check, Cx};
use crate::wire::Name;

declare_rule! {
    /// SPF records include each other, or redirect to each other, in a loop.
    ///
    /// ## Why it breaks
    /// A receiver goes round until it has made ten lookups, and returns permerror for every sender that no
    /// earlier term matches.
    ///
    /// ## Bad
    /// ```zone,bad,mail
    /// @       TXT  "v=spf1 mx include:_spf.example -all"
    /// _spf    TXT  "v=spf1 ip4:192.0.2.0/24 include:_more.example -all"
    /// _more   TXT  "v=spf1 ip4:198.51.100.0/24 include:_spf.example -all"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mail
    /// @       TXT  "v=spf1 mx include:_spf.example -all"
    /// _spf    TXT  "v=spf1 ip4:192.0.2.0/24 include:_more.example -all"
    /// _more   TXT  "v=spf1 ip4:198.51.100.0/24 -all"
    /// ```
    code: "SPF009",
    name: "spf-include-loop",
    summary: "SPF records that include each other",
    breaks: "receivers go round to the limit of 10 lookups and return permerror (RFC 7208 section 4.6.4)",
    severity: Severity::Error,
    rfcs: &["RFC 7208 section 4.6.4", "RFC 7208 section 5.2"],
    since: "0.1.0",
    check: Check::Mail(check),
}

/// Names of a loop that are shown.
const SHOWN: usize = 4;

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for (domain, said) in spf_records::usable(mail) {
        let Some(found) = mail.evaluation(domain) else { continue };
        for (site, _, trouble) in &found.troubles {
            let Trouble::Circle(names) = trouble else { continue };
            // Each name of a loop is a start of it; the first in canonical order tells it.
            let first = names.iter().min_by(|a, b| a.borrow_name().canonical_cmp(b.borrow_name()));
            if names.first() != Some(&domain.name) || first != Some(&domain.name) {
                continue;
            }
            let is_here = spf_records::is_in(said.record.zone(), site.record);
            let (record, part) =
                if is_here { (site.record, site.part()) } else { (said.record, said.part(site.top)) };
            cx.report_on(record, part, |finding| {
                finding.message(format!("SPF loop: {}", path(names)));
                if is_here && site.depth > 0 {
                    finding.label(said.record.span(said.part(site.top)), "the way in");
                }
                finding.here("back to the start").help(format!("delete `{}`", site.text()));
            });
        }
    }
}

fn path(names: &[Name]) -> String {
    let shown: Vec<String> = match names {
        [first, middle @ .., last] if names.len() > SHOWN => {
            vec![format!("`{first}`"), format!("{} more", middle.len()), format!("`{last}`")]
        }
        _ => names.iter().map(|name| format!("`{name}`")).collect(),
    };
    shown.join(", ")
}
