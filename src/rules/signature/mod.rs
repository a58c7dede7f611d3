//! Written by `cargo xtask codegen`; do not edit.

pub mod algorithm_incomplete;
pub mod bad_signature_beside_good;
pub mod rrset_unsigned;
pub mod signature_backwards;
pub mod signature_by_revoked_key;
pub mod signature_ends_before_soa_expire;
pub mod signature_ends_within_ttl;
pub mod signature_expired;
pub mod signature_expires_soon;
pub mod signature_just_begun;
pub mod signature_key_missing;
pub mod signature_labels_differ;
pub mod signature_length;
pub mod signature_mismatch;
pub mod signature_not_checked;
pub mod signature_not_yet_valid;
pub mod signature_on_delegation_ns;
pub mod signature_on_glue;
pub mod signature_original_ttl;
pub mod signature_orphan;
pub mod signature_over_signatures;
pub mod signature_ttl;
pub mod signature_validity_too_long;
pub mod signature_wrong_signer;
pub mod verification_limit;
pub mod zone_not_signed;
