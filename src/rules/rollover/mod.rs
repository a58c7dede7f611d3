//! Written by `cargo xtask codegen`; do not edit.

pub mod algorithm_incomplete_in_rollover;
pub mod certificate_ends_in_plan;
pub mod changed_after_signing;
pub mod deployed_inside_safety;
pub mod deployed_too_early;
pub mod ds_replaced_before_keys;
pub mod entry_keys_replaced;
pub mod key_removed_too_early;
pub mod key_removed_under_old_ds;
pub mod key_used_too_early;
pub mod keys_replaced_before_ds;
pub mod rollback_trap;
pub mod rollover_not_checked;
pub mod signature_ends_in_plan;
pub mod signatures_removed_under_ds;
pub mod tlsa_combination_uneven;
pub mod tlsa_removed_too_early;
pub mod tlsa_replaced_at_once;
pub mod tlsa_withdrawn;
pub mod ttl_lowered_too_late;
pub mod two_changes_at_once;
