//! Written by `cargo xtask codegen`; do not edit.

pub mod mailbox_key_in_unsigned_zone;
pub mod openpgpkey_not_a_key;
pub mod openpgpkey_owner_malformed;
pub mod smimea_owner_malformed;
