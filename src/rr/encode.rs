//! Text to wire, driven by the descriptors. Judges no value that its field can hold.

use super::value::{Flaw, Input, MAX_RDATA, name, number, quoted};
use super::{Kind, RrType, Rtype, Token, Tokens, fields};
use crate::fault::{Fault, FaultKind};
use crate::wire::{NameError, NameRef, u32_of};

/// Who is told what reading a record's rdata comes across.
pub trait Observer {
    /// Something is wrong; reading goes on with the next field.
    fn fault(&mut self, fault: Fault);

    /// Field `index` of the descriptor stands at these offsets of the source.
    fn field(&mut self, index: usize, start: u32, end: u32) {
        let _ = (index, start, end);
    }
}

/// Reads the rdata of one record from `tokens` and appends its wire form to `out`.
///
/// Every fault is told to `observer`; `false` and an unchanged `out` when there was one that leaves no rdata.
/// An octet above 127 in a name is told and leaves the rdata usable. Relative names continue with `origin`.
/// Either form is read: the type's own, or `\# length hex` of RFC 3597.
pub fn encode<'t>(
    rtype: Rtype,
    tokens: &mut impl Tokens<'t>,
    origin: NameRef<'_>,
    out: &mut Vec<u8>,
    observer: &mut impl Observer,
) -> bool {
    let start = out.len();
    let mut encoder = Encoder {
        tokens,
        back: None,
        origin,
        out,
        start,
        observer,
        field: "",
        span: None,
        span_before: None,
        quotes: true,
        sound: true,
    };
    match (encoder.word(), rtype.descriptor()) {
        (Some(first), _) if first.text == b"\\#" && !first.quoted => encoder.generic(rtype, first),
        (Some(first), Some(row)) => {
            encoder.put_back(first);
            if let (true, Some(field)) = (first.quoted, row.fields.first()) {
                encoder.field = field.name;
                encoder.quotes = field.kind.has_quotes();
                encoder.refuse_quotes(&first);
            }
            encoder.record(row);
        }
        (None, Some(row)) => encoder.record(row),
        (first, None) => encoder.unknown(rtype, first),
    }
    let sound = encoder.sound;
    if !sound {
        out.truncate(start);
    }
    sound
}

/// What is wrong with a name that stands outside rdata.
pub(crate) fn name_flaw(error: NameError, token: Token<'_>) -> Fault {
    let flaw = name::flaw_of(error, token.text);
    let text_start = token.start + u32::from(token.quoted);
    let (start, end) = flaw.at.map_or(token.span(), |(from, to)| {
        (
            text_start.saturating_add(u32_of(from)).min(token.end),
            text_start.saturating_add(u32_of(to)).min(token.end),
        )
    });
    Fault::new(flaw.kind, (start, end), flaw.note)
}

/// One record's rdata being read.
struct Encoder<'e, 't, T, O> {
    tokens: &'e mut T,
    back: Option<Token<'t>>,
    origin: NameRef<'e>,
    out: &'e mut Vec<u8>,
    /// Where this rdata starts in `out`.
    start: usize,
    observer: &'e mut O,
    /// The field being read.
    field: &'static str,
    /// From its first word to its last.
    span: Option<(u32, u32)>,
    /// The same without the last word, for when that is given back.
    span_before: Option<(u32, u32)>,
    /// Whether words of this field may stand in quotes.
    quotes: bool,
    sound: bool,
}

impl<'t, T: Tokens<'t>, O: Observer> Input<'t> for Encoder<'_, 't, T, O> {
    fn word(&mut self) -> Option<Token<'t>> {
        let token = match self.back.take() {
            Some(token) => token,
            None => self.next_word()?,
        };
        self.span_before = self.span;
        self.span = Some((self.span.map_or(token.start, |(start, _)| start), token.end));
        Some(token)
    }

    fn put_back(&mut self, token: Token<'t>) {
        self.span = self.span_before;
        self.back = Some(token);
    }

    fn out(&mut self) -> &mut Vec<u8> {
        self.out
    }

    fn octets(&self) -> usize {
        self.out.len().saturating_sub(self.start)
    }

    fn name(&mut self, text: &[u8]) -> Result<Option<Flaw>, Flaw> {
        name::encode(text, self.origin, self.out)
    }

    fn flaw(&mut self, token: &Token<'_>, flaw: Flaw) {
        let span = match flaw.at {
            Some((from, to)) => {
                let text_start = token.start + u32::from(token.quoted);
                (
                    text_start.saturating_add(u32_of(from)),
                    text_start.saturating_add(u32_of(to)).min(token.end),
                )
            }
            None => token.span(),
        };
        self.fault(flaw.kind, span, flaw.note);
    }

    fn flaw_of_field(&mut self, kind: FaultKind, note: String) {
        let end = self.tokens.end();
        self.fault(kind, self.span.unwrap_or((end, end)), note);
    }
}

impl<'t, T: Tokens<'t>, O: Observer> Encoder<'_, 't, T, O> {
    fn fault(&mut self, kind: FaultKind, (start, end): (u32, u32), note: String) {
        // What the excerpts made visible can take more room than they did.
        let note = if note.chars().count() > 80 {
            note.chars().take(77).chain("...".chars()).collect()
        } else {
            note
        };
        self.sound &= kind == FaultKind::NonAsciiName;
        self.observer.fault(Fault { field: self.field, ..Fault::new(kind, (start, end), note) });
    }

    fn next_word(&mut self) -> Option<Token<'t>> {
        let token = self.tokens.next()?;
        if token.quoted {
            self.refuse_quotes(&token);
        }
        Some(token)
    }

    /// BIND and ldns refuse the whole zone for quotes around anything but a string.
    fn refuse_quotes(&mut self, token: &Token<'_>) {
        if !self.quotes {
            self.fault(
                FaultKind::FieldSyntax,
                token.span(),
                format!("{} stands in quotes, which only strings do", quoted(token.text)),
            );
        }
    }

    fn record(&mut self, row: &'static RrType) {
        for (index, field) in row.fields.iter().enumerate() {
            self.field = field.name;
            self.span = None;
            self.quotes = field.kind.has_quotes();
            if field.kind.read(self, field.name).is_none() {
                let end = self.tokens.end();
                let note = format!(
                    "{} ends before the {}, field {} of {}",
                    row.mnemonic,
                    field.name,
                    index + 1,
                    row.fields.len()
                );
                self.fault(FaultKind::MissingRdata, (end, end), note);
                return;
            }
            if let Some((start, end)) = self.span {
                self.observer.field(index, start, end);
                if self.octets() > MAX_RDATA {
                    let note = format!("rdata is longer than {MAX_RDATA} octets");
                    self.fault(FaultKind::RdataTooLong, (start, end), note);
                    self.out.truncate(self.start);
                }
            }
        }
        self.leftover();
    }

    /// Reports what stands behind the last field.
    fn leftover(&mut self) {
        self.span = None;
        self.quotes = true;
        let Some(first) = self.word() else { return };
        let mut count = 1;
        while self.word().is_some() {
            count += 1;
        }
        self.field = "";
        let stands = match count {
            1 => "stands".to_owned(),
            2 => "and one word more stand".to_owned(),
            _ => format!("and {} words more stand", count - 1),
        };
        self.flaw_of_field(
            FaultKind::ExtraRdata,
            format!("{} {stands} behind the last field", quoted(first.text)),
        );
    }

    /// A type without a descriptor that is not written in the RFC 3597 form.
    fn unknown(&mut self, rtype: Rtype, first: Option<Token<'t>>) {
        while self.word().is_some() {}
        let kind = if first.is_some() { FaultKind::FieldSyntax } else { FaultKind::MissingRdata };
        self.flaw_of_field(kind, format!("{rtype} needs `\\# length hex`"));
    }

    /// `\# length hex`: RFC 3597 section 5.
    fn generic(&mut self, rtype: Rtype, marker: Token<'t>) {
        self.field = "RFC 3597 length";
        let Some(length) = self.word() else {
            self.fault(
                FaultKind::MissingRdata,
                (marker.end, marker.end),
                "ends before the length behind `\\#`".to_owned(),
            );
            return;
        };
        let declared = match number::u16(length.text) {
            Ok(declared) => Some(usize::from(declared)),
            Err(flaw) => {
                self.flaw(&length, flaw);
                None
            }
        };
        self.field = "RFC 3597 data";
        self.span = None;
        if let Some(token) = self.word() {
            self.put_back(token);
            self.span = None;
            if Kind::HexRest.read(self, "data").is_none() || !self.sound {
                return;
            }
        }
        let octets = self.octets();
        if octets > MAX_RDATA {
            self.flaw_of_field(FaultKind::RdataTooLong, format!("rdata is longer than {MAX_RDATA} octets"));
        } else if let Some(declared) = declared.filter(|declared| *declared != octets) {
            self.fault(
                FaultKind::GenericLength,
                length.span(),
                format!("length is {declared}, the data have {octets} octets"),
            );
        } else if rtype.descriptor().is_some() {
            let rdata = self.out.get(self.start..).unwrap_or_default();
            let mismatch = fields(rtype, rdata).find_map(Result::err);
            if let Some(error) = mismatch {
                let what = if error.field.is_empty() { rtype.to_string() } else { error.field.to_owned() };
                let span = self.span.unwrap_or(length.span());
                self.fault(FaultKind::GenericMismatch, span, format!("{what}: {}", error.note));
            }
        }
    }
}
