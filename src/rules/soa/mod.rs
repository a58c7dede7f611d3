//! Written by `cargo xtask codegen`; do not edit.

pub mod soa_missing;
