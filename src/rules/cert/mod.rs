//! Written by `cargo xtask codegen`; do not edit.

pub mod certificate_expired;
pub mod certificate_not_yet_valid;
pub mod certificate_of_other_host;
pub mod chain_begins_with_ca;
pub mod chain_out_of_order;
pub mod chain_signed_with_sha1;
pub mod chain_without_tlsa_match;
pub mod host_not_in_certificate;
pub mod key_of_another_certificate;
pub mod next_key_without_tlsa;
pub mod tlsa_ca_not_sent;
pub mod tlsa_match_shadowed;
pub mod tlsa_matches_no_certificate;
pub mod tlsa_out_of_use;
pub mod tlsa_path_does_not_verify;
pub mod tlsa_path_out_of_date;
pub mod tlsa_pins_issued_certificate;
pub mod tlsa_without_starttls;
