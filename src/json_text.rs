//! JSON that is safe on a terminal: what could mislead one is written as `\\u` escapes, which parsers read as
//! the same text.

use std::fmt::Write as _;

use serde::Serialize;

use crate::wire::is_hazard;

/// One line.
///
/// # Errors
/// As `serde_json` says: a map whose keys are no strings.
pub fn compact(value: &impl Serialize) -> serde_json::Result<String> {
    serde_json::to_string(value).map(escaped)
}

/// Indented lines.
///
/// # Errors
/// As [`compact`].
pub fn pretty(value: &impl Serialize) -> serde_json::Result<String> {
    serde_json::to_string_pretty(value).map(escaped)
}

/// The escapes that `serde_json` does not write. Beyond ASCII there are only strings in JSON, and none of
/// these characters needs two units of UTF-16.
fn escaped(json: String) -> String {
    let is_open = |c: char| c >= '\u{7f}' && is_hazard(c);
    if !json.contains(is_open) {
        return json;
    }
    let mut out = String::with_capacity(json.len() + 64);
    for c in json.chars() {
        if is_open(c) {
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_misleads_a_terminal_and_the_text_is_the_same() {
        let text = "a\u{1b}\u{7f}\u{9b}31m\u{202e}\u{2028}\u{feff}ä\"";
        for json in [compact(&text), pretty(&text)] {
            let json = json.expect("a string");
            assert!(!json.chars().any(is_hazard), "{json}");
            assert_eq!(serde_json::from_str::<String>(&json).expect("JSON"), text);
        }
    }
}
