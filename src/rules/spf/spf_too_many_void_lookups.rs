use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::spf_lookups::{Trouble, VOIDS, Void};
use crate::mail::spf_records;
use crate::rule::{Check, Cx};

declare_rule! {
    /// Evaluating an SPF record asks for more than two names that have no answer.
    ///
    /// One or two of them are `spf-target-missing`.
    ///
    /// ## Why it breaks
    /// Receivers stop at the third lookup without an answer, whatever stands behind it.
    ///
    /// ## Bad
    /// ```zone,bad,mail
    /// @   TXT  "v=spf1 a:old1.example a:old2.example a:old3.example mx -all"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mail
    /// @   TXT  "v=spf1 a:mx1.example a:mx2.example mx -all"
    /// ```
    code: "SPF007",
    name: "spf-too-many-void-lookups",
    summary: "SPF record with more than 2 void lookups",
    breaks: "receivers stop at the third void lookup with permerror, and mail fails SPF (RFC 7208 section \
        4.6.4)",
    severity: Severity::Error,
    rfcs: &["RFC 7208 section 4.6.4", "RFC 7208 section 11.1"],
    since: "0.1.0",
    check: Check::Mail(check),
}

/// Lookups besides the third that are pointed at.
const SHOWN: usize = 4;

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for (domain, said) in
        spf_records::usable(mail).filter(|(domain, _)| !spf_records::is_part_of_another(mail, domain))
    {
        let Some(found) = mail.evaluation(domain) else { continue };
        // An include of nothing is a permerror by itself.
        let is_told = found.troubles.iter().any(|(_, _, trouble)| *trouble == Trouble::NoRecord);
        let voids: Vec<_> = found.voids.iter().filter(|(_, _, void)| *void == Void::Always).collect();
        let Some((third, name, _)) = voids.get(VOIDS).filter(|_| !is_told) else { continue };
        cx.report_on(said.record, said.part(third.top), |finding| {
            finding.message(format!(
                "SPF of `{}` has {} lookups without an answer, 2 are the most",
                domain.name,
                voids.len()
            ));
            finding.here(format!("the third: `{name}` has nothing to answer"));
            let others = voids.iter().filter(|(site, _, _)| {
                site.at != third.at && spf_records::is_in(said.record.zone(), site.record)
            });
            for (site, name, _) in others.take(SHOWN) {
                finding.label(site.record.span(site.part()), format!("`{name}` has nothing to answer"));
            }
            finding.help(format!(
                "delete the terms whose names are gone, such as `{}`, or create the names",
                third.text()
            ));
        });
    }
}
