//! TLS-RPT records: RFC 8460 section 3.

use super::report_uri::{self, ReportUri, Scheme, UriFault};
use super::tags::{self, Tag, TagFault, TagList, Version};
use super::text::{Extent, Faults, Text, TextFault};
use crate::limits::Limits;

/// What is wrong with a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TlsRptFault {
    /// It does not start with `v=TLSRPTv1;`: senders pass it over.
    Version,
    /// The list of fields.
    Tags(TagFault),
    /// No `rua`.
    NoRua,
    /// A destination.
    Uri(UriFault),
    /// A destination that is neither `mailto` nor `https`.
    Scheme,
}

/// A TLS-RPT record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsRpt {
    /// All fields.
    pub list: TagList,
    /// The destinations of all `rua` fields: the grammar allows several.
    pub rua: Vec<ReportUri>,
    /// Fields that nobody knows.
    pub unknown: Vec<Tag>,
    /// What is wrong; none in a record that senders use.
    pub faults: Faults<TlsRptFault>,
}

/// Whether a text is a TLS-RPT record by its grammar, which allows a blank before the first semicolon, as that
/// of MTA-STS does.
#[must_use]
pub fn select(text: &[u8]) -> Version {
    tags::version_anywhere(text, "TLSRPTv1", &tags::SMTP_TLS)
}

/// Reads a text as a TLS-RPT record.
#[must_use]
pub fn parse(text: &Text, limits: &Limits) -> TlsRpt {
    let mut faults = Faults::new(limits.text_faults);
    if let Version::Near(fault) = select(text.octets()) {
        faults.add(TextFault {
            kind: TlsRptFault::Version,
            at: fault.at,
            detail: fault.detail,
            suggestion: fault.suggestion,
        });
    }
    let list = tags::parse(text, &tags::SMTP_TLS, limits.text_faults);
    let is_rua = |at: Extent| {
        list.tags.iter().any(|tag| tag.key == "rua" && tag.value.from <= at.from && at.to <= tag.value.to)
    };
    for fault in list.faults.iter() {
        // A URI may have `=`, and blanks may stand around commas; its own grammar looks at it.
        if fault.kind == TagFault::Value && is_rua(fault.at) {
            continue;
        }
        faults.add(TextFault {
            kind: TlsRptFault::Tags(fault.kind),
            at: fault.at,
            detail: fault.detail.clone(),
            suggestion: fault.suggestion.clone(),
        });
    }
    let mut rua = Vec::new();
    for tag in list.tags.iter().filter(|tag| tag.key == "rua" && !tag.value.is_empty()) {
        rua.extend(report_uri::list(text, tag.value, false));
    }
    if !list.tags.iter().any(|tag| tag.key == "rua") {
        faults.push(TlsRptFault::NoRua, text.whole(), "no `rua` field");
    }
    for uri in &rua {
        if let Some(fault) = &uri.fault {
            faults.add(TextFault {
                kind: TlsRptFault::Uri(fault.kind),
                at: fault.at,
                detail: fault.detail.clone(),
                suggestion: fault.suggestion.clone(),
            });
        } else if let Some(Scheme::Other(scheme)) = &uri.scheme {
            faults.push(
                TlsRptFault::Scheme,
                uri.at,
                format!("scheme `{scheme}`, and reports go by `mailto` or `https`"),
            );
        }
    }
    TlsRpt { rua, unknown: list.others(&["v", "rua"]).cloned().collect(), list, faults }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn destinations_are_mail_or_https() {
        let read = |text: &str| parse(&Text::of_strings([text.as_bytes()]), &Limits::default());
        for text in [
            "v=TLSRPTv1; rua=mailto:tlsrpt@mox.example , \t\t https://mox.example/tlsrpt  ",
            "v=TLSRPTv1; rua=https://r.example.com/tlsrpt?id=abc&token=xyz",
            "v=TLSRPTv1;rua=mailto:a@b.example; ext=yes",
            "v=TLSRPTv1; rua=mailto:a@b.example; rua=mailto:c@d.example",
        ] {
            assert!(read(text).faults.is_empty(), "{text}: {:?}", read(text).faults);
        }
        for (text, kind) in [
            ("v=TLSRPTv1;", TlsRptFault::NoRua),
            ("v=TLSRPTv1; rua=", TlsRptFault::Tags(TagFault::NoValue)),
            ("v=TLSRPTv1; rua=noscheme", TlsRptFault::Uri(UriFault::NoScheme)),
            ("v=TLSRPTv1; rua=,, ,", TlsRptFault::Uri(UriFault::Empty)),
            ("v=TLSRPTv1; rua=mailto:x@x.example other", TlsRptFault::Uri(UriFault::Octet)),
            ("v=TLSRPTv1; rua=http://x.example/", TlsRptFault::Scheme),
            ("v=TLSRPTv1; rua=mailto:x@x.example;;", TlsRptFault::Tags(TagFault::Empty)),
            ("rua=mailto:x@x.example; v=TLSRPTv1", TlsRptFault::Version),
            ("v=TLSRPTv10; rua=mailto:x@x.example", TlsRptFault::Version),
        ] {
            assert_eq!(read(text).faults.iter().next().map(|fault| fault.kind), Some(kind), "{text}");
        }
    }
}
