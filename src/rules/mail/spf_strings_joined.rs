use crate::facts::mail_spf;
use crate::finding::Severity;
use crate::mail::Extent;
use crate::mail::domain::{Slot, ZoneMail};
use crate::rule::{Check, Cx};

declare_rule! {
    /// Two strings of an SPF record make one word where two terms were meant.
    ///
    /// ## Why it breaks
    /// Receivers put the strings of a TXT record together without a space between them. The last term of one string and the
    /// first of the next become one word, which is no term or names a host that does not exist.
    ///
    /// ## Bad
    /// ```zone,bad,mail
    /// @   TXT  "v=spf1 mx include:_spf.example.net" "-all"
    /// ```
    ///
    /// ## Good
    /// ```zone,good,mail
    /// @   TXT  "v=spf1 mx include:_spf.example.net " "-all"
    /// ```
    code: "SPF014",
    name: "spf-strings-joined",
    summary: "SPF terms joined without a space",
    breaks: "receivers read one word where two terms were meant, and discard the record or a term (RFC 7208 section 3.3)",
    severity: Severity::Error,
    rfcs: &["RFC 7208 section 3.3"],
    since: "0.1.0",
    check: Check::Mail(check),
}

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for said in mail.domains.iter().filter_map(|domain| domain.own.as_ref()).flat_map(|slot: &Slot<'_, _>| &slot.texts) {
        for glue in mail_spf::glued(said) {
            let (before, behind) = (Extent::new(glue.word.from, glue.at), Extent::new(glue.at, glue.word.to));
            cx.report_on(said.record, said.part(glue.word), |finding| {
                finding.message(format!("SPF strings are joined to `{}`", said.text.show(glue.word, 60)));
                let (before, behind) = (said.text.show(before, 60), said.text.show(behind, 60));
                finding.here("no space between the strings").help(format!("put a space before the closing quote: `{before} \" \"{behind}`"));
            });
        }
    }
}
