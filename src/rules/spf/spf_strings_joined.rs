use crate::finding::Severity;
use crate::limits::Limits;
use crate::mail::domain::{ParsedText, Slot, ZoneMail};
use crate::mail::spf::{self, Spf};
use crate::mail::spf_records;
use crate::mail::{Extent, Text};
use crate::rule::{Check, Cx};

declare_rule! {
    /// Two strings of an SPF record make one word where two terms were meant.
    ///
    /// ## Why it breaks
    /// Receivers put the strings of a TXT record together without a space between them. The last term of one
    /// string and the first of the next become one word, which is no term or names a host that does not
    /// exist.
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
    breaks: "receivers read one word where two terms were meant, and discard the record or a term (RFC 7208 \
        section 3.3)",
    severity: Severity::Error,
    rfcs: &["RFC 7208 section 3.3"],
    since: "0.1.0",
    check: Check::Mail(check),
}

/// Octets of the longest character-string.
const LONGEST: usize = 255;

fn check(mail: &ZoneMail<'_>, cx: &mut Cx<'_>) {
    for said in mail
        .domains
        .iter()
        .filter_map(|domain| domain.own.as_deref())
        .flat_map(|slot: &Slot<'_, _>| &slot.texts)
    {
        for glue in spf_records::glued(said) {
            let (before, behind) = (Extent::new(glue.word.from, glue.at), Extent::new(glue.at, glue.word.to));
            cx.report_on(said.record, said.part(glue.word), |finding| {
                finding.message(format!("SPF strings are joined to `{}`", said.text.show(glue.word, 60)));
                let (before, behind) = (said.text.show(before, 60), said.text.show(behind, 60));
                finding.here("no space between the strings").help(match in_one_string(said) {
                    Some(text) => format!("write one string: `\"{text}\"`"),
                    None => format!("put a space before the closing quote: `{before} \" \"{behind}`"),
                });
            });
        }
    }
}

/// The record as one string with the spaces that it lacks, where it fits one.
fn in_one_string(said: &ParsedText<'_, Spf>) -> Option<String> {
    let strings =
        said.text.strings().map(|string| said.text.show(string, LONGEST)).filter(|string| !string.is_empty());
    let text = strings.collect::<Vec<_>>().join(" ");
    let text = text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    (text.len() <= LONGEST
        && spf::parse(&Text::of_strings([text.as_bytes()]), &Limits::default()).is_usable())
    .then_some(text)
}
