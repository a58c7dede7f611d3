use crate::dnssec::Denial;
use crate::dnssec::denial::BitmapFault;
use crate::dnssec::denial_text::bitmap_text;
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};

declare_rule! {
    /// The `NSEC` or `NSEC3` of a name does not list a type that the name has.
    ///
    /// ## Why it breaks
    /// The bitmap is the signed statement of what a name has. A resolver that has it in its cache answers "no
    /// such data" for a type that is not listed. At a delegation a missing `NS` or `DS` makes the proof that
    /// the child is unsigned, or signed, fail.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// www.example. … A 192.0.2.2
    /// www.example. … NSEC example. TXT RRSIG NSEC
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// www.example. … A 192.0.2.2
    /// www.example. … NSEC example. A TXT RRSIG NSEC
    /// ```
    code: "DEN004",
    name: "bitmap-lacks-type",
    summary: "a type that is there and not in the bitmap",
    breaks: "resolvers that answer from NSEC in their cache deny the type, though it is there (RFC 4034 \
        section 4.1.2, RFC 8198)",
    severity: Severity::Error,
    rfcs: &["RFC 4034 section 4.1.2", "RFC 5155 section 3.1.8", "RFC 8198"],
    since: "0.1.0",
    check: Check::Denial(check),
    applies_to: EVERY_ZONE,
}

fn check(denial: &Denial<'_>, cx: &mut Cx<'_>) {
    for bitmaps in denial.bitmaps() {
        for wrong in bitmaps.get(&BitmapFault::Lacks).1 {
            let text = bitmap_text(wrong, &wrong.difference.lacking, false);
            cx.report_on(wrong.record, text.part, |finding| {
                finding.message(text.message).help(text.help);
                for span in text.present {
                    finding.label(span, "is there");
                }
            });
        }
        cx.unshown(bitmaps.unkept(&BitmapFault::Lacks));
    }
}
