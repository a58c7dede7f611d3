use crate::fault::{Fault, FaultKind};
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};
use crate::source::Span;

declare_rule! {
    /// A text without quotes has a `;`, or tags such as `p=reject` follow behind one: the rest of the line is a
    /// comment.
    ///
    /// What else is wrong with the record follows from it and is not reported.
    ///
    /// ## Why it breaks
    /// Outside quotes `;` begins a comment. The record is published without what stands behind: a DMARC or DKIM record
    /// without its policy or key, a CAA record without its restriction.
    ///
    /// ## Bad
    /// ```zone,bad
    /// www   TXT  k=v;x=y
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// www   TXT  "k=v;x=y"
    /// ```
    code: "SYN048",
    name: "unquoted-semicolon",
    summary: "unquoted semicolon in a text",
    breaks: "everything behind the semicolon is missing from the published record, and no name server says \
        so",
    severity: Severity::Warning,
    rfcs: &["RFC 1035 section 5.1"],
    since: "0.1.0",
    check: Check::Fault(&[FaultKind::UnquotedSemicolon], check),
    applies_to: EVERY_ZONE,
}

fn check(fault: &Fault, span: Span, cx: &mut Cx<'_>) {
    let help = in_quotes(cx, span).map_or_else(
        || "write the whole text in quotes, or a blank before the `;` of a comment".to_owned(),
        |text| format!("write `{text}`, or a blank before the `;` of a comment"),
    );
    cx.report(span, |finding| {
        finding.message(fault.text()).here("a comment").help(help);
    });
}

/// The unquoted words before the comment and the comment as one string, where both are short and have no
/// quote.
fn in_quotes(cx: &Cx<'_>, comment: Span) -> Option<String> {
    /// Octets of the longest text that is shown.
    const MOST: u32 = 60;
    let before = cx.zone.text(Span::new(comment.source, comment.start.saturating_sub(MOST), comment.start));
    let before = before.trim_ascii_end();
    let word = match before.strip_suffix(b"\"") {
        Some(quoted) => quoted.rsplit(|&byte| byte == b'"').next()?,
        None => unquoted(before)?,
    };
    let text = [word, cx.zone.text(comment)].concat();
    let is_short = u32::try_from(text.len()).is_ok_and(|len| len <= MOST) && word.len() < before.len();
    let is_plain = text.iter().all(|byte| matches!(byte, b' '..=b'~') && !b"\"\\`".contains(byte));
    (is_short && is_plain).then(|| format!("\"{}\"", String::from_utf8_lossy(&text)))
}

/// The words of a TXT record that stand on the line, or the last word of another one.
fn unquoted(before: &[u8]) -> Option<&[u8]> {
    let line = before.rsplit(|byte| *byte == b'\n').next()?;
    let is_type = |around: &[u8]| match around {
        [start, word @ .., end] => {
            start.is_ascii_whitespace() && end.is_ascii_whitespace() && word.eq_ignore_ascii_case(b"TXT")
        }
        _ => false,
    };
    let words = line.windows(5).rposition(is_type).and_then(|at| line.get(at + 5..));
    let last = || line.rsplit(|byte| byte.is_ascii_whitespace() || *byte == b'(').next();
    words.map(|words| words.trim_ascii_start()).filter(|words| !words.starts_with(b"(")).or_else(last)
}
