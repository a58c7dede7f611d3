//! Written by `cargo xtask codegen`; do not edit.

pub mod bimi_record_unusable;
pub mod bimi_without_certificate;
pub mod bimi_without_enforcement;
