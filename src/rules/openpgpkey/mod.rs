//! Written by `cargo xtask codegen`; do not edit.

pub mod openpgpkey_not_a_key;
pub mod openpgpkey_owner_malformed;
