//! Octets that only the RFC 3597 form writes.

use super::{Codec, Input};
use crate::fault::FaultKind;

/// The whole rdata of a type without a text form.
pub struct Opaque;

impl Codec for Opaque {
    fn read<'t>(&self, input: &mut impl Input<'t>, _: &str) -> Option<()> {
        input.word()?;
        while input.word().is_some() {}
        input.flaw_of_field(FaultKind::FieldSyntax, "has no text form but `\\# length hex`".to_owned());
        Some(())
    }

    fn length(&self, rest: &[u8]) -> Result<usize, String> {
        Ok(rest.len())
    }

    fn show(&self, _: &[u8], _: &mut String) -> Option<()> {
        None
    }
}
