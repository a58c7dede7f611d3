//! Written by `cargo xtask codegen`; do not edit.

pub mod mailbox_owner_malformed;
pub mod naptr_two_results;
pub mod rp_text_missing;
pub mod srv_owner_malformed;
pub mod srv_target_is_address;
pub mod srv_target_is_alias;
pub mod srv_target_without_address;
pub mod svcb_hint_differs;
