use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::spf::TermKind;
use crate::mail::spf_records;
use crate::rule::{Check, Cx};

declare_rule! {
    /// A term of an SPF record has the name of a mechanism with `=` behind it, where mechanisms have `:`.
    ///
    /// ## Why it breaks
    /// A name and `=` make a modifier, and receivers pass over modifiers that they do not know. The hosts
    /// that the term was written for fail SPF, and nobody says why.
    ///
    /// ## Bad
    /// ```zone,bad,mail
    /// @   TXT  "v=spf1 mx ip4=203.0.113.5 -all"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mail
    /// @   TXT  "v=spf1 mx ip4:203.0.113.5 -all"
    /// ```
    code: "SPF110",
    name: "spf-modifier-for-mechanism",
    summary: "SPF mechanism written with =",
    breaks: "receivers pass over the term, and the hosts that it names fail SPF (RFC 7208 section 6)",
    severity: Severity::Warning,
    rfcs: &["RFC 7208 section 6", "RFC 7208 section 4.6.1"],
    since: "0.1.0",
    check: Check::Mail(check),
}

const MECHANISMS: &[&str] = &["all", "include", "a", "mx", "ptr", "ip4", "ip6", "exists"];

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for (_, said) in spf_records::usable(mail) {
        for term in &said.said.terms {
            let TermKind::Modifier(name) = &term.kind else { continue };
            if !MECHANISMS.iter().any(|mechanism| mechanism.eq_ignore_ascii_case(name)) {
                continue;
            }
            let text = said.text.show(term.at, 50);
            cx.report_on(said.record, said.part(term.at), |finding| {
                finding.message(format!(
                    "SPF term `{text}` is a modifier that nobody knows, not the mechanism `{name}`"
                ));
                finding.help(format!("write `{}`", text.replacen('=', ":", 1)));
            });
        }
    }
}
