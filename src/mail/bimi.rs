//! BIMI assertion records: the draft `draft-brand-indicators-for-message-identification`, section 4.2. It is
//! no RFC.

use super::report_uri::{self, ReportUri, Scheme};
use super::tags::{self, Tag, TagFault, TagList, Version};
use super::text::{Extent, Faults, Text, TextFault};
use crate::limits::Limits;

/// What is wrong with a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BimiFault {
    /// It does not start with `v=BIMI1`.
    Version,
    /// The list of tags.
    Tags(TagFault),
    /// No `l`.
    NoLocation,
    /// `l` or `a` is no URI.
    Uri,
    /// `l` or `a` is not `https`.
    Scheme,
    /// `l` is another image than SVG, or `a` an image.
    Format,
    /// `lps` or `avp` has a value that does not fit.
    Value,
}

/// A BIMI record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bimi {
    /// All tags.
    pub list: TagList,
    /// `l`: where the image is; `None` inside where it is empty, which declines.
    pub location: Option<Option<ReportUri>>,
    /// `a`: where the evidence (VMC or CMC) is; `None` inside where it is empty.
    pub evidence: Option<Option<ReportUri>>,
    /// `lps`: local-part selectors, in lower case.
    pub local_parts: Vec<String>,
    /// Tags that nobody knows.
    pub unknown: Vec<Tag>,
    /// What is wrong.
    pub faults: Faults<BimiFault>,
}

impl Bimi {
    /// Whether the domain declines to take part: `l=` and `a=` are empty.
    #[must_use]
    pub fn is_declined(&self) -> bool {
        matches!(self.location, Some(None)) && !matches!(self.evidence, Some(Some(_)))
    }
}

/// As DKIM's lists; names in either case, as its own grammar is ABNF.
const GRAMMAR: tags::Grammar = tags::Grammar { ignores_case: true, ..tags::DKIM };

/// Whether a text is a BIMI record.
#[must_use]
pub fn select(text: &[u8]) -> Version {
    tags::version_anywhere(text, "BIMI1", &GRAMMAR)
}

/// Reads a text as a BIMI record.
#[must_use]
pub fn parse(text: &Text, limits: &Limits) -> Bimi {
    let list = tags::parse(text, &GRAMMAR, limits.text_faults);
    let mut faults = Faults::new(limits.text_faults);
    if let Version::Near(fault) = select(text.octets()) {
        faults.add(TextFault {
            kind: BimiFault::Version,
            at: fault.at,
            detail: fault.detail,
            suggestion: fault.suggestion,
        });
    }
    for fault in list.faults.iter() {
        faults.add(TextFault {
            kind: BimiFault::Tags(fault.kind),
            at: fault.at,
            detail: fault.detail.clone(),
            suggestion: fault.suggestion.clone(),
        });
    }
    let location = list.get("l").map(|tag| uri(text, tag, &mut faults));
    if location.is_none() && list.get("lps").is_none() {
        faults.push(BimiFault::NoLocation, text.whole(), "no `l` tag");
    }
    let evidence = list.get("a").map(|tag| uri(text, tag, &mut faults));
    let local_parts =
        list.get("lps").map(|tag| local_parts(text, tag.value, &mut faults)).unwrap_or_default();
    if let Some(tag) = list.get("avp") {
        let value = tag.value.of(text.octets());
        if !value.eq_ignore_ascii_case(b"brand") && !value.eq_ignore_ascii_case(b"personal") {
            faults.push(
                BimiFault::Value,
                tag.value,
                format!("`avp={}`; it is `brand` or `personal`", text.show(tag.value, 40)),
            );
        }
    }
    let unknown = list.others(&["v", "l", "a", "lps", "avp", "s", "e"]).cloned().collect();
    Bimi { list, location, evidence, local_parts, unknown, faults }
}

/// Endings of images that are not SVG, and of other things that a logo is not.
const NOT_SVG: &[&str] =
    &["png", "jpg", "jpeg", "gif", "webp", "ico", "bmp", "tif", "tiff", "pdf", "eps", "ai", "pem"];
/// Endings of images, which are no certificate.
const IMAGES: &[&str] = &["svg", "svgz", "png", "jpg", "jpeg", "gif", "webp"];

/// The last part of a path behind a dot, in lower case: what it says the file is.
fn ending(text: &Text, at: Extent) -> Option<String> {
    let uri = String::from_utf8_lossy(at.of(text.octets())).to_ascii_lowercase();
    let path = uri.split(['?', '#']).next()?.rsplit_once('/')?.1;
    Some(path.rsplit_once('.')?.1.to_owned())
}

fn check_ending(text: &Text, tag: &Tag, faults: &mut Faults<BimiFault>) {
    let Some(ending) = ending(text, tag.value) else { return };
    let (others, wanted) = match tag.key.as_str() {
        "l" => (NOT_SVG, "a logo is an SVG"),
        _ => (IMAGES, "a certificate is a PEM file"),
    };
    if others.contains(&ending.as_str()) {
        let detail = format!("`{}=` leads to a file `.{ending}`, and {wanted}", tag.key);
        faults.push(BimiFault::Format, tag.value, detail);
    }
}

fn uri(text: &Text, tag: &Tag, faults: &mut Faults<BimiFault>) -> Option<ReportUri> {
    // Earlier drafts had `a=self` for a logo without a certificate.
    let is_self = tag.key == "a" && tag.value.of(text.octets()).eq_ignore_ascii_case(b"self");
    if tag.value.is_empty() || is_self {
        return None;
    }
    let found = report_uri::plain(text.octets(), tag.value);
    if let Some(fault) = &found.fault {
        faults.add(TextFault {
            kind: BimiFault::Uri,
            at: fault.at,
            detail: fault.detail.clone(),
            suggestion: None,
        });
    } else if !matches!(found.scheme, Some(Scheme::Https { .. })) {
        let detail = format!("`{}={}` is not an https URI", tag.key, text.show(tag.value, 60));
        faults.push(BimiFault::Scheme, tag.value, detail);
    } else {
        check_ending(text, tag, faults);
    }
    Some(found)
}

fn local_parts(text: &Text, at: Extent, faults: &mut Faults<BimiFault>) -> Vec<String> {
    let octets = text.octets();
    let mut found = Vec::new();
    for part in at.split(octets, b',') {
        let word = part.trimmed(octets);
        if word.is_empty()
            || !word.of(octets).iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
        {
            let shown = if word.is_empty() { part } else { word };
            faults.push(
                BimiFault::Value,
                shown,
                format!("local-part selector `{}`; it has letters, digits and hyphens", text.show(word, 40)),
            );
        } else {
            found.push(text.show(word, 64).to_ascii_lowercase());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locations_are_https_or_declined() {
        let read = |text: &str| parse(&Text::of_strings([text.as_bytes()]), &Limits::default());
        let good = read("v=BIMI1; l=https://a.example/a.svg; a=https://a.example/a.pem");
        assert!(good.faults.is_empty() && !good.is_declined(), "{:?}", good.faults);
        assert!(read("v=BIMI1; l=https://a.example/a!b.svg").faults.is_empty());
        assert!(read("v=BIMI1; l=; a=;").is_declined());
        let own = read("v=BIMI1; l=https://a.example/a.svg; a=self");
        assert!(own.faults.is_empty() && own.evidence == Some(None), "{:?}", own.faults);
        assert_eq!(read("v=BIMI1; lps=News, billing").local_parts, ["news", "billing"]);
        for (text, kind) in [
            ("v=BIMI1; l=http://a.example/a.svg", BimiFault::Scheme),
            ("v=BIMI1; l=a.example/a.svg", BimiFault::Uri),
            ("v=BIMI1; l=https://a.example/a b.svg", BimiFault::Uri),
            ("v=BIMI1; a=https://a.example/a.pem", BimiFault::NoLocation),
            ("v=BIMI2; l=", BimiFault::Version),
            ("l=https://a.example/a.svg; v=BIMI1", BimiFault::Version),
            ("v=BIMI1; l=https://a.example/a.PNG?x=1", BimiFault::Format),
            ("v=BIMI1; l=https://a.example/a.svg; a=https://a.example/b.svg", BimiFault::Format),
            ("v=BIMI1; l=; l=", BimiFault::Tags(TagFault::Repeated)),
            ("v=BIMI1; lps=help_desk", BimiFault::Value),
        ] {
            assert_eq!(read(text).faults.iter().next().map(|fault| fault.kind), Some(kind), "{text}");
        }
    }
}
