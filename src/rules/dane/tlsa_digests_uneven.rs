use crate::dane::pin::Pins;
use crate::finding::Severity;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::zone::Part;

declare_rule! {
    /// There are more SHA2-256 than SHA2-512 digests, or fewer, for one usage and selector.
    ///
    /// Keys that a record holds undigested need no digest and are not counted.
    ///
    /// ## Why it breaks
    /// Of the records with one usage and selector a client looks at the strongest digest that it knows and
    /// forgets the others. A key that has only a SHA2-256 digest beside another's SHA2-512 digest is then as
    /// good as not published: Postfix defers mail with "Server certificate not verified". Each key needs each
    /// digest that is in use.
    ///
    /// ## Bad
    /// ```zone,bad
    /// _25._tcp.mx  TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// _25._tcp.mx  TLSA  3 1 1 9b74c9897bac770ffc029102a200c5de5a1d2b6fd0a7c6d1f5f3b4e2a8c9d0e1
    /// _25._tcp.mx  TLSA  3 1 2 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d219b74c9897bac770ffc029102a200c5de5a1d2b6fd0a7c6d1f5f3b4e2a8c9d0e1
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// _25._tcp.mx  TLSA  3 1 1 1f5a0dd1ca4a3b5a3ae6d4b2b8b8a7a95c8a6a58cbd6a6b4d0b9ac4f0e3c7d21
    /// _25._tcp.mx  TLSA  3 1 1 9b74c9897bac770ffc029102a200c5de5a1d2b6fd0a7c6d1f5f3b4e2a8c9d0e1
    /// ```
    code: "DAN009",
    name: "tlsa-digests-uneven",
    summary: "keys are not pinned with every digest in use",
    breaks: "clients use only the strongest digest of a usage and selector, and refuse a server whose key \
        has none (RFC 7671 section 9)",
    severity: Severity::Warning,
    rfcs: &["RFC 7671 section 9", "RFC 7672 section 5"],
    since: "0.1.0",
    check: Check::Pins(check),
}

fn check(pins: &Pins<'_>, cx: &mut Cx<'_>) {
    for gap in pins.gaps() {
        let (usage, selector) = (gap.about.0.number(), gap.about.1.number());
        let (has, lacks) = if gap.sha256 > gap.sha512 { (1, 2) } else { (2, 1) };
        cx.report_on(gap.more, Part::Rdata, |finding| {
            finding
                .message(format!(
                    "TLSA {usage} {selector}: {} and {}, so a key lacks \
                    one",
                    count(gap.sha256, "SHA2-256"),
                    count(gap.sha512, "SHA2-512")
                ))
                .label(
                    gap.fewer.span(Part::Field(types::tlsa::MATCHING_TYPE)),
                    "clients choose one digest and use no other",
                )
                .help(match lacks {
                    2 => format!(
                        "remove the `{usage} {selector} 2` records, or publish one for each key \
                        that has `{usage} {selector} {has}`"
                    ),
                    _ => format!(
                        "publish `{usage} {selector} {lacks}` for each key that has `{usage} \
                        {selector} {has}`, or remove the `{usage} {selector} 2` records"
                    ),
                });
        });
    }
}

fn count(digests: usize, name: &str) -> String {
    format!("{digests} {name} digest{}", if digests == 1 { "" } else { "s" })
}
