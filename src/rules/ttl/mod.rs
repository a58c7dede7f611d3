//! Written by `cargo xtask codegen`; do not edit.

pub mod ttl_too_long;
pub mod ttl_zero;
pub mod ttls_differ;
