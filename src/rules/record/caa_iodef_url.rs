use crate::finding::Severity;
use crate::record::caa::Caa;
use crate::rr::types;
use crate::rule::{Check, Cx};
use crate::wire::excerpt;
use crate::zone::{Part, Record};

declare_rule! {
    /// A `CAA` `iodef` value is not a `mailto:`, `http:` or `https:` URL.
    ///
    /// ## Why it breaks
    /// CAs report refused requests to this URL. An address without `mailto:` is no URL, so no report is sent.
    ///
    /// ## Bad
    /// ```zone,bad
    /// @  CAA  0 iodef "security@example.net"
    /// ```
    ///
    /// ## Good
    /// ```zone,good
    /// @  CAA  0 iodef "mailto:security@example.net"
    /// ```
    code: "REC012",
    name: "caa-iodef-url",
    summary: "CAA iodef is no URL",
    breaks: "CAs cannot send reports of refused requests (RFC 8659 section 4.4)",
    severity: Severity::Warning,
    rfcs: &["RFC 8659 section 4.4"],
    since: "0.1.0",
    check: Check::Record(&[types::CAA], check),
}

fn check(record: Record<'_>, cx: &mut Cx<'_>) {
    let Some(caa) = Caa::of(record).filter(|caa| caa.has_tag(&["iodef"])) else { return };
    let has = |scheme: &[u8]| {
        caa.value.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme))
            && caa.value.len() > scheme.len()
    };
    if has(b"mailto:") || has(b"http://") || has(b"https://") {
        return;
    }
    cx.report_on(record, Part::Field(types::caa::VALUE), |finding| {
        let found = if caa.value.is_empty() {
            "is empty, expected a".to_owned()
        } else {
            format!("`{}` is no", excerpt(caa.value, 30))
        };
        finding.message(format!("CAA iodef {found} mailto, http or https URL"));
        if caa.value.contains(&b'@') && !caa.value.contains(&b':') {
            finding.help(format!("write `\"mailto:{}\"`", excerpt(caa.value, 80)));
        } else {
            finding.help("write `\"mailto:<address>\"` or `\"https://<host>/<path>\"`");
        }
    });
}
