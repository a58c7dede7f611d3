use std::collections::BTreeSet;

use crate::finding::Severity;
use crate::mail::domain::{ParsedText, ZoneMail};
use crate::mail::spf::{Qualifier, Spf, Term, TermKind};
use crate::rule::{Check, Cx};

declare_rule! {
    /// A name has more than one SPF record.
    ///
    /// The usual way to it: each mail service says "add this TXT record", and nobody merges them.
    ///
    /// ## Why it breaks
    /// A receiver that finds two SPF records takes neither. The result is permerror for every message of the
    /// domain, also for those from hosts that both records name.
    ///
    /// ## Bad
    /// ```zone,bad,mail
    /// @   TXT  "v=spf1 mx -all"
    /// @   TXT  "v=spf1 include:_spf.example.net -all"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mail
    /// @   TXT  "v=spf1 mx include:_spf.example.net -all"
    /// ```
    code: "SPF001",
    name: "spf-several-records",
    summary: "several SPF records at a name",
    breaks: "receivers return permerror, and every message from the domain fails SPF (RFC 7208 section 4.5)",
    severity: Severity::Error,
    rfcs: &["RFC 7208 section 3.2", "RFC 7208 section 4.5"],
    since: "0.1.0",
    check: Check::Mail(check),
}

/// Records that are pointed at besides the first two.
const SHOWN: usize = 3;
/// Octets of a merged record that is still shown.
const MERGED: usize = 400;

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for domain in &mail.domains {
        let said: Vec<_> = domain.spf().collect();
        let [first, second, others @ ..] = said.as_slice() else { continue };
        cx.report_on(second.record, second.whole(), |finding| {
            finding.message(format!(
                "`{}` has {} SPF records, and receivers take none of \
                them",
                domain.name,
                said.len()
            ));
            finding.here("the second one").label(first.record.span(first.whole()), "the first one");
            for other in others.iter().take(SHOWN) {
                finding.label(other.record.span(other.whole()), "one more");
            }
            match merged(&said) {
                Some(text) => finding.help(format!(
                    "keep one TXT record with the terms of all, `{text}`, and \
                    delete the others"
                )),
                None => finding.help(
                    "write the terms of all into one TXT record that starts with `v=spf1`, \
                    and delete the others",
                ),
            };
        });
    }
}

/// The terms of all records in one; `None` where that takes more than putting them together.
fn merged(said: &[&ParsedText<'_, Spf>]) -> Option<String> {
    if said.iter().any(|said| {
        !said.said.is_usable() || said.said.redirect().is_some() || said.said.explanation().is_some()
    }) {
        return None;
    }
    let (mut text, mut seen) = ("v=spf1".to_owned(), BTreeSet::new());
    for said in said {
        for term in said.said.reachable().filter(|term| !is_all(term)) {
            let term = said.text.show(term.at, MERGED);
            if text.len() + term.len() > MERGED {
                return None;
            }
            if seen.insert(term.to_ascii_lowercase()) {
                text.push(' ');
                text.push_str(&term);
            }
        }
    }
    // The milder of softfail and fail loses no mail; the others say nothing.
    let all = said
        .iter()
        .filter_map(|said| said.said.all())
        .map(|(_, _, qualifier)| qualifier)
        .filter(|all| *all >= Qualifier::Softfail)
        .min();
    Some(format!("{text} {}all", all.unwrap_or(Qualifier::Softfail).symbol()))
}

fn is_all(term: &Term) -> bool {
    matches!(&term.kind, TermKind::Directive(_, crate::mail::spf::Mechanism::All))
}
