//! Written by `cargo xtask codegen`; do not edit.

pub mod ds_algorithm_deprecated;
pub mod ds_algorithm_mismatch;
pub mod ds_digest_deprecated;
pub mod ds_digest_mismatch;
pub mod ds_for_unsigned_file;
pub mod ds_for_unsigned_zone;
pub mod ds_key_not_signing;
pub mod ds_of_revoked_key;
pub mod ds_without_key;
pub mod no_ds_at_parent;
pub mod no_ds_leads_to_key;
pub mod no_usable_ds;
