//! Written by `cargo xtask codegen`; do not edit.

pub mod serial_not_increased;
pub mod several_soas;
pub mod soa_below_apex;
pub mod soa_missing;
