//! Zone text made safe to print: no control, no bidirectional override, no broken UTF-8 reaches a terminal.

use std::fmt::Write as _;

/// `text` with control and bidirectional characters written as `\u{..}`.
#[must_use]
pub fn printable(text: &str) -> String {
    if is_plain(text.as_bytes()) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hazard(c) {
            let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

/// Whether text is nothing but the printable characters of ASCII, as nearly all is.
#[must_use]
pub fn is_plain(text: &[u8]) -> bool {
    // All of it is looked at, many octets at a time.
    !text.iter().fold(false, |found, byte| found | !(0x20..=0x7e).contains(byte))
}

/// The start of `bytes`, safe to print, cut with `...` after `most` characters.
#[must_use]
pub fn excerpt(bytes: &[u8], most: usize) -> String {
    let head = bytes.get(..most.saturating_mul(4)).unwrap_or(bytes);
    let text = String::from_utf8_lossy(head);
    if head.len() == bytes.len() && text.chars().count() <= most {
        return printable(&text);
    }
    let cut: String = text.chars().take(most.saturating_sub(3)).collect();
    printable(&cut) + "..."
}

/// Whether a terminal could be misled by this character.
#[must_use]
pub fn is_hazard(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_and_overrides_become_visible() {
        assert_eq!(printable("a\u{1b}[31mb\u{202e}c"), "a\\u{1b}[31mb\\u{202e}c");
    }

    #[test]
    fn long_text_is_cut_and_short_text_is_not() {
        assert_eq!(excerpt(b"abcdef", 6), "abcdef");
        assert_eq!(excerpt(b"abcdefg", 6), "abc...");
    }
}
