//! Written by `cargo xtask codegen`; do not edit.

pub mod no_ns_for_family;
