//! Written by `cargo xtask codegen`; do not edit.

pub mod apex_ns_missing;
pub mod single_name_server;
