//! Written by `cargo xtask codegen`; do not edit.

pub mod mailbox_key_in_unsigned_zone;
pub mod smimea_owner_malformed;
