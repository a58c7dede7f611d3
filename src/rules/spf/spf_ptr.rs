use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::spf::{MacroString, Mechanism, Term, TermKind};
use crate::mail::spf_records;
use crate::rule::{Check, Cx};

declare_rule! {
    /// An SPF record uses `ptr` or the macro `%{p}`.
    ///
    /// ## Why it breaks
    /// Receivers have to ask for the reverse name of every sender and for the addresses of each name they
    /// get. Many skip the term, so that the hosts it was written for fail.
    ///
    /// ## Bad
    /// ```zone,bad,mail
    /// @   TXT  "v=spf1 mx ptr -all"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mail
    /// @   TXT  "v=spf1 mx ip4:192.0.2.0/24 -all"
    /// ```
    code: "SPF012",
    name: "spf-ptr",
    summary: "ptr in an SPF record",
    breaks: "receivers that do not evaluate `ptr` fail the hosts it was written for (RFC 7208 section 5.5)",
    severity: Severity::Warning,
    rfcs: &["RFC 7208 section 5.5", "RFC 7208 section 7.2"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for (domain, said) in spf_records::readable(mail) {
        for term in said.said.reachable() {
            let Some(what) = used(term) else { continue };
            cx.report_on(said.record, said.part(term.at), |finding| {
                finding
                    .message(format!("SPF of `{}` uses {what}, which should not be published", domain.name));
                finding.help("name the senders by `ip4:`, `ip6:` or `a:` instead");
            });
        }
    }
}

fn used(term: &Term) -> Option<&'static str> {
    let spec: Option<&MacroString> = match &term.kind {
        TermKind::Directive(_, Mechanism::Ptr(_)) => return Some("`ptr`"),
        TermKind::Directive(_, mechanism) => mechanism.domain(),
        TermKind::Redirect(domain) | TermKind::Explanation(domain) => Some(domain),
        TermKind::Modifier(_) | TermKind::Broken => None,
    };
    spec.filter(|spec| spec.has_macro(b'p')).map(|_| "the macro `%{p}`")
}
