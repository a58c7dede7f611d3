//! Written by `cargo xtask codegen`; do not edit.

pub mod tlsa_answer_too_large;
pub mod tlsa_below_zone_cut;
pub mod tlsa_digests_uneven;
pub mod tlsa_none_usable;
pub mod tlsa_of_empty_string;
pub mod tlsa_owner_not_service;
pub mod tlsa_owner_without_service;
pub mod tlsa_sha512_only;
pub mod tlsa_shared_by_services;
pub mod tlsa_too_many;
pub mod tlsa_ttl_too_long;
pub mod tlsa_ttl_too_short;
pub mod tlsa_undigested;
pub mod tlsa_undigested_not_der;
pub mod tlsa_wildcard;
pub mod tlsa_without_3_1_1;
