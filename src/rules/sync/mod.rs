//! Written by `cargo xtask codegen`; do not edit.

pub mod cds_algorithm_without_key;
pub mod cds_cdnskey_differ;
pub mod cds_delete_literal;
pub mod cds_delete_malformed;
pub mod cds_delete_with_others;
pub mod cds_digest_deprecated;
pub mod cds_leads_to_no_key;
pub mod cds_names_no_key;
pub mod cds_not_signed_by_entry;
pub mod cds_without_cdnskey;
pub mod cds_without_dnskey;
pub mod csync_serial_ahead;
pub mod csync_undefined_type;
pub mod several_csyncs;
pub mod sync_record_below_apex;
