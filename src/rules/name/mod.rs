//! Written by `cargo xtask codegen`; do not edit.

pub mod address_owner_not_hostname;
pub mod address_owner_underscore;
pub mod class_as_owner;
pub mod missing_trailing_dot;
pub mod mx_target_not_hostname;
pub mod ns_target_not_hostname;
pub mod origin_missing_trailing_dot;
pub mod owner_repeats_zone;
pub mod relative_domain;
pub mod rname_domain_missing;
pub mod rname_has_at_sign;
pub mod soa_missing_trailing_dot;
pub mod stray_final_dot;
pub mod target_not_hostname;
