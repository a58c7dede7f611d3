//! Written by `cargo xtask codegen`; do not edit.

pub mod bad_signature_beside_good;
pub mod rrset_unsigned;
pub mod signature_backwards;
pub mod signature_by_revoked_key;
pub mod signature_expired;
pub mod signature_key_missing;
pub mod signature_labels_differ;
pub mod signature_length;
pub mod signature_mismatch;
pub mod signature_not_yet_valid;
pub mod signature_wrong_signer;
