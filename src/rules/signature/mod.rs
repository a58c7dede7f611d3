//! Written by `cargo xtask codegen`; do not edit.

pub mod rrset_unsigned;
pub mod signature_key_missing;
pub mod signature_mismatch;
pub mod signature_wrong_signer;
