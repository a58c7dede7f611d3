//! What stands between owner and type, passed over where it is as in the record before.

use super::entry::Head;
use super::lexer::{Lexer, is_plain};
use crate::rr::Token;
use crate::wire::u32_of;

/// What stood between owner and type of a record: the next records mostly repeat it to the octet.
#[derive(Debug, Clone, Copy)]
pub struct Middle<'t> {
    /// From behind the owner to the last octet of TTL or class: words and blanks.
    text: &'t [u8],
    /// Where that starts.
    start: u32,
    ttl: Option<(u32, (u32, u32))>,
    class: Option<(u16, (u32, u32))>,
}

impl<'t> Middle<'t> {
    /// Of a head that was read without a fault from `start` on.
    pub fn of(head: &Head<'t>, bytes: &'t [u8], start: usize) -> Option<Middle<'t>> {
        let end = head.ttl.map(|ttl| ttl.1.1).max(head.class.map(|class| class.1.1))?;
        let text = bytes.get(start..usize::try_from(end).ok()?)?;
        is_plain(text).then_some(Middle { text, start: u32_of(start), ttl: head.ttl, class: head.class })
    }

    /// The head of a record with the same text at the place of `lexer`, which passes over it.
    pub fn repeated(&self, lexer: &mut Lexer<'t>, owner: Option<Token<'t>>) -> Option<Head<'t>> {
        let shift = u32_of(lexer.pos()).checked_sub(self.start)?;
        let moved = |(start, end): (u32, u32)| (start.saturating_add(shift), end.saturating_add(shift));
        lexer.pass(self.text).then(|| Head {
            ttl: self.ttl.map(|(ttl, span)| (ttl, moved(span))),
            class: self.class.map(|(class, span)| (class, moved(span))),
            ..Head::new(owner)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::entry::read_head;
    use crate::rr::{Rtype, Tokens};

    type Seen =
        (Option<(u32, (u32, u32))>, Option<(u16, (u32, u32))>, Option<(Rtype, (u32, u32))>, usize, u32);

    /// The heads of all entries; `repeats` says to try what stood in the middle of the entry before.
    fn heads(text: &str, repeats: bool) -> (Vec<Seen>, usize) {
        let mut lexer = Lexer::new(text.as_bytes(), 0);
        let (mut seen, mut repeated, mut middle) = (Vec::new(), 0, None::<Middle<'_>>);
        while lexer.start_entry() {
            let owner = if lexer.starts_with_blank() { None } else { lexer.next() };
            let (start, mut faults) = (lexer.pos(), 0);
            let known = middle.filter(|_| repeats).and_then(|middle| middle.repeated(&mut lexer, owner));
            repeated += usize::from(known.is_some());
            let head = read_head(&mut lexer, known.unwrap_or_else(|| Head::new(owner)), &mut |_| faults += 1);
            middle = Middle::of(&head, text.as_bytes(), start).or(middle);
            lexer.finish_entry();
            seen.push((head.ttl, head.class, head.rtype, faults, lexer.end()));
        }
        (seen, repeated)
    }

    #[test]
    fn a_middle_that_repeats_is_read_as_any_other() {
        let text = "a 3600 IN A 1\nb 3600 IN AAAA 1\n\
                    bcd 3600 IN MX 1 x\ne 3600 INA 1\nf 3600 IN\ng 3600 IN(\nA 1 )\n\
                    h ( 3600 IN A 1 )\ni 3600 IN IN A 1\nj 3600 IN 60 A 1\nk\t3600 IN A 1\nl 3600 IN ;A\n\
                    m 3600 IN A 1\n 3600 IN A 1\nn IN A 1\no IN 5 A 1\np IN 5 TXT \"IN 5\"\n  IN 5 TXT x\n";
        let (alone, repeated) = (heads(text, false).0, heads(text, true));
        assert_eq!(repeated.0, alone);
        assert!(repeated.1 >= 6, "{} repeated", repeated.1);
    }
}
