//! Written by `cargo xtask codegen`; do not edit.

pub mod serial_not_increased;
pub mod soa_missing;
