//! Text that keeps within columns. Knows nothing of what it says.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Columns that a line has at least.
const ROOM: usize = 20;

/// `text` broken at spaces so that it ends before column `width`, with `indent` before each further line.
pub(super) fn wrapped(text: &str, width: usize, indent: &str) -> String {
    let room = width.saturating_sub(indent.len()).max(ROOM);
    let text = text.trim_start_matches(' ');
    // No character has more columns than octets.
    if text.len() <= room {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut used = 0;
    for word in text.split(' ') {
        let columns = word.width();
        if used > 0 && used + 1 + columns > room {
            out.push('\n');
            out.push_str(indent);
            used = 0;
        } else if used > 0 {
            out.push(' ');
            used += 1;
        }
        out.push_str(word);
        used += columns;
    }
    out
}

/// As [`wrapped`], words that are longer than a line torn apart, and no blanks at the end of a line.
pub(super) fn folded(text: &str, width: usize, indent: &str) -> String {
    let room = width.saturating_sub(indent.len()).max(ROOM);
    let mut torn = String::with_capacity(text.len());
    for (at, word) in text.split(' ').enumerate() {
        if at > 0 {
            torn.push(' ');
        }
        let mut used = 0;
        let is_long = word.width() > room;
        for c in word.chars() {
            let columns = c.width().unwrap_or(0);
            if is_long && used + columns > room {
                // A piece as wide as the line shares it with nothing.
                torn.push(' ');
                used = 0;
            }
            torn.push(c);
            used += columns;
        }
    }
    let lines: Vec<String> =
        wrapped(&torn, width, indent).lines().map(|line| line.trim_end().to_owned()).collect();
    lines.join("\n")
}

/// The start of `text` that has room in some columns, `mark` at its end where something was cut.
pub(super) fn shortened(text: &str, columns: usize, mark: &str) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let room = columns.saturating_sub(mark.width());
    let mut out = String::new();
    let mut used = 0;
    for c in text.chars() {
        let next = used + c.width().unwrap_or(0);
        if next > room {
            break;
        }
        used = next;
        out.push(c);
    }
    out + mark
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_longer_than_it_may_be() {
        let text = format!("a {} b 漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字", "x".repeat(77));
        for width in 24..60 {
            assert!(folded(&text, width, "    ").lines().all(|line| line.width() <= width), "{width}");
        }
        assert_eq!(folded("one two three four five six", 24, "  "), "one two three four\n  five six");
    }

    #[test]
    fn what_is_cut_says_so() {
        assert_eq!(shortened("漢字漢字", 7, "..."), "漢字...");
        assert_eq!(shortened("漢字漢字", 8, "..."), "漢字漢字");
        assert_eq!(shortened("abcdef", 5, "\u{2026}"), "abcd\u{2026}");
    }
}
