//! Record types as data: one descriptor a type, from which text, RFC 3597 form, wire, canonical form and
//! field spans are derived. Judges no value: a selector of 9 is read here and flagged by a rule.

mod canonical;
mod descriptor;
mod encode;
mod kind;
mod layout;
mod lookup;
mod present;
mod rtype;
mod token;
pub mod types;
mod value;
mod walk;

pub use canonical::canonical;
pub use descriptor::BY_CODE;
pub(crate) use encode::name_flaw;
pub use encode::{Observer, encode};
pub use kind::Kind;
pub use layout::{Field, RrType};
pub use present::present;
pub use rtype::Rtype;
pub use token::{Token, Tokens};
pub use value::svcb::SvcParams;
pub use value::svcb_value::key_name as svc_key_name;
pub use walk::{FieldOctets, WireError, fields, name_at, names, octets_at, target_field};
