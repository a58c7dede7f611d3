//! Written by `cargo xtask codegen`; do not edit.

pub mod mta_sts_blank_before_semicolon;
pub mod mta_sts_host_hosted;
pub mod mta_sts_host_without_address;
pub mod mta_sts_id_unchanged;
pub mod mta_sts_max_age_short;
pub mod mta_sts_missing_below;
pub mod mta_sts_mx_not_allowed;
pub mod mta_sts_mx_not_in_testing_policy;
pub mod mta_sts_mx_unused;
pub mod mta_sts_not_announced;
pub mod mta_sts_not_enforced;
pub mod mta_sts_policy_changed_under_old_id;
pub mod mta_sts_policy_key_repeated;
pub mod mta_sts_policy_malformed;
pub mod mta_sts_record_malformed;
pub mod mta_sts_record_misplaced;
pub mod mta_sts_several_records;
pub mod mta_sts_with_null_mx;
pub mod mta_sts_without_tls_rpt;
