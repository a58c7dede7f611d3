//! Which texts are SPF records, and which were only meant to be: RFC 7208 section 4.5.

use crate::mail::text::Extent;

/// What a text is to a receiver that looks for SPF.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Selection {
    /// An SPF record.
    Record,
    /// Meant as one and discarded: receivers see no SPF here.
    NearMiss(NearMiss),
    /// A Sender ID record, `spf2.0/...`: RFC 4406, historic.
    SenderId,
    /// Something else.
    Other,
}

/// Why a text that was meant as an SPF record is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearMiss {
    /// The octets at fault.
    pub at: Extent,
    /// What is wrong: one clause.
    pub detail: String,
    /// The text as it should start; what follows it in the record stays.
    pub suggestion: String,
}

/// How a record starts, a blank or the end behind it. Upper and lower case are the same.
const VERSION: &[u8] = b"v=spf1";

/// Which kind of text this is.
#[must_use]
pub fn select(text: &[u8]) -> Selection {
    if let Some(rest) = strip(text, VERSION)
        && rest.first().is_none_or(|&byte| byte == b' ')
    {
        return Selection::Record;
    }
    if strip(text, b"spf2.0/").is_some() || strip(text, b"v=spf2.0/").is_some() {
        return Selection::SenderId;
    }
    near(text).map_or(Selection::Other, Selection::NearMiss)
}

fn strip<'t>(text: &'t [u8], start: &[u8]) -> Option<&'t [u8]> {
    let (head, rest) = text.split_at_checked(start.len())?;
    head.eq_ignore_ascii_case(start).then_some(rest)
}

fn near(text: &[u8]) -> Option<NearMiss> {
    let lead = text.iter().position(|&byte| byte.is_ascii_alphanumeric())?;
    // A word of prose before it is no near miss.
    if lead > 8 {
        return None;
    }
    let rest = text.get(lead..)?;
    let (len, behind) = meant(rest)?;
    let miss = |from: usize, to: usize, detail: String| {
        Some(NearMiss { at: Extent::new(from, to), detail, suggestion: "v=spf1 ".to_owned() })
    };
    if lead > 0 {
        return miss(0, lead, format!("{} before `v=spf1`", name(text.first().copied())));
    }
    if strip(rest, VERSION).is_none() {
        return miss(
            0,
            len,
            format!("`{}` where `v=spf1` should stand", crate::wire::excerpt(rest.get(..len)?, 20)),
        );
    }
    let end = behind.iter().position(|&byte| byte == b' ').unwrap_or(behind.len()).min(20);
    let detail = match behind.first() {
        Some(byte) if byte.is_ascii_digit() => {
            format!("`{}` is no version of SPF", crate::wire::excerpt(rest.get(..len + end.min(4))?, 20))
        }
        byte => format!("{} behind `v=spf1`, where a space should stand", name(byte.copied())),
    };
    miss(len, len + end.max(1), detail)
}

/// How many octets were meant as the version, and what follows them.
fn meant(rest: &[u8]) -> Option<(usize, &[u8])> {
    let of = |behind: &'_ [u8]| rest.len() - behind.len();
    if let Some(behind) = strip(rest, VERSION) {
        // `v=spf1` with a letter behind is a missing blank before a term, or another word.
        return Some((VERSION.len(), behind));
    }
    // `v spf1`, `v = spf1`, `v:spf1`, `vspf1`, `v=spf`, `spf1 `.
    let behind_v = strip(rest, b"v").unwrap_or(rest);
    let marks = behind_v.iter().take_while(|byte| b" =:-\t\"'".contains(byte)).count();
    let behind = strip(behind_v.get(marks..)?, b"spf")?;
    let digits = behind.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let behind = behind.get(digits..)?;
    let has_v = behind_v.len() < rest.len();
    let ends = behind.first().is_none_or(|&byte| byte == b' ');
    (ends && (has_v || (digits > 0 && is_followed_by_term(behind)))).then(|| (of(behind), behind))
}

/// Whether what follows reads like the terms of a record.
fn is_followed_by_term(behind: &[u8]) -> bool {
    let word = behind.trim_ascii_start();
    let word = word.strip_prefix(b"-").or_else(|| word.strip_prefix(b"~")).unwrap_or(word);
    ["include:", "ip4:", "ip6:", "a ", "mx ", "all", "redirect="]
        .iter()
        .any(|start| strip(word, start.as_bytes()).is_some())
}

fn name(byte: Option<u8>) -> String {
    match byte {
        Some(b' ') => "a space".to_owned(),
        Some(b'\t') => "a tab".to_owned(),
        Some(b'"') => "a quote".to_owned(),
        Some(byte @ 0x21..=0x7e) => format!("`{}`", char::from(byte)),
        Some(0xef) => "a byte order mark or another character that is not ASCII".to_owned(),
        Some(byte) => format!("octet {byte}"),
        None => "nothing".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_start_exactly() {
        for text in ["v=spf1", "v=spf1 ", "V=SPF1 -all", "v=spf1  a"] {
            assert_eq!(select(text.as_bytes()), Selection::Record, "{text}");
        }
    }

    #[test]
    fn near_misses_say_why() {
        for (text, detail) in [
            (" v=spf1 -all", "a space before `v=spf1`"),
            ("\"v=spf1 -all\"", "a quote before `v=spf1`"),
            (
                "\u{feff}v=spf1 -all",
                "a byte order mark or another character that is not ASCII before `v=spf1`",
            ),
            ("v=spf10 -all", "`v=spf10` is no version of SPF"),
            ("v=spf1, -all", "`,` behind `v=spf1`, where a space should stand"),
            ("v=spf1-all", "`-` behind `v=spf1`, where a space should stand"),
            ("v=spf1;include:x.example", "`;` behind `v=spf1`, where a space should stand"),
            ("v=spf1\ta -all", "a tab behind `v=spf1`, where a space should stand"),
            ("v spf1 -all", "`v spf1` where `v=spf1` should stand"),
            ("v = spf1 -all", "`v = spf1` where `v=spf1` should stand"),
            ("v=spf -all", "`v=spf` where `v=spf1` should stand"),
            ("spf1 include:x.example", "`spf1` where `v=spf1` should stand"),
        ] {
            match select(text.as_bytes()) {
                Selection::NearMiss(miss) => assert_eq!(miss.detail, detail, "{text}"),
                other => panic!("{text}: {other:?}"),
            }
        }
    }

    #[test]
    fn other_texts_are_left_alone() {
        for text in [
            "",
            "hello",
            "spf",
            "spf1 is a version",
            "v=DMARC1; p=none",
            "our SPF record is v=spf1 -all",
            "vspfx",
            "google-site-verification=v=spf1",
        ] {
            assert_eq!(select(text.as_bytes()), Selection::Other, "{text}");
        }
        assert_eq!(select(b"spf2.0/pra -all"), Selection::SenderId);
        assert_eq!(select(b"\xff\0v=spf1"), select(b"\xff\0v=spf1"));
    }
}
