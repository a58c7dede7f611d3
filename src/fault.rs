//! What reading text can stumble over: plain data, one kind for each syntax rule. The rules hold the wording.

/// Declares [`FaultKind`] and its list of all kinds together, so that neither can lack one of the other.
macro_rules! fault_kinds {
    ($($(#[doc = $doc:expr])* $kind:ident,)*) => {
        /// What is wrong with a piece of zone text.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum FaultKind {
            $($(#[doc = $doc])* $kind,)*
        }

        impl FaultKind {
            /// Every kind.
            pub const ALL: &'static [FaultKind] = &[$(FaultKind::$kind,)*];
        }
    };
}

fault_kinds! {
    /// `(` without `)` before the end of the file, or the reverse.
    UnbalancedParenthesis,
    /// `"` without its pair.
    UnterminatedQuote,
    /// `$WORD` that no master file format defines.
    UnknownDirective,
    /// A directive with a missing, extra or unreadable argument.
    DirectiveSyntax,
    /// A type mnemonic that nobody assigned.
    UnknownType,
    /// A record without a type, or a type that cannot stand in a zone file (`ANY`, `AXFR`, `OPT`).
    MetaType,
    /// No TTL on the first record, no `$TTL`, and no SOA whose minimum could stand in.
    NoTtl,
    /// No TTL on the SOA and no `$TTL`: its minimum stands in.
    TtlFromMinimum,
    /// A TTL with a letter that is no unit, or above 2^32 - 1.
    TtlSyntax,
    /// A TTL above 2^31 - 1.
    TtlAboveMaximum,
    /// A blank owner and no record before it.
    NoOwner,
    /// A blank owner right behind `$ORIGIN` or `$INCLUDE`.
    InheritedOwner,
    /// A label of more than 63 octets.
    LabelTooLong,
    /// A name of more than 255 octets.
    NameTooLong,
    /// Two dots in a row, or one at the front.
    EmptyLabel,
    /// An octet above 127 in a name.
    NonAsciiName,
    /// `\` before the end of a token, or a decimal escape above 255.
    Escape,
    /// A character-string of more than 255 octets.
    StringTooLong,
    /// Not an IPv4 address.
    Ipv4,
    /// Not an IPv6 address.
    Ipv6,
    /// Something behind the last field.
    ExtraRdata,
    /// The entry ends before the last field.
    MissingRdata,
    /// Not a number, or one its field cannot hold.
    Number,
    /// Not base64.
    Base64,
    /// Not hexadecimal, or an odd count of digits.
    Hex,
    /// Not base32hex.
    Base32,
    /// `\#` with a length that its data do not have.
    GenericLength,
    /// `\#` data that a known type cannot hold.
    GenericMismatch,
    /// A word that its field does not know (an algorithm, a certificate type).
    Mnemonic,
    /// Not `YYYYMMDDHHmmSS` nor seconds.
    Time,
    /// A LOC position out of range or malformed.
    Loc,
    /// An SVCB or HTTPS parameter that cannot be encoded.
    SvcParam,
    /// Any other field that does not have its type's form.
    FieldSyntax,
    /// More rdata than a message can hold.
    RdataTooLong,
    /// `$INCLUDE` of a file that is missing or unreadable.
    IncludeUnreadable,
    /// `$INCLUDE` of a file that is being read already.
    IncludeLoop,
    /// `$INCLUDE` of a file outside the allowed directories.
    IncludeOutside,
    /// `$INCLUDE` deeper or more often than the limit.
    IncludeLimit,
    /// `$GENERATE` of more records than the limit.
    GenerateLimit,
    /// A UTF-8 byte order mark in front.
    ByteOrderMark,
    /// `$ORIGIN` without a final dot that repeats the origin before it.
    RelativeOrigin,
    /// Any other `$ORIGIN`, or origin of `$INCLUDE`, without a final dot.
    OriginWithoutDot,
    /// A second `(` inside `( )`.
    NestedParentheses,
    /// A quoted string without a blank between it and the word beside it.
    GluedQuote,
    /// `$DATE`, which BIND writes into its dumps.
    DateDirective,
    /// An unquoted `;` that makes a comment of the rest of a text.
    UnquotedSemicolon,
    /// A character that looks like a blank or a quote, in an entry that cannot be read for it.
    Lookalike,
    /// The same in an entry that can be read.
    LookalikeKept,
    /// `#` or `//` where a comment is meant, in an entry that cannot be read for it.
    CommentMark,
    /// `IN` in the first column.
    ClassAsOwner,
    /// A placeholder of a template.
    Placeholder,
    /// What only one program or provider reads: a record type, a class, a TTL of two numbers.
    Dialect,
    /// A CDS or CDNSKEY that is meant to ask for the removal of the DS and cannot be read.
    RemovalRecord,
    /// Octets above 127 in a text.
    RawText,
    /// A line that ends with CR LF.
    CrLf,
    /// The last line does not end.
    NoFinalNewline,
    /// A control octet that no text has.
    ControlOctet,
}

impl FaultKind {
    /// Whether text stays unread behind such a fault, or under another name, so that nobody can say what is
    /// missing.
    #[must_use]
    pub fn hides_text(self) -> bool {
        use FaultKind::{
            GenerateLimit, IncludeLimit, IncludeLoop, IncludeOutside, IncludeUnreadable, RelativeOrigin,
        };
        matches!(
            self,
            GenerateLimit | IncludeLimit | IncludeLoop | IncludeOutside | IncludeUnreadable | RelativeOrigin
        )
    }

    /// Whether something was left unread because of a bound on work and memory.
    #[must_use]
    pub fn is_limit(self) -> bool {
        matches!(self, FaultKind::GenerateLimit | FaultKind::IncludeLimit)
    }

    /// Whether everything is read as it was meant all the same.
    #[must_use]
    pub fn is_harmless(self) -> bool {
        use FaultKind::{
            ByteOrderMark, ClassAsOwner, CrLf, DateDirective, GluedQuote, InheritedOwner, LookalikeKept,
            NestedParentheses, NoFinalNewline, NonAsciiName, OriginWithoutDot, RawText, TtlAboveMaximum,
            TtlFromMinimum, UnquotedSemicolon,
        };
        matches!(
            self,
            ByteOrderMark
                | ClassAsOwner
                | CrLf
                | DateDirective
                | GluedQuote
                | InheritedOwner
                | LookalikeKept
                | NestedParentheses
                | NoFinalNewline
                | NonAsciiName
                | OriginWithoutDot
                | RawText
                | TtlAboveMaximum
                | TtlFromMinimum
                | UnquotedSemicolon
        )
    }

    /// Whether what else is wrong with a record follows from such a fault in it: what name servers read there
    /// is not what is meant.
    #[must_use]
    pub fn explains_record(self) -> bool {
        matches!(self, FaultKind::ClassAsOwner | FaultKind::UnquotedSemicolon | FaultKind::LookalikeKept)
    }
}

/// One fault, in offsets of the source that is being read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What kind.
    pub kind: FaultKind,
    /// Offset of the first octet at fault.
    pub start: u32,
    /// Offset behind the last; equal to `start` where something is missing.
    pub end: u32,
    /// The RR field it is in, as its descriptor names it, or the directive; empty elsewhere.
    pub field: &'static str,
    /// Found against expected, one clause without a full stop; may be empty where the kind says all.
    pub note: String,
    /// What to write instead, where that depends on more than the kind: one step.
    pub help: Option<String>,
}

impl Fault {
    /// The note, behind the name of the field unless that is in it already or leaves no room: a message has
    /// at most 80 characters.
    #[must_use]
    pub fn text(&self) -> String {
        const MOST: usize = 80;
        if self.field.is_empty() || self.note.contains(self.field) {
            return self.note.clone();
        }
        let text = format!("{}: {}", self.field, self.note);
        if text.chars().count() > MOST { self.note.clone() } else { text }
    }

    /// A fault outside any RR field.
    #[must_use]
    pub fn new(kind: FaultKind, span: (u32, u32), note: impl Into<String>) -> Fault {
        Fault { kind, start: span.0, end: span.1, field: "", note: note.into(), help: None }
    }

    /// The fault with what to write instead.
    #[must_use]
    pub fn with_help(self, help: impl Into<String>) -> Fault {
        Fault { help: Some(help.into()), ..self }
    }
}
