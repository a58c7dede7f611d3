//! Written by `cargo xtask codegen`; do not edit.

pub mod address_without_ptr;
pub mod ptr_not_confirmed;
pub mod ptr_target_is_address;
pub mod ptr_target_is_alias;
pub mod ptr_target_not_hostname;
pub mod reverse_owner_malformed;
