//! Written by `cargo xtask codegen`; do not edit.

pub mod binding_owner_unused;
pub mod naptr_expression_malformed;
pub mod naptr_flags_undefined;
pub mod naptr_replacement_missing;
pub mod naptr_two_results;
pub mod rp_text_missing;
pub mod srv_none_beside_others;
pub mod srv_owner_malformed;
pub mod srv_port_zero;
pub mod srv_target_is_address;
pub mod srv_target_is_alias;
pub mod srv_target_without_address;
pub mod svcb_alpn_misspelt;
pub mod svcb_ech_malformed;
pub mod svcb_hint_differs;
pub mod svcb_port_zero;
pub mod svcb_target_is_address;
pub mod uri_target_malformed;
