use crate::dnssec::Denial;
use crate::dnssec::denial::BitmapFault;
use crate::dnssec::denial_text::bitmap_text;
use crate::finding::Severity;
use crate::rule::{Check, Cx, EVERY_ZONE};

declare_rule! {
    /// The `NSEC` or `NSEC3` of a name lists a type that the name does not have.
    ///
    /// ## Why it breaks
    /// Who asks for the type gets no data and a signed statement that there is some: the resolver takes it
    /// for an attack. At a delegation only `NS`, `DS`, `RRSIG` and `NSEC` may be listed: all else is the
    /// child's to answer, and a listed `DS` that is not there makes the whole child fail.
    ///
    /// ## Bad
    /// ```zone,bad,from=bad.zone
    /// www.example. … A 192.0.2.2
    /// www.example. … NSEC example. A TXT RRSIG NSEC
    /// ```
    ///
    /// ## Good
    /// ```zone,good,from=good.zone
    /// www.example. … A 192.0.2.2
    /// www.example. … NSEC example. A RRSIG NSEC
    /// ```
    code: "DEN005",
    name: "bitmap-lists-absent-type",
    summary: "a type that is in the bitmap and not there",
    breaks: "validating resolvers answer SERVFAIL for the type, since nothing proves that it is not there \
        (RFC 4034 section 4.1.2)",
    severity: Severity::Error,
    rfcs: &["RFC 4034 section 4.1.2", "RFC 5155 section 3.1.8", "RFC 4035 section 2.3"],
    since: "0.1.0",
    check: Check::Denial(check),
    applies_to: EVERY_ZONE,
}

fn check(denial: &Denial<'_>, cx: &mut Cx<'_>) {
    for bitmaps in denial.bitmaps() {
        for wrong in bitmaps.get(&BitmapFault::Lists).1 {
            let text = bitmap_text(wrong, &wrong.difference.absent, true);
            cx.report_on(wrong.record, text.part, |finding| {
                finding.message(text.message).help(text.help);
                for span in text.present {
                    finding.label(span, "is the child's to answer for");
                }
            });
        }
        cx.unshown(bitmaps.unkept(&BitmapFault::Lists));
    }
}
