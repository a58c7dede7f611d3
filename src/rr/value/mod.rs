//! How one field's value is read from text, measured on the wire and written. Knows no record type.

pub(super) mod address;
pub(super) mod apl;
pub(super) mod base64;
pub(super) mod bitmap;
mod codec;
pub(super) mod gateway;
pub(super) mod hex;
pub(super) mod hip;
pub(super) mod key;
pub(super) mod legacy;
pub(super) mod loc;
pub(super) mod name;
pub(super) mod number;
pub(super) mod opaque;
pub(super) mod string;
pub(super) mod svcb;
pub(super) mod svcb_value;
pub(super) mod time;
pub(super) mod wks;

pub(super) use codec::{Codec, Flaw, Input, MAX_RDATA, quoted};
use codec::{Word, at_least_one, first_octet, fixed, one};
