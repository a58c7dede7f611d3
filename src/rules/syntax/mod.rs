//! Written by `cargo xtask codegen`; do not edit.

pub mod unknown_directive;
