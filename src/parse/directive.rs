//! `$ORIGIN`, `$TTL`, `$INCLUDE`, `$GENERATE`: RFC 1035 section 5.1, RFC 2308 section 4, BIND.

use super::entry::read_ttl;
use super::fault::name_fault;
use super::generate::Template;
use super::lexer::Lexer;
use crate::fault::{Fault, FaultKind};
use crate::rr::{Observer, Token, Tokens};
use crate::wire::{Name, NameRef, excerpt};

/// A directive that was read without a fault that would change its meaning.
#[non_exhaustive]
pub enum Directive<'t> {
    Origin(Name),
    Ttl(u32),
    /// `$DATE`: when BIND wrote the file.
    Date,
    Include(Include),
    Generate(Box<Template<'t>>),
}

/// `$INCLUDE path [origin]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Include {
    /// The path as written.
    pub path: Vec<u8>,
    /// Where the path stands.
    pub span: (u32, u32),
    /// The origin the included file starts with, where one is given.
    pub origin: Option<Name>,
}

/// Reads the arguments of the directive `word`; `None` when it is unknown or has no usable argument.
pub fn read<'t>(
    lexer: &mut Lexer<'t>,
    word: Token<'t>,
    origin: NameRef<'_>,
    faults: &mut impl Observer,
) -> Option<Directive<'t>> {
    let known = DIRECTIVES.iter().copied().find(|known| word.text.eq_ignore_ascii_case(known.as_bytes()));
    let faults = &mut Named { to: faults, directive: known.unwrap_or_default() };
    let directive = if word.text.eq_ignore_ascii_case(b"$ORIGIN") {
        let token = unquoted(lexer.argument("a name", faults)?, faults);
        let name = name(token, origin, faults)?;
        relative_origin(token, &name, origin, faults);
        Directive::Origin(name)
    } else if word.text.eq_ignore_ascii_case(b"$TTL") {
        let token = unquoted(lexer.argument("a number of seconds", faults)?, faults);
        Directive::Ttl(read_ttl(token, &mut |fault| faults.fault(fault))?)
    } else if word.text.eq_ignore_ascii_case(b"$INCLUDE") {
        let token = lexer.argument("a file name", faults)?;
        let origin = match lexer.next() {
            Some(token) => {
                let name = name(token, origin, faults)?;
                relative_origin(token, &name, origin, faults);
                Some(name)
            }
            None => None,
        };
        Directive::Include(Include { path: unescaped(token.text), span: token.span(), origin })
    } else if word.text.eq_ignore_ascii_case(b"$DATE") {
        let token = lexer.argument("a time", faults)?;
        if token.text.len() != 14 || !token.text.iter().all(u8::is_ascii_digit) {
            let note = format!("`{}` is not a time as YYYYMMDDHHmmSS", excerpt(token.text, 30));
            faults.fault(Fault::new(FaultKind::DirectiveSyntax, token.span(), note));
            return None;
        }
        faults.fault(Fault::new(FaultKind::DateDirective, word.span(), "$DATE is a directive of BIND only"));
        Directive::Date
    } else if word.text.eq_ignore_ascii_case(b"$GENERATE") {
        return Template::read(lexer, faults).map(|template| Directive::Generate(Box::new(template)));
    } else {
        let note = format!("`{}` is not $ORIGIN, $TTL, $INCLUDE or $GENERATE", excerpt(word.text, 30));
        faults.fault(Fault::new(FaultKind::UnknownDirective, word.span(), note));
        return None;
    };
    if let Some(extra) = lexer.next() {
        let note = format!("`{}` stands behind the last argument", excerpt(extra.text, 30));
        faults.fault(Fault::new(FaultKind::DirectiveSyntax, extra.span(), note));
    }
    Some(directive)
}

/// The directives there are.
const DIRECTIVES: [&str; 5] = ["$ORIGIN", "$TTL", "$DATE", "$INCLUDE", "$GENERATE"];

/// Says which directive a fault is in.
struct Named<'a, O> {
    to: &'a mut O,
    directive: &'static str,
}

impl<O: Observer> Observer for Named<'_, O> {
    fn fault(&mut self, fault: Fault) {
        let field = if fault.field.is_empty() && fault.kind == FaultKind::DirectiveSyntax {
            self.directive
        } else {
            fault.field
        };
        self.to.fault(Fault { field, ..fault });
    }
}

/// The argument, which BIND and Knot refuse in quotes.
fn unquoted<'t>(token: Token<'t>, faults: &mut impl Observer) -> Token<'t> {
    if token.quoted {
        let note = format!("`\"{}\"` stands in quotes", excerpt(token.text, 40));
        faults.fault(Fault::new(FaultKind::DirectiveSyntax, token.span(), note));
    }
    token
}

/// An origin without a final dot: one that repeats the origin before it is a slip, any other is legal, and not
/// read by every name server.
fn relative_origin(token: Token<'_>, name: &Name, origin: NameRef<'_>, faults: &mut impl Observer) {
    if token.text.ends_with(b".") || token.text == b"@" {
        return;
    }
    let meant = Name::parse(token.text, NameRef::ROOT).ok();
    let repeats = !origin.is_root() && meant.is_some_and(|meant| meant.borrow_name().is_at_or_below(origin));
    let kind = if repeats { FaultKind::RelativeOrigin } else { FaultKind::OriginWithoutDot };
    let note = format!("`{}` became `{name}`", excerpt(token.text, 40));
    faults.fault(Fault::new(kind, token.span(), note));
}

fn name(token: Token<'_>, origin: NameRef<'_>, faults: &mut impl Observer) -> Option<Name> {
    Name::parse(token.text, origin).map_err(|error| faults.fault(name_fault(error, token))).ok()
}

/// A path with `\X` and `\DDD` resolved.
fn unescaped(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        match crate::wire::unescape(tail) {
            Some((value, used)) if byte == b'\\' => {
                out.push(value);
                rest = tail.get(used..).unwrap_or_default();
            }
            _ => out.push(byte),
        }
    }
    out
}
