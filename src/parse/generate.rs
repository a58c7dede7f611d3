//! `$GENERATE range lhs [ttl] [class] type rhs`: BIND's loop over owner and rdata templates.

use super::columns::{CLASS_IN, Chunk};
use super::entry::{self, Head};
use super::fault::meta_type;
use super::lexer::Lexer;
use crate::fault::{Fault, FaultKind};
use crate::rr::{self, Observer, Rtype, Token, Tokens};
use crate::wire::{NameRef, excerpt};

/// Longest number a `${offset,width,base}` may be padded to.
const WIDEST: usize = 255;

/// One `$GENERATE` line.
pub struct Template<'t> {
    pub range_span: (u32, u32),
    pub class: u16,
    pub rtype: Rtype,
    pub ttl: Option<u32>,
    range: Range,
    owner: Token<'t>,
    owner_parts: Vec<Part>,
    rdata_span: (u32, u32),
    rdata_parts: Vec<Part>,
}

#[derive(Clone, Copy)]
struct Range {
    start: u32,
    stop: u32,
    step: u32,
}

enum Part {
    Text(Vec<u8>),
    Number { offset: i64, width: usize, base: u8 },
}

impl<'t> Template<'t> {
    /// Reads the rest of the line behind `$GENERATE`.
    pub fn read(lexer: &mut Lexer<'t>, faults: &mut impl Observer) -> Option<Template<'t>> {
        let range = lexer.argument("a range such as `1-254`", faults)?;
        let parsed = read_range(range.text)
            .map_err(|note| faults.fault(Fault::new(FaultKind::DirectiveSyntax, range.span(), note)))
            .ok()?;
        let owner = lexer.argument("an owner such as `host-$`", faults)?;
        let head = entry::read_head(lexer, Head::new(Some(owner)), &mut |fault| faults.fault(fault));
        let (rtype, type_span) = head.rtype?;
        if rtype.is_meta() {
            faults.fault(meta_type(rtype, type_span));
            return None;
        }
        let first = lexer.argument("the rdata", faults)?;
        // BIND takes one token: a quoted one is rdata text without its quotes. Without quotes the rest of the
        // line is meant, and told.
        let mut text = first.text.to_vec();
        let mut rdata_span = first.span();
        while let Some(token) = lexer.next() {
            if rdata_span == first.span() && first.quoted {
                text = quoted(first);
            }
            text.push(b' ');
            text.extend(quoted(token));
            rdata_span.1 = token.end;
        }
        if rdata_span != first.span() {
            let note = "the data are several words without quotes, which BIND refuses";
            faults.fault(Fault::new(FaultKind::DirectiveSyntax, rdata_span, note));
        }
        let mut parts = |text: &[u8], span| {
            read_parts(text)
                .map_err(|note| faults.fault(Fault::new(FaultKind::DirectiveSyntax, span, note)))
                .ok()
        };
        let (owner_parts, rdata_parts) = (parts(owner.text, owner.span())?, parts(&text, rdata_span)?);
        let class = head.class.map_or(CLASS_IN, |(class, _)| class);
        let ttl = head.ttl.map(|(ttl, _)| ttl);
        Some(Template {
            range_span: range.span(),
            class,
            rtype,
            ttl,
            range: parsed,
            owner,
            owner_parts,
            rdata_span,
            rdata_parts,
        })
    }

    /// How many records it makes.
    pub fn count(&self) -> u64 {
        u64::from((self.range.stop - self.range.start) / self.range.step) + 1
    }

    /// The values of `$`.
    pub fn values(&self) -> impl Iterator<Item = u32> + use<> {
        let step = usize::try_from(self.range.step).unwrap_or(usize::MAX);
        (self.range.start..=self.range.stop).step_by(step)
    }

    /// Adds the owner and rdata for one value of `$`; the owner's number and the octets of the text that was
    /// made, or `None` after a fault.
    pub fn record(
        &self,
        value: u32,
        origin: NameRef<'_>,
        chunk: &mut Chunk,
        faults: &mut impl Observer,
    ) -> Option<(u32, usize)> {
        let owner = expand(&self.owner_parts, value);
        let named = chunk.push_name(|out| NameRef::parse_into(&owner, origin, out));
        let number = match named {
            Ok((number, _)) => number,
            Err(_) => {
                let note =
                    format!("for {value} the owner becomes `{}`, which is no name", excerpt(&owner, 30));
                faults.fault(Fault::new(FaultKind::DirectiveSyntax, self.owner.span(), note));
                return None;
            }
        };
        let text = expand(&self.rdata_parts, value);
        let mut lexer = Lexer::new(&text, 0);
        lexer.start_entry();
        let mut seen = Relay { to: faults, span: self.rdata_span, value };
        let read = rr::encode(self.rtype, &mut lexer, origin, chunk.rdata_mut(), &mut seen);
        if lexer.faults.iter().any(|fault| fault.is_unpaired()) {
            let note = format!("for {value} the rdata has a parenthesis or quote without its pair");
            faults.fault(Fault::new(FaultKind::DirectiveSyntax, self.rdata_span, note));
            return None;
        }
        read.then_some((number, owner.len() + text.len()))
    }
}

/// Faults in made text point at the template, since the made text stands nowhere.
struct Relay<'a, O> {
    to: &'a mut O,
    span: (u32, u32),
    value: u32,
}

impl<O: Observer> Observer for Relay<'_, O> {
    fn fault(&mut self, fault: Fault) {
        self.to.fault(Fault {
            start: self.span.0,
            end: self.span.1,
            note: format!("for {}: {}", self.value, fault.note),
            ..fault
        });
    }
}

fn quoted(token: Token<'_>) -> Vec<u8> {
    if token.quoted { [b"\"", token.text, b"\""].concat() } else { token.text.to_vec() }
}

/// `start-stop` or `start-stop/step`.
fn read_range(text: &[u8]) -> Result<Range, String> {
    let shown = excerpt(text, 30);
    let text = std::str::from_utf8(text).unwrap_or_default();
    let (bounds, step) = text.split_once('/').unwrap_or((text, "1"));
    let (start, stop) = bounds
        .split_once('-')
        .ok_or_else(|| format!("`{shown}` is not `start-stop` or `start-stop/step`"))?;
    let number = |part: &str| {
        let digits = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<u32>().ok().filter(|&value| digits && value <= 0x7fff_ffff).ok_or_else(|| {
            format!("`{}` in the range is not a number up to 2147483647", excerpt(part.as_bytes(), 20))
        })
    };
    let range = Range { start: number(start)?, stop: number(stop)?, step: number(step)? };
    if range.start > range.stop {
        return Err(format!("the range starts at {} and stops at {}", range.start, range.stop));
    }
    if range.step == 0 {
        return Err("a step of 0 never ends".to_owned());
    }
    Ok(range)
}

fn read_parts(text: &[u8]) -> Result<Vec<Part>, String> {
    let mut parts = Vec::new();
    let mut literal = Vec::new();
    let mut rest = text;
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        match (byte, tail.first()) {
            (b'\\', Some(&next)) => {
                literal.extend([byte, next]);
                rest = tail.get(1..).unwrap_or_default();
            }
            (b'$', Some(b'$')) => {
                literal.push(b'$');
                rest = tail.get(1..).unwrap_or_default();
            }
            (b'$', next) => {
                parts.push(Part::Text(std::mem::take(&mut literal)));
                if next == Some(&b'{') {
                    let end = tail.iter().position(|&byte| byte == b'}').ok_or("`${` has no `}`")?;
                    parts.push(read_modifier(tail.get(1..end).unwrap_or_default())?);
                    rest = tail.get(end + 1..).unwrap_or_default();
                } else {
                    parts.push(Part::Number { offset: 0, width: 0, base: b'd' });
                }
            }
            _ => literal.push(byte),
        }
    }
    parts.push(Part::Text(literal));
    Ok(parts)
}

/// `offset[,width[,base]]`.
fn read_modifier(text: &[u8]) -> Result<Part, String> {
    let shown = || format!("`${{{}}}` is not `${{offset,width,base}}`", excerpt(text, 30));
    let text_str = std::str::from_utf8(text).map_err(|_| shown())?;
    let mut fields = text_str.split(',');
    let offset = fields.next().unwrap_or_default().parse::<i32>().map_err(|_| shown())?;
    let width = fields.next().map_or(Ok(0), |width| width.parse::<usize>()).map_err(|_| shown())?;
    let base = fields.next().unwrap_or("d");
    let base = match base.as_bytes() {
        [base @ (b'd' | b'o' | b'x' | b'X' | b'n' | b'N')] => *base,
        _ => return Err(format!("base `{}` is not d, o, x, X, n or N", excerpt(base.as_bytes(), 20))),
    };
    if fields.next().is_some() {
        return Err(shown());
    }
    if width > WIDEST {
        return Err(format!("width {width} is above {WIDEST}"));
    }
    Ok(Part::Number { offset: i64::from(offset), width, base })
}

fn expand(parts: &[Part], value: u32) -> Vec<u8> {
    let mut out = Vec::new();
    for part in parts {
        match *part {
            Part::Text(ref text) => out.extend_from_slice(text),
            Part::Number { offset, width, base } => {
                let number = i64::from(value) + offset;
                out.extend_from_slice(format_number(number, width, base).as_bytes());
            }
        }
    }
    out
}

fn format_number(number: i64, width: usize, base: u8) -> String {
    match base {
        b'o' => format!("{number:0width$o}"),
        b'x' => format!("{number:0width$x}"),
        b'X' => format!("{number:0width$X}"),
        b'n' | b'N' => nibbles(number, width, base == b'N'),
        _ => format!("{number:0width$}"),
    }
}

/// Hexadecimal digits from the lowest, dots between them: the form of `ip6.arpa`. The width counts the dots.
fn nibbles(number: i64, width: usize, upper: bool) -> String {
    let mut digits: Vec<String> = format!("{number:x}").chars().rev().map(String::from).collect();
    while digits.len() * 2 - 1 < width {
        digits.push("0".to_owned());
    }
    let mut text = digits.join(".");
    // An even width ends with a dot: BIND writes it, and people rely on it to continue the name.
    if text.len() < width {
        text.push('.');
    }
    if upper { text.to_uppercase() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(template: &str, value: u32) -> String {
        let parts = read_parts(template.as_bytes()).expect("a template");
        String::from_utf8(expand(&parts, value)).expect("text")
    }

    #[test]
    fn modifiers_are_binds() {
        assert_eq!(all("host-$", 7), "host-7");
        assert_eq!(all("${0,3}", 7), "007");
        assert_eq!(all("${-5}", 7), "2");
        assert_eq!(all("${10,2,x}", 7), "11");
        assert_eq!(all("${0,4,X}", 171), "00AB");
        assert_eq!(all("${0,0,o}", 8), "10");
        assert_eq!(all("${0,7,n}", 0x1a), "a.1.0.0");
        assert_eq!(all("${0,0,N}", 0x1a), "A.1");
        assert_eq!(all("a$$b\\$", 1), "a$b\\$");
        assert_eq!(all("$.$", 1), "1.1");
    }

    #[test]
    fn ranges_that_never_end_are_refused() {
        assert!(read_range(b"1-10/2").is_ok());
        for text in ["1", "1-", "-1", "10-1", "1-10/0", "1-4294967296", "a-b", "1-2/x", "+1-2"] {
            assert!(read_range(text.as_bytes()).is_err(), "{text}");
        }
    }

    #[test]
    fn modifiers_that_are_none_say_so() {
        for text in ["${", "${x}", "${1,2,q}", "${1,300}", "${1,2,d,4}"] {
            assert!(read_parts(text.as_bytes()).is_err(), "{text}");
        }
    }
}
