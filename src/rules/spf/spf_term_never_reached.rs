use crate::finding::Severity;
use crate::mail::domain::ZoneMail;
use crate::mail::spf::Mechanism;
use crate::mail::spf_records;
use crate::rule::{Check, Cx};

declare_rule! {
    /// A term of an SPF record stands behind `all`, or `redirect=` stands in a record with `all`.
    ///
    /// ## Why it breaks
    /// `all` matches every sender, so that nothing behind it is looked at, and `redirect=` counts only where
    /// there is no `all`. The senders that were added there fail.
    ///
    /// ## Bad
    /// ```zone,bad,mail
    /// @   TXT  "v=spf1 mx -all include:_spf.example.net"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mail
    /// @   TXT  "v=spf1 mx include:_spf.example.net -all"
    /// ```
    code: "SPF013",
    name: "spf-term-never-reached",
    summary: "SPF term that is never reached",
    breaks: "receivers never look at the term, and the senders it names fail SPF (RFC 7208 sections 5.1 and \
        6.1)",
    severity: Severity::Warning,
    rfcs: &["RFC 7208 section 5.1", "RFC 7208 section 6.1"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for (_, said) in spf_records::usable(mail) {
        let Some((_, all, _)) = said.said.all() else { continue };
        let unreachable: Vec<_> = said.said.unreachable().collect();
        let Some(first) = unreachable.first() else { continue };
        let text = said.text.show(first.at, 40);
        cx.report_on(said.record, said.part(first.at), |finding| {
            let others = match unreachable.len() - 1 {
                0 => "is never reached".to_owned(),
                1 => "and one more term are never reached".to_owned(),
                more => format!("and {more} more terms are never reached"),
            };
            finding.message(format!("SPF term `{text}` {others}"));
            finding.label(said.record.span(said.part(all.at)), "matches every sender");
            let what = if first.at < all.at {
                "delete one of the two".to_owned()
            } else if first.mechanism() == Some(&Mechanism::All) {
                format!("delete `{text}`")
            } else {
                format!("write `{text}` before `all`, or delete it")
            };
            finding.help(what);
        });
    }
}
