//! Written by `cargo xtask codegen`; do not edit.

pub mod caa_forbids_mark_certificate;
pub mod caa_forbids_mta_sts;
pub mod caa_without_issuemail;
