use crate::dnssec::Denial;
use crate::dnssec::denial::BitmapFault;
use crate::dnssec::denial_text::bitmap_text;
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};

declare_rule! {
    /// The bits of `RRSIG` and `NSEC` themselves are wrong in a bitmap.
    ///
    /// ## Why it breaks
    /// Every NSEC has itself and its signature at its own name and lists both. An NSEC3 is somewhere else: it
    /// lists `RRSIG` where the original name has signatures, which an unsigned delegation and an empty
    /// non-terminal have not.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// www.example. … NSEC example. A NSEC
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// www.example. … NSEC example. A RRSIG NSEC
    /// ```
    code: "DEN006",
    name: "bitmap-own-bits",
    summary: "RRSIG or NSEC bit of a bitmap differs from what is there",
    breaks: "validators that hold a bitmap to the letter of RFC 4034 section 4.1.2 distrust the record; most \
        do not look",
    severity: Severity::Warning,
    rfcs: &["RFC 4034 section 4.1.2", "RFC 5155 section 7.1"],
    since: "0.1.0",
    check: Check::Denial(check),
    applies_to: EVERY_ZONE,
}

fn check(denial: &Denial<'_>, cx: &mut Cx<'_>) {
    for bitmaps in denial.bitmaps() {
        for wrong in bitmaps.get(&BitmapFault::Own).1 {
            let lacking = wrong.difference.own_lacking;
            let listed = lacking.is_none();
            let types =
                if listed { wrong.difference.own_absent.clone() } else { lacking.into_iter().collect() };
            let text = bitmap_text(wrong, &types, listed);
            cx.report_on(wrong.record, text.part, |finding| {
                finding.message(text.message).help(text.help);
                for span in text.present {
                    finding.label(span, "is there");
                }
            });
        }
        cx.unshown(bitmaps.unkept(&BitmapFault::Own));
    }
}
