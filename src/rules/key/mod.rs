//! Written by `cargo xtask codegen`; do not edit.

pub mod algorithm_deprecated;
pub mod algorithm_not_validated;
pub mod dnskey_below_apex;
pub mod dnskey_not_signed_by_sep;
pub mod dnskey_not_zone_key;
pub mod dnskey_protocol;
pub mod key_length;
pub mod key_malformed;
pub mod key_published_twice;
pub mod key_tag_shared;
pub mod key_tag_shared_by_many;
pub mod other_signer_key_missing;
pub mod revoked_key_not_self_signed;
pub mod rsa_exponent_3;
pub mod rsa_exponent_unusable;
pub mod rsa_leading_zeros;
pub mod rsa_modulus_below_1024;
pub mod rsa_modulus_below_2048;
pub mod single_key_without_sep;
pub mod stand_by_key_malformed;
