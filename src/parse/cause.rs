//! Why an entry is odd, found by reading it once more: characters that look like others, comments of other
//! languages, a word of the wrong column. Judges no entry that is in order.

use super::lexer::Lexer;
use crate::fault::{Fault, FaultKind};
use crate::rr::{Rtype, Token, Tokens};
use crate::wire::{excerpt, u32_of};

/// What is meant where a character stands that looks like another.
struct Lookalike {
    first: char,
    last: char,
    name: &'static str,
    meant: &'static str,
}

const BLANK: &str = "a blank";
const NOTHING: &str = "nothing";
const QUOTE: &str = "`\"`";
const HYPHEN: &str = "`-`";

/// Characters that editors and word processors put in place of others, or that nobody sees.
const LOOKALIKES: [Lookalike; 24] = [
    lookalike('\u{a0}', '\u{a0}', "no-break space", BLANK),
    lookalike('\u{ab}', '\u{ab}', "quotation mark", QUOTE),
    lookalike('\u{ad}', '\u{ad}', "soft hyphen", NOTHING),
    lookalike('\u{bb}', '\u{bb}', "quotation mark", QUOTE),
    lookalike('\u{1680}', '\u{1680}', "space", BLANK),
    lookalike('\u{180e}', '\u{180e}', "invisible character", NOTHING),
    lookalike('\u{2000}', '\u{200a}', "space", BLANK),
    lookalike('\u{200b}', '\u{200b}', "zero-width space", NOTHING),
    lookalike('\u{200c}', '\u{200f}', "invisible character", NOTHING),
    lookalike('\u{2010}', '\u{2015}', "dash", HYPHEN),
    lookalike('\u{2018}', '\u{201f}', "quotation mark", QUOTE),
    lookalike('\u{2028}', '\u{2029}', "line separator", BLANK),
    lookalike('\u{202a}', '\u{202e}', "invisible character", NOTHING),
    lookalike('\u{202f}', '\u{202f}', "no-break space", BLANK),
    lookalike('\u{2039}', '\u{203a}', "quotation mark", QUOTE),
    lookalike('\u{205f}', '\u{205f}', "space", BLANK),
    lookalike('\u{2060}', '\u{2064}', "invisible character", NOTHING),
    lookalike('\u{2212}', '\u{2212}', "minus sign", HYPHEN),
    lookalike('\u{3000}', '\u{3000}', "ideographic space", BLANK),
    lookalike('\u{301d}', '\u{301f}', "quotation mark", QUOTE),
    lookalike('\u{feff}', '\u{feff}', "byte order mark", NOTHING),
    lookalike('\u{ff02}', '\u{ff02}', "quotation mark", QUOTE),
    lookalike('\u{ff0d}', '\u{ff0d}', "hyphen", HYPHEN),
    lookalike('\u{ff1b}', '\u{ff1b}', "semicolon", "`;`"),
];

const fn lookalike(first: char, last: char, name: &'static str, meant: &'static str) -> Lookalike {
    Lookalike { first, last, name, meant }
}

/// The first character outside quotes and comments of an entry that looks like another; in quotes only of a
/// text that lists tags, where it becomes a part of one. `unreadable` says that the entry could not be read.
pub fn lookalike_in(tokens: &[Token<'_>], unreadable: bool) -> Option<Fault> {
    let kind = if unreadable { FaultKind::Lookalike } else { FaultKind::LookalikeKept };
    let is_code = |token: &&Token<'_>| !token.quoted || token.text.starts_with(b"v=");
    for token in tokens.iter().filter(is_code).filter(|token| !token.text.is_ascii()) {
        let mut at = token.start + u32::from(token.quoted);
        for chunk in token.text.utf8_chunks() {
            for c in chunk.valid().chars() {
                let end = at.saturating_add(u32_of(c.len_utf8()));
                if let Some(known) = LOOKALIKES.iter().find(|known| (known.first..=known.last).contains(&c)) {
                    let (name, code, meant) = (known.name, u32::from(c), known.meant);
                    let note = format!("{name} U+{code:04X} stands where {meant} is meant");
                    let help = match meant {
                        NOTHING => "remove the character".to_owned(),
                        meant => format!("write {meant} in its place"),
                    };
                    return Some(Fault::new(kind, (at, end), note).with_help(help));
                }
                at = end;
            }
            at = at.saturating_add(u32_of(chunk.invalid().len()));
        }
    }
    None
}

/// Octets above 127 in the first text of an entry that has any, its owner left out.
pub fn raw_text_in(tokens: &[Token<'_>]) -> Option<Fault> {
    let token = tokens.iter().skip(1).find(|token| !token.text.is_ascii())?;
    let from = token.text.iter().position(|byte| !byte.is_ascii())?;
    let run = token.text.iter().skip(from).take_while(|byte| !byte.is_ascii()).count();
    let shown = excerpt(token.text.get(from..from + run).unwrap_or_default(), 20);
    let start = token.start + u32::from(token.quoted) + u32_of(from);
    let note = format!("`{shown}` is outside ASCII and not written as `\\DDD`");
    Some(Fault::new(FaultKind::RawText, (start, start + u32_of(run)), note))
}

/// The `#` or `//` that makes an entry unreadable: at its start, or where the first of `faults` points.
pub fn comment_mark(tokens: &[Token<'_>], faults: &[Fault]) -> Option<Fault> {
    let marked = |token: &&Token<'_>| !token.quoted && mark(token.text).is_some();
    let at_fault = |fault: &Fault| {
        let at = tokens.binary_search_by_key(&fault.start, |token| token.start).ok()?;
        tokens.get(at).filter(marked)
    };
    let token = tokens.first().filter(marked).or_else(|| faults.iter().find_map(at_fault))?;
    let mark = mark(token.text)?;
    let note = format!("`{mark}` begins no comment in a zone file, `;` does");
    Some(Fault::new(FaultKind::CommentMark, (token.start, token.start + u32_of(mark.len())), note))
}

fn mark(text: &[u8]) -> Option<&'static str> {
    ["#", "//"].into_iter().find(|mark| text.starts_with(mark.as_bytes()))
}

/// The type in the first column, where `owner` stands, of an entry that names no other.
pub fn type_as_owner(owner: Option<&Token<'_>>, faults: &[Fault]) -> Option<Fault> {
    let is_type = |token: &&Token<'_>| !token.quoted && !token.text.iter().any(u8::is_ascii_lowercase);
    let owner = owner.filter(is_type)?;
    let rtype = Rtype::parse(owner.text)?;
    let fault = faults.iter().find(|fault| fault.kind == FaultKind::UnknownType)?;
    let note = format!("`{rtype}` in column 1 is read as the owner of the record");
    let help = "begin the line with the owner, or with a blank for that of the record before";
    Some(Fault::new(FaultKind::UnknownType, (owner.start, owner.end), note).with_help(help))
        .filter(|_| fault.start >= owner.end)
}

/// Says of a missing value that a comment stands in its place.
pub fn value_in_comment(bytes: &[u8], faults: &mut [Fault]) {
    for fault in faults.iter_mut().filter(|fault| fault.kind == FaultKind::MissingRdata) {
        let behind = usize::try_from(fault.end).ok().and_then(|end| bytes.get(end..)).unwrap_or_default();
        if ["value", "text"].contains(&fault.field) && behind.trim_ascii_start().starts_with(b";") {
            fault.note = format!("{} is missing: `;` outside quotes begins a comment", fault.field);
            fault.help = Some("write the value in quotes: `\";\"`".to_owned());
        }
    }
}

/// The fault of a parenthesis that is never closed, because its pair is behind an unquoted `;` of the entry
/// `text`.
pub fn close_in_comment(text: &[u8], faults: &[Fault]) -> Option<Fault> {
    let of = |kind: FaultKind| faults.iter().find(|fault| fault.kind == kind);
    let (open, cut) = (of(FaultKind::UnbalancedParenthesis)?, of(FaultKind::UnquotedSemicolon)?);
    let hides = |line: &[u8]| {
        let comment = line.iter().position(|&byte| byte == b';').and_then(|at| line.get(at..));
        comment.is_some_and(|comment| comment.contains(&b')'))
    };
    let note = "`;` outside quotes hides the `)` of this record";
    text.split(|&byte| byte == b'\n').any(hides).then(|| Fault::new(open.kind, (cut.start, cut.end), note))
}

/// What a template has where a value will stand, where `text` at `from` has any.
pub fn placeholder(text: &[u8], from: usize) -> Option<Fault> {
    const PAIRS: [(&[u8], &[u8]); 4] = [(b"{{", b"}}"), (b"{%", b"%}"), (b"<%", b"%>"), (b"${", b"}")];
    let find = |open: &[u8], close: &[u8]| {
        let at = memchr::memmem::find(text, open)?;
        let rest = text.get(at + open.len()..)?;
        Some((at, at + open.len() + memchr::memmem::find(rest, close)? + close.len()))
    };
    // `$GENERATE` has `${...}` of its own.
    let is_directive = text.starts_with(b"$");
    let mut pairs = PAIRS.into_iter().filter(|(open, _)| !is_directive || *open != b"${");
    let paired = pairs.find_map(|(open, close)| find(open, close));
    let (start, end) = paired.or_else(|| named_placeholder(text))?;
    let note = format!("`{}` is a placeholder of a template", excerpt(text.get(start..end)?, 40));
    Some(Fault::new(FaultKind::Placeholder, (u32_of(from + start), u32_of(from + end)), note))
}

/// A word in capitals between `__`, `@`, `%` or `@@` and the same: `__SERIAL__`, `@SERIAL@`.
fn named_placeholder(text: &[u8]) -> Option<(usize, usize)> {
    let mut at = 0;
    for word in text.split(|byte| byte.is_ascii_whitespace() || b"()".contains(byte)) {
        let inner = word.trim_ascii();
        let is_edge = |byte: &u8| b"_@%".contains(byte);
        let lead = inner.iter().take_while(|byte| is_edge(byte)).count();
        let tail = inner.iter().rev().take_while(|byte| is_edge(byte)).count();
        let name = inner.get(lead..inner.len().saturating_sub(tail)).unwrap_or_default();
        let least = if inner.starts_with(b"_") { 2 } else { 1 };
        let is_name = name.len() > 1 && name.iter().all(|byte| byte.is_ascii_uppercase() || *byte == b'_');
        if lead >= least && lead == tail && is_name {
            return Some((at, at + word.len()));
        }
        at += word.len() + 1;
    }
    None
}

/// The words of the entry at `from`, which ends before `to`.
pub fn words(bytes: &[u8], from: usize, to: usize, distrust: bool) -> Vec<Token<'_>> {
    let mut lexer = Lexer::with_distrust(bytes.get(..to).unwrap_or(bytes), from, distrust);
    if lexer.start_entry() { std::iter::from_fn(|| lexer.next()).collect() } else { Vec::new() }
}

/// The fault of a CDS or CDNSKEY that was meant to ask for the removal of the DS, and cannot be read: its
/// rdata are `text`, at `span`.
pub fn removal(rtype: Rtype, text: &[u8], span: (u32, u32)) -> Option<Fault> {
    use crate::rr::types::{CDNSKEY, CDS};
    let words: Vec<&[u8]> = text.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).collect();
    let (form, is_meant) = match (rtype, words.as_slice()) {
        (CDS, [b"0", b"0", ..]) => ("0 0 0 00", words.len() <= 4),
        (CDNSKEY, [b"0", _, b"0", ..]) => ("0 3 0 AA==", words.len() <= 4),
        _ => return None,
    };
    let note = format!("{rtype} `{}` where `{form}` asks for removal", excerpt(&words.join(&b' '), 30));
    is_meant.then(|| Fault::new(FaultKind::RemovalRecord, span, note))
}
