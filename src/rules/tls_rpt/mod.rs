//! Written by `cargo xtask codegen`; do not edit.

pub mod tls_rpt_blank_before_semicolon;
pub mod tls_rpt_missing;
pub mod tls_rpt_record_malformed;
pub mod tls_rpt_record_misplaced;
pub mod tls_rpt_several_records;
pub mod tls_rpt_to_own_domain;
