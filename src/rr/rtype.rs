//! The number of an RR type. Knows no type.

/// An RR type's number: RFC 1035 section 3.2.2 and the IANA registry.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rtype(pub u16);
