use crate::finding::Severity;
use crate::mail::Extent;
use crate::mail::domain::ZoneMail;
use crate::mail::spf_lookups::{Evaluation, LOOKUPS, Trouble};
use crate::mail::spf_records::{self, OwnSpf};
use crate::resolve::place;
use crate::rule::{Check, Cx};

declare_rule! {
    /// Evaluating an SPF record takes more than ten DNS lookups.
    ///
    /// Counted are `include`, `a`, `mx`, `ptr`, `exists` and `redirect`, also those of included records as
    /// far as the given zones have them; `ip4`, `ip6` and `all` cost nothing. An include of a record outside
    /// the given zones counts one, which is the least it costs.
    ///
    /// ## Why it breaks
    /// At the eleventh lookup a receiver stops with permerror. Senders that an earlier term matches pass, all
    /// others fail, the domain's own among them.
    ///
    /// ## Bad
    /// ```zone,bad,mail
    /// @   TXT  ("v=spf1 include:a.example.net include:b.example.net include:c.example.net include:d.example.net "
    ///           "include:e.example.net include:f.example.net include:g.example.net include:h.example.net "
    ///           "include:i.example.net include:j.example.net include:k.example.net -all")
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mail
    /// @   TXT  "v=spf1 mx include:a.example.net include:b.example.net ip4:192.0.2.0/24 -all"
    /// ```
    code: "SPF005",
    name: "spf-too-many-lookups",
    summary: "SPF record of more than 10 DNS lookups",
    breaks: "receivers stop at the eleventh lookup with permerror, and mail fails SPF (RFC 7208 section \
        4.6.4)",
    severity: Severity::Error,
    rfcs: &["RFC 7208 section 4.6.4"],
    since: "0.1.0",
    check: Check::Mail(check),
}

/// Terms of other records that are pointed at.
const SHOWN: usize = 3;

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for own in spf_records::usable(mail) {
        let Some(found) = mail.evaluation(own.0).filter(|found| found.known() > LOOKUPS) else { continue };
        let is_loop = found.troubles.iter().any(|(_, _, trouble)| matches!(trouble, Trouble::Circle(_)));
        // Names that only include each other, round and round, have nobody else to tell it.
        if !is_loop && (found.is_capped || !spf_records::is_part_of_another(mail, own.0)) {
            report(own, found, cx);
        }
    }
}

fn report((domain, said): OwnSpf<'_, '_>, found: &Evaluation<'_>, cx: &mut Cx<'_>) {
    let Some(eleventh) = found.lookups.get(LOOKUPS) else { return };
    cx.report_on(said.record, said.part(eleventh.top), |finding| {
        let at_least = if found.most().is_none() { "at least " } else { "" };
        finding.message(format!(
            "SPF of `{}` takes {at_least}{} DNS lookups, 10 are the \
            most",
            domain.name,
            found.known()
        ));
        finding.here(if eleventh.depth == 0 {
            "the eleventh \
            lookup"
                .to_owned()
        } else {
            format!("leads to the eleventh, `{}`", eleventh.text())
        });
        if eleventh.depth > 0 && spf_records::is_in(said.record.zone(), eleventh.record) {
            finding.label(eleventh.record.span(eleventh.part()), "the eleventh lookup");
        } else if eleventh.depth > 0 {
            finding.here(format!("leads to the eleventh, {}", place(eleventh.record)));
        }
        let dearest = dearest(found);
        for (term, count) in
            dearest.iter().filter(|(term, count)| *count > 1 && *term != eleventh.top).take(SHOWN)
        {
            finding.label(said.record.span(said.part(*term)), format!("{count} lookups"));
        }
        match dearest.first() {
            Some((term, count)) if *count > 1 => {
                let text = said.text.show(*term, 60);
                finding.help(format!(
                    "replace `{text}` ({count} lookups) by the `ip4:` and `ip6:` of its \
                        senders, or move that sender to a subdomain"
                ));
            }
            _ => {
                finding.help(
                    "replace terms by the `ip4:` and `ip6:` of their senders, or move some of the \
                    senders to a subdomain",
                );
            }
        }
    });
}

/// The terms of the record itself with what each costs, the dearest first.
fn dearest(found: &Evaluation<'_>) -> Vec<(Extent, usize)> {
    let mut terms: Vec<(Extent, usize)> = Vec::new();
    for site in &found.lookups {
        match terms.last_mut() {
            Some((term, count)) if *term == site.top => *count += 1,
            _ => terms.push((site.top, 1)),
        }
    }
    terms.sort_by_key(|(term, count)| (std::cmp::Reverse(*count), *term));
    terms
}
