//! What the rdata of an RR type consists of, as data. Knows no type and no way of writing a field.

use super::kind::Kind;

/// One RR type: what its rdata consists of.
#[derive(Debug)]
pub struct RrType {
    /// The assigned number.
    pub code: u16,
    /// The assigned mnemonic, upper case.
    pub mnemonic: &'static str,
    /// The fields in wire order.
    pub fields: &'static [Field],
}

/// One field of an RR type.
#[derive(Debug)]
pub struct Field {
    /// What the RFC calls it, for messages.
    pub name: &'static str,
    /// How it is written, in text and on the wire.
    pub kind: Kind,
}
